"""A path in another style than kebab-case.

## What it means
A segment of a path holds capitals or an underscore.

## Why it matters
Paths are case-sensitive and typed by hand; one style leaves nothing to remember.

## Wrong
```yaml
aggregates:
  LabOrder: {fields: {code: string}}
commands:
  PlaceOrder: {does: create LabOrder, http: POST /lab_orders}  # BP433
```

## Right
```yaml
aggregates:
  LabOrder: {fields: {code: string}}
commands:
  PlaceOrder: {does: create LabOrder, http: POST /lab-orders}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.paths import names_an_action

CODE = "BP433"
NAME = "path-style"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every route of ours that is not in kebab-case, and has no verb to take out first."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            for route in operation.routes:
                segments = route.template.split("/")
                found = [s for s in segments if "{" not in s and (s != s.lower() or "_" in s)]
                if found and not any(names_an_action(segment) for segment in segments):
                    better = "/".join(Name(s).kebab if s in found else s for s in segments)
                    message = f'"{found[0]}" is not in kebab-case'
                    help_ = f"write {route.method} {better}"
                    yield Finding(route.path, message, help_, on_value=True)
