"""An update that has nothing to change.

## What it means
`update A` takes the mutable fields of A, less those that nobody sends: the owner, what is
`internal`, what `set` and the answers of `needs` fill. Here none is left. An `update` that `crud`
stands for is an update like any other.

## Why it matters
Clients would find an operation that changes nothing but the version.

## Wrong
```yaml
aggregates:
  Receipt: {fields: {number: string immutable}, crud: /receipts}  # BP230
```

## Right
```yaml
aggregates:
  Receipt: {fields: {number: string immutable}, crud: {at: /receipts, only: [create, get, list]}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate, Entity, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP230"
NAME = "update-of-nothing"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every update without anything that it could write."""
    for operation in index.operations:
        subject = index.written(operation)
        if operation.verb != "update" or subject is None:
            continue
        if operation.sets or index.kept(operation) or _sent(index, operation, subject):
            continue
        message = f"{operation.name} has nothing to change: no field of {subject.name} is mutable"
        yield Finding(operation.path, message, _help(operation))


def _sent(index: Index, operation: Operation, subject: Aggregate | Entity) -> bool:
    """Whether the input gives anything that can be written."""
    mutable = {n for n, field in subject.fields.items() if "immutable" not in field.words}
    return bool(mutable & index.input(operation).keys())


def _help(operation: Operation) -> str:
    if operation.crud:
        return "write only: [create, get, list, delete]"
    return "delete it, or name a field that is not immutable under input:"
