"""An event that carries its whole aggregate.

## What it means
The newest version's payload has every field of an aggregate that has five or more.

## Why it matters
Each field that is published is one that others come to rely on; a fact needs those that changed,
and the id by which to ask for more.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string, colour: string, size: int, weight: int, notes: text}}
commands:
  PlaceOrder: {does: create Order, http: POST /orders, emits: [OrderPlaced]}
events:
  OrderPlaced:  # BP514
    of: Order
    key: code
    payload: {code: string, colour: string, size: int, weight: int, notes: text}
views:
  Board: {key: code, fields: {code: string}, from: {OrderPlaced@v1: {}}}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string, colour: string, size: int, weight: int, notes: text}}
commands:
  PlaceOrder: {does: create Order, http: POST /orders, emits: [OrderPlaced]}
events:
  OrderPlaced:
    of: Order
    key: code
    payload: {code: string, size: int}
views:
  Board: {key: code, fields: {code: string}, from: {OrderPlaced@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP514"
NAME = "whole-aggregate-told"
SEVERITY = Severity.NOTE

MANY = 5  # a smaller one is quickly whole


def check(index: Index) -> Iterator[Finding]:
    """Every event whose newest payload repeats all that was written of its aggregate."""
    for event in index.events:
        aggregate = index.aggregate(event.of, event.context) if event.of else None
        if aggregate is None or len(aggregate.fields) < MANY:
            continue
        sources = {f.source or f.name for f in event.versions[event.latest].values()}
        if set(aggregate.fields) <= sources:
            message = f"{event.name} carries every field of {aggregate.name}"
            help_ = "send the id and what happened; who needs more asks for it"
            yield Finding(event.path, message, help_)
