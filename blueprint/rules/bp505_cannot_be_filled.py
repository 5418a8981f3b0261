"""A field that nothing fills.

## What it means
Equal names fill themselves; `from PATH` or `{target: source}` says the rest. A PATH is a field,
`id`, `status`, `caller`, `tenant`, `now`, `input.FIELD`, `before.FIELD`, or one step through a
`ref` within the context. A field that may be absent may stay unfilled.

## Why it matters
What is not filled would have to be guessed, in a message that others store.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
events:
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid}}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
events:
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid from id}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.nearest import nearest
from blueprint.rules.fills import Fill, fills
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP505"
NAME = "cannot-be-filled"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every fill whose source is not there."""
    seen: set[tuple[Path, str]] = set()
    for fill in fills(index):
        if fill.target is None or fill.source is not None or fill.is_literal:
            continue
        if (fill.said is None and not fill.wanted) or (fill.path, fill.name) in seen:
            continue
        seen.add((fill.path, fill.name))
        yield _finding(fill)


def _finding(fill: Fill) -> Finding:
    if fill.said is not None:
        message = f"{fill.where}: {fill.name} is filled from {fill.said}, which is not there"
        return Finding(fill.path, message, nearest(fill.said, fill.lends), on_value=True)
    message = f"{fill.where}: nothing fills {fill.name}"
    close = nearest(fill.name, fill.lends).removeprefix("did you mean ")
    hint = f", perhaps from {close.strip(chr(63) + chr(34))}" if close.startswith('"') else ""
    return Finding(fill.path, message, f"say where it comes from{hint}, or that it is optional")
