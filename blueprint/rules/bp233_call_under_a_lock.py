"""A call to others by an operation that locks rows.

## What it means
With `lock` a transaction is open while the operation runs, and its rows are kept from everybody
else. `needs` would be called meanwhile, so an operation that locks has none.

## Why it matters
Whoever waits for the rows would wait for the other system, too: one that is slow stops all orders
of one article, and takes a connection to the database for each that waits.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
defaults: {allow: public}
contexts:
  warehouse:
    external: https://warehouse.example.org
    about: Keeps it.
    operations: {Book: {http: POST /bookings}}
  sales:
    about: Sells.
    aggregates:
      Stock: {fields: {left: int}}
    commands:
      Reserve:
        about: Reserves some, and books them elsewhere.
        does: custom Stock
        http: "POST /stocks/{id}/reservation"
        lock: Stock
        needs: {warehouse.Book: {}}  # BP233
relations: [{upstream: warehouse, downstream: sales, downstream_as: anticorruption-layer}]
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
defaults: {allow: public}
contexts:
  warehouse:
    external: https://warehouse.example.org
    about: Keeps it.
    operations: {Book: {http: POST /bookings}}
  sales:
    about: Sells.
    aggregates:
      Stock: {fields: {left: int}}
    commands:
      Reserve:
        about: Reserves some; what Reserved runs books them elsewhere.
        does: custom Stock
        http: "POST /stocks/{id}/reservation"
        lock: Stock
        emits: [Reserved]
      Book: {about: Books them., does: custom, needs: {warehouse.Book: {}}}
    events:
      Reserved: {of: Stock, key: stock_id, payload: {stock_id: uuid from id}}
    consumes:
      Reserved@v1: {run: Book}
relations: [{upstream: warehouse, downstream: sales, downstream_as: anticorruption-layer}]
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP233"
NAME = "call-under-a-lock"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every need of an operation that locks."""
    for operation in index.operations:
        for need in operation.needs if operation.lock is not None else ():
            message = f"{operation.name} would call {need.operation} while it locks rows"
            help_ = "call it in a command of its own, which an event of this one runs"
            yield Finding(need.path, message, help_)
