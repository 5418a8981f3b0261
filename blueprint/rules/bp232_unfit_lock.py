"""A lock on rows that the operation cannot lock.

## What it means
`lock: A` keeps the rows of A that the operation gets by their ids to itself until it has written:
others that lock wait. A is what the operation is about, or stands under its `uses`. A query writes
nothing, what `create` makes is not there yet, and `call` has no rows.

## Why it matters
A lock that locks nothing promises an order that does not hold.

## Wrong
```yaml
aggregates:
  Stock: {fields: {left: int}}
commands:
  AddStock: {does: create Stock, http: POST /stocks, lock: Stock}  # BP232
```

## Right
```yaml
aggregates:
  Stock: {fields: {left: int}}
commands:
  CountStock: {does: update Stock, http: "PATCH /stocks/{id}", lock: Stock}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP232"
NAME = "unfit-lock"
SEVERITY = Severity.ERROR

UNLOCKED = frozenset({"create", "get", "list", "call"})
"""The verbs that find no row to write."""


def check(index: Index) -> Iterator[Finding]:
    """Every lock that would lock nothing."""
    for operation in index.operations:
        if operation.lock is None:
            continue
        path = (*operation.path, "lock")
        if not operation.is_command:
            message = f"{operation.name} is a query: it writes nothing, and locks nothing"
            yield Finding(path, message, "leave it out, or put it into commands")
        elif operation.verb in UNLOCKED:
            message = f'"lock" means nothing for what does {operation.verb}'
            yield Finding(path, message, "leave it out: there is no row to lock")
        elif index.aggregate(operation.lock, operation.context) and not _has(operation):
            message = f"{operation.name} has no repository of {operation.lock}"
            yield Finding(path, message, _help(operation), on_value=True)


def _has(operation: Operation) -> bool:
    return operation.lock in (operation.target, *operation.uses)


def _help(operation: Operation) -> str:
    known = [name for name in (operation.target, *operation.uses) if name]
    if operation.plain and known:
        return nearest(operation.lock or "", known)
    return f"write uses: [{operation.lock}]"
