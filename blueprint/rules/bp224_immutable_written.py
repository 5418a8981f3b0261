"""A field that never changes is written anew.

## What it means
`set` and `keep` of an operation other than `create` and `put` name a field that is `immutable`.

## Why it matters
Both cannot be true, and clients rely on what is said of the field.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string, seen_at: datetime optional immutable}}
commands:
  ChangeOrder: {does: update Order, http: "PATCH /orders/{id}", set: {seen_at: now}}  # BP224
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string, seen_at: datetime optional}}
commands:
  ChangeOrder: {does: update Order, http: "PATCH /orders/{id}", set: {seen_at: now}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP224"
NAME = "immutable-written"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every immutable field that a later operation writes."""
    for operation in index.operations:
        subject = index.written(operation)
        if subject is None or operation.verb not in {"update", "transition"}:
            continue
        for path, name in _written(operation):
            if name in subject.fields and "immutable" in subject.fields[name].words:
                message = f"{operation.name} writes {name}, which is immutable"
                yield Finding(path, message, f"delete immutable at {subject.name}.{name}")


def _written(operation: Operation) -> Iterator[tuple[Path, str]]:
    for name in operation.sets:
        yield (*operation.path, "set", name), name
    for need in operation.needs:
        for name in need.keep:
            yield (*need.path, "keep", name), name
