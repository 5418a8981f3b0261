"""A field that is not there.

## What it means
`owner`, `id`, `key`, `indexes`, `filter`, `sort`, `set`, `keep`, `with`, `where` and the fields
of a view's `from` name fields of the aggregate, view or input that they speak of.

## Why it matters
What names no field would be skipped, and a filter that is skipped shows everything.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}, indexes: [coed]}  # BP206
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}, indexes: [code]}
```
"""

from collections.abc import Iterable, Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Aggregate, Operation
from blueprint.rules.fills import fills
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP206"
NAME = "unknown-field"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every field that is named, and none."""
    for aggregate in index.aggregates:
        yield from _of_aggregate(aggregate)
    for view in index.views:
        if view.key not in view.fields:
            yield _finding((*view.path, "key"), view.name, view.key, view.fields)
    for operation in index.operations:
        yield from _of_operation(index, operation)
    for fill in fills(index):
        if fill.target is None:
            yield _finding(fill.path, fill.where, fill.name, fill.known, on_value=False)


def _of_aggregate(aggregate: Aggregate) -> Iterator[Finding]:
    path, fields = aggregate.path, aggregate.all_fields
    if aggregate.owner and aggregate.owner.partition(".")[0] not in fields:
        yield _finding((*path, "owner"), aggregate.name, aggregate.owner, fields)
    if aggregate.identity not in {"int", "uuid", *aggregate.fields}:
        known = ["uuid", "int", *aggregate.fields]
        yield _finding((*path, "id"), aggregate.name, aggregate.identity, known)
    for names, place in aggregate.indexes:
        for number, name in enumerate(names):
            if name not in fields:
                yield _finding((*place, number), aggregate.name, name, fields)


def _of_operation(index: Index, operation: Operation) -> Iterator[Finding]:
    subject = index.subject(operation)
    if subject is None:
        return
    fields = subject.all_fields
    entity = index.entity(operation)
    changed = entity.fields if entity else fields
    for name in operation.filters:
        if name not in fields:
            path = (*operation.path, "filter", name)
            yield _finding(path, subject.name, name, fields, on_value=False)
    for number, name in enumerate(operation.sorts):
        if name not in fields:
            yield _finding((*operation.path, "sort", number), subject.name, name, fields)
    for emission in operation.emits:
        for name in emission.when_changed:
            if name not in changed:
                where = entity.name if entity else subject.name
                yield _finding((*emission.path, "when_changed"), where, name, changed)


def _finding(
    path: Path, where: str, name: str, known: Iterable[str], *, on_value: bool = True
) -> Finding:
    return Finding(path, f"{where} has no field {name}", nearest(name, known), on_value)
