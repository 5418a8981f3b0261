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
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid}}  # BP505
views:
  Board: {key: order_id, fields: {order_id: uuid}, from: {OrderAdded@v1: {}}}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
events:
  OrderAdded: {of: Order, key: order_id, payload: {order_id: uuid from id}}
views:
  Board: {key: order_id, fields: {order_id: uuid}, from: {OrderAdded@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
from blueprint.names import Name
from blueprint.nearest import nearest, slip_of
from blueprint.rules.fills import Fill, fills
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import literals

CODE = "BP505"
NAME = "cannot-be-filled"
SEVERITY = Severity.ERROR

_BOOLS = frozenset({("true", "bool"), ("false", "bool")})


def check(index: Index) -> Iterator[Finding]:
    """Every fill whose source is not there."""
    seen: set[tuple[Path, str]] = set()
    for fill in fills(index):
        if fill.target is None or fill.source is not None or fill.is_literal:
            continue
        if fill.said is None and not (fill.wanted and fill.target.required):
            continue
        if (fill.path, fill.name) in seen:
            continue
        seen.add((fill.path, fill.name))
        yield _of_literal(index, fill) or _finding(index, fill)


def _of_literal(index: Index, fill: Fill) -> Finding | None:
    """What to say where the source is no PATH, but a value that the target may have."""
    if fill.target is None or fill.said is None:
        return None
    words = literals(index, fill.target.type, fill.target.home) or ()
    if fill.said not in words and (fill.said, fill.target.type.word) not in _BOOLS:
        return None
    message = f"{fill.where}: {fill.name} is filled from {fill.said}, which is no path"
    hint = f"write = {fill.said}: a value has = before it"
    return Finding(fill.path, message, hint, on_value=True)


def _finding(index: Index, fill: Fill) -> Finding:
    if fill.said is not None:
        message = f"{fill.where}: {fill.name} is filled from {fill.said}, which is not there"
        if _is_text(fill) and not slip_of(fill.said, fill.lends):
            hint = f"write = {fill.said}: a value has = before it"
            return Finding(fill.path, message, hint, on_value=True)
        return Finding(fill.path, message, nearest(fill.said, fill.lends), on_value=True)
    message = f"{fill.where}: nothing fills {fill.name}"
    if fill.name in _own_ids(index, fill):
        hint = f"write {fill.name}: {fill.target.type.text if fill.target else 'uuid'} from id"
        return Finding(fill.path, message, hint)
    close = nearest(fill.name, fill.lends).removeprefix("did you mean ")
    hint = f", perhaps from {close.strip(chr(63) + chr(34))}" if close.startswith('"') else ""
    return Finding(fill.path, message, f"say where it comes from{hint}, or that it is optional")


def _is_text(fill: Fill) -> bool:
    """Whether the target is a text, and what is said could be one: a path of one step."""
    word = fill.target.type.word if fill.target else ""
    return word in {"string", "text"} and fill.said is not None and fill.said.isidentifier()


def _own_ids(index: Index, fill: Fill) -> set[str]:
    """What the field of a payload may be called that tells the id of what the event is of."""
    event = next((e for e in index.events if e.path == fill.path[: len(e.path)]), None)
    if event is None or event.of is None:
        return set()
    name = Name(event.of)
    return {f"{name.snake}_id", f"{name.words[-1]}_id"}
