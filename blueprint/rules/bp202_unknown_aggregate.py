"""An aggregate or view that is not there.

## What it means
`does`, `of` and `ref(…)` name an aggregate; `get` and `list` may name a view of their context.

## Why it matters
An operation about nothing, or a reference to nothing, cannot be generated.

## Wrong
```yaml
commands:
  AddOrder: {does: create Order, http: POST /orders}
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
                yield _finding(index, field.path, kind.target, home)


def _of_operations(index: Index) -> Iterator[Finding]:
    for operation in index.operations:
        if operation.verb == "call" or operation.target is None:
            continue
        if index.subject(operation) is None:
            path = (*operation.path, "does")
            yield _finding(index, path, operation.target, operation.context, operation.verb)


def _finding(index: Index, path: Path, name: str, home: str, verb: str = "") -> Finding:
    owner, _, last = name.rpartition(".")
    context = index.context(owner or home)
    views = context.views if context and verb in {"get", "list"} else {}
    known = [*context.aggregates, *views] if context else []
    what = "neither an aggregate nor a view" if verb in {"get", "list"} else "no aggregate"
    message = f"{owner or home} has {what} {last}"
    return Finding(path, message, nearest(last, known), on_value=True)
