"""An operation that nothing reaches.

## What it means
It has no `http` and no `every`, no event runs it, and no other context needs it.

## Why it matters
It is written, tested and never called.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom}  # BP802
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP802"
NAME = "unreachable-operation"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every operation that has no way in."""
    reached = {f"{c.context}.{c.run}" for c in index.consumptions}
    reached |= {need.operation for o in index.operations for need in o.needs}
    reached |= {o.target for o in index.operations if o.verb == "call" and o.target}
    for context in index.own_contexts:
        for operation in context.operations.values():
            if not operation.routes and not operation.every and operation.full_name not in reached:
                message = f"nothing reaches {operation.name}"
                help_ = "add http:, every:, or an event that runs it"
                yield Finding(operation.path, message, help_)
