"""An aggregate or view that is not there.

## What it means
`does`, `of`, `uses`, `lock` and `ref(…)` name an aggregate; `get` and `list` may name a view of
their context.

## Why it matters
An operation about nothing, or a reference to nothing, cannot be generated.

## Wrong
```yaml
commands:
  AddOrder: {does: create Order, http: POST /orders}  # BP202
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.facts import Field, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP202"
NAME = "unknown-aggregate"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every aggregate that is named, and none."""
    yield from _of_operations(index)
    for event in index.events:
        if event.of and index.aggregate(event.of, event.context) is None:
            yield _finding(index, (*event.path, "of"), event.of, event.context)
    for home, field in index.fields():
        for kind in field.type.walk():
            owner = kind.target.rpartition(".")[0] or home
            if kind.word != "ref" or index.context(owner) is None:
                continue
            if index.aggregate(kind.target, home) is None:
                yield _of_another(index, field, kind.target) or _finding(
                    index, field.path, kind.target, home
                )


def _of_another(index: Index, field: Field, name: str) -> Finding | None:
    """What to say where the name is one of another context's aggregates."""
    homes = [home for home in index.homes.get(name, ()) if home != field.home]
    if not homes:
        return None
    written = " or ".join(f"ref({home}.{name})" for home in homes[:3])
    message = f"{field.home or 'a kernel'} has no aggregate {name}, {homes[0]} has one"
    return Finding(field.path, message, f"write {written}", on_value=True)


def _of_operations(index: Index) -> Iterator[Finding]:
    for operation in index.operations:
        for path, name in _beside(operation):
            if index.aggregate(name, operation.context) is None:
                yield _finding(index, path, name, operation.context)
        if operation.verb == "call" or operation.target is None:
            continue
        if index.subject(operation) is None:
            path = (*operation.path, "does")
            yield _finding(index, path, operation.target, operation.context, operation.verb)


def _beside(operation: Operation) -> Iterator[tuple[Path, str]]:
    for number, name in enumerate(operation.uses):
        yield (*operation.path, "uses", number), name
    if operation.lock is not None:
        yield (*operation.path, "lock"), operation.lock


def _finding(index: Index, path: Path, name: str, home: str, verb: str = "") -> Finding:
    owner, _, last = name.rpartition(".")
    context = index.context(owner or home)
    views = context.views if context and verb in {"get", "list"} else {}
    known = [*context.aggregates, *views] if context else []
    if context and (entity := context.entities.get(last)) is not None:
        message = f"{last} is an entity of {entity.owner}, and nothing outside refers to it"
        owner = f"ref({owner or home}.{entity.owner})" if owner else entity.owner
        return Finding(path, message, f"write {owner}", on_value=True)
    what = "neither an aggregate nor a view" if verb in {"get", "list"} else "no aggregate"
    message = f"{owner or home} has {what} {last}"
    return Finding(path, message, nearest(last, known), on_value=True)
