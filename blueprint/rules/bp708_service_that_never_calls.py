"""A service that may call and never does.

## What it means
`allow` lets `service:CONTEXT` in, and no operation of that context needs this one.

## Why it matters
A door that nobody uses is one more to guard.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    queries:
      Count:
        about: Counts.
        does: custom
        http: GET /count
        output: {count: int}
        allow: [authenticated, "service:stock"]  # BP708
  stock: {about: Keeps things.}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    queries:
      Count:
        about: Counts.
        does: custom
        http: GET /count
        output: {count: int}
        allow: [authenticated]
  stock: {about: Keeps things.}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.calls import calls
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP708"
NAME = "service-that-never-calls"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every service that is let in by an operation itself, and does not call it."""
    callers = {(o.context, call.operation) for o in index.operations for call in calls(o)}
    for operation in index.operations:
        for permission in operation.allow:
            kind, _, service = permission.word.partition(":")
            own = permission.path[: len(operation.path)] == operation.path
            if not service or not own:
                continue
            if (service, operation.full_name) not in callers:
                message = f"{service} may call {operation.name}, and does not need it"
                help_ = f"delete {kind}:{service}, or add {operation.full_name} to needs there"
                yield Finding(permission.path, message, help_, on_value=True)
