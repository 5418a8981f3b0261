"""An external operation that nobody calls.

## What it means
A system that is not ours is there for its operations, and no context needs this one.

## Why it matters
Its client, its fake and its settings are generated, configured and kept for nothing.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.Send: {}}}}
  mails:
    external: https://mails.example.com
    about: Sends mail.
    operations:
      Send: {http: POST /mails}
      Recall: {http: POST /recalls}  # BP317
relations:
  - {upstream: mails, downstream: sales}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells it., does: custom, http: POST /sales, needs: {mails.Send: {}}}}
  mails:
    external: https://mails.example.com
    about: Sends mail.
    operations:
      Send: {http: POST /mails}
relations:
  - {upstream: mails, downstream: sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.calls import calls
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP317"
NAME = "uncalled-external"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every operation of an external that is not called, and every external without one."""
    called = {call.operation for operation in index.operations for call in calls(operation)}
    for context in index.system.contexts.values():
        if not context.external:
            continue
        if not context.operations:
            help_ = "write what we ask of it under operations, or delete it"
            yield Finding(context.path, f"nothing can be asked of {context.name}", help_)
        for operation in context.operations.values():
            if operation.full_name not in called:
                message = f"nobody calls {operation.full_name}"
                help_ = f"add it to the needs of who does: needs: {{{operation.full_name}: {{}}}}"
                yield Finding(operation.path, message, help_)
