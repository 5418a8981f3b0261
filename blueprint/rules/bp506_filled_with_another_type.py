"""A field that is filled with a value of another type.

## What it means
The source of a fill has another type than its target, or may be absent where the target may not:
a default is for what is not given at all.
Texts of every kind fit each other, an enum fits a text, a reference fits the id's type, and
values fit field by field.

## Why it matters
A value of another type would have to be converted, and nobody said how.

## Wrong
```yaml
aggregates:
  Order: {fields: {size: int}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
events:
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid from id, size: string}}  # BP506
views:
  Board: {key: order_id, fields: {order_id: uuid}, from: {OrderAdded@v1: {}}}
```

## Right
```yaml
aggregates:
  Order: {fields: {size: int}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
events:
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid from id, size: int}}
views:
  Board: {key: order_id, fields: {order_id: uuid}, from: {OrderAdded@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.rules.facts import Field
from blueprint.rules.fills import Fill, fills
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import fits

CODE = "BP506"
NAME = "filled-with-another-type"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every fill whose source does not fit its target."""
    seen: set[tuple[Path, str]] = set()
    for fill in fills(index):
        if fill.target is None or fill.source is None or fill.is_literal:
            continue
        message = _misfit(index, fill, fill.source, fill.target)
        if message and (fill.path, fill.name) not in seen:
            seen.add((fill.path, fill.name))
            yield Finding(fill.path, f"{fill.where}: {message}", _help(fill), on_value=True)


def _help(fill: Fill) -> str:
    """What to write at the target, where the finding stands there."""
    if (
        fill.source is None
        or fill.target is None
        or fill.path != fill.target.path
        or (
            "decimal" in fill.source.type.text  # whose digits a message leaves out
        )
    ):
        if fill.source and fill.target and fill.source.type.text == fill.target.type.text:
            return f"let {fill.name} be optional, or its source be never absent"
        return "give both the same type, or leave this to code that is custom"
    optional = " optional" if fill.source.optional or fill.target.optional else ""
    said = f" from {fill.said}" if fill.said else ""
    return f"write {fill.name}: {fill.source.type.text}{optional}{said}"


def _misfit(index: Index, fill: Fill, source: Field, target: Field) -> str:
    if fill.said == "now" and target.type.word == "date":  # the day on which it runs
        return ""
    if not fits(index, source, target):
        return f"{fill.name} is {target.type.text}, but its source is {source.type.text}"
    if fill.wanted and source.optional and not target.optional:
        return f"{fill.name} is never absent, but its source may be"
    return ""
