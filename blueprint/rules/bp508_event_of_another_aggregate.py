"""A plain operation emits an event of another aggregate.

## What it means
An event that says `of: A` is filled from A; a plain operation that always emits it works on A.

## Why it matters
There is no A at hand that could fill it.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
  Bill: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [BillAdded]}  # BP508
events:
  BillAdded: {of: Bill, key: code, payload: {code: string}}
views:
  Board: {key: code, fields: {code: string}, from: {BillAdded@v1: {}}}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
  Bill: {fields: {code: string}}
commands:
  AddBill: {does: create Bill, http: POST /bills, emits: [BillAdded]}
events:
  BillAdded: {of: Bill, key: code, payload: {code: string}}
views:
  Board: {key: code, fields: {code: string}, from: {BillAdded@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP508"
NAME = "event-of-another-aggregate"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every event that a plain operation emits, and cannot fill."""
    for operation in index.operations:
        for emission in operation.emits:
            event = index.event(emission.event, operation.context)
            if event is None or not emission.certain or not operation.plain:
                continue
            if operation.target and index.subject(operation) is None:  # BP202 says so
                continue
            if event.of is None:
                message = f"{event.name} says no aggregate, so {operation.name} cannot fill it"
                yield Finding(
                    emission.path, message, f"add to {event.name}: of: {operation.target}"
                )
            elif event.of != operation.target:
                message = f"{event.name} is of {event.of}, but {operation.name} works on "
                help_ = "emit it where that aggregate is written"
                yield Finding(emission.path, f"{message}{operation.target}", help_)
