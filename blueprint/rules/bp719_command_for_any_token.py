"""A command that nobody said who may call.

## What it means
There are roles, and neither the command, its context nor the system says `allow`: whoever has a
token may call it.

## Why it matters
It may be what is meant, and it may be forgotten; a reader cannot tell.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, allow: [clerk]}
      Cancel: {about: Cancels all., does: custom, http: POST /cancellations}  # BP719
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security: {roles: {clerk: Sells.}}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, allow: [clerk]}
      Cancel: {about: Cancels all., does: custom, http: POST /cancellations, allow: authenticated}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.inherited import inherits_any_token, laxer

CODE = "BP719"
NAME = "command-for-any-token"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every such command, unless BP718 speaks of it; those of one `crud` are said together."""
    if not index.system.roles:
        return
    said = {operation.path for operation, _ in laxer(index)}
    found: dict[Path, list[str]] = {}
    for operation in index.operations:
        silent = inherits_any_token(operation) and not operation.allow
        if operation.is_command and silent and operation.path not in said:
            found.setdefault(operation.path, []).append(operation.name)
    for path, names in found.items():
        message = f"whoever has a token may call {', '.join(names)}"
        help_ = "write allow: [ROLE], or allow: authenticated if that is meant"
        yield Finding(path, message, help_)
