"""An aggregate under `uses` that the operation cannot use.

## What it means
`uses` gives code that is custom the repository of a further aggregate of its context: to write in
a command, in the same transaction, to find in a query. What it is about anyway need not be said
again. A plain operation is generated whole, and would not touch it.

## Why it matters
A repository that nobody asks is a door left open.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
  Buyer: {fields: {name: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, uses: [Buyer]}  # BP231
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
  Buyer: {fields: {name: string}}
commands:
  AddOrder: {about: Orders for a buyer., does: custom Order, http: POST /orders, uses: [Buyer]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP231"
NAME = "unfit-uses"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every name under `uses` that gives nothing."""
    for operation in index.operations:
        if operation.uses and operation.plain:
            message = f"{operation.name} is generated, and would not use {operation.uses[0]}"
            help_ = f"write does: custom{_target(operation)}, or leave uses out"
            yield Finding((*operation.path, "uses"), message, help_)
            continue
        yield from _given_anyway(operation)


def _given_anyway(operation: Operation) -> Iterator[Finding]:
    for number, name in enumerate(operation.uses):
        path = (*operation.path, "uses", number)
        if name == operation.target:
            message = f"{operation.name} is about {name} as it is"
            yield Finding(path, message, "leave it out", on_value=True)
        elif name in operation.uses[:number]:
            yield Finding(path, f"{name} is said twice", "say it once", on_value=True)


def _target(operation: Operation) -> str:
    if operation.target is None or operation.verb == "call":
        return ""
    return f" {operation.target}{f'.{operation.move}' if operation.move else ''}"
