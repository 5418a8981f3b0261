"""The key of an event is not in its payload.

## What it means
`key` names a field that every version of the event has, and that is never absent.

## Why it matters
Order is kept per key. Without one, two messages about the same thing may overtake each other.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold: {key: number, payload: {code: string}}  # BP504
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v1: {}}}
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold: {key: code, payload: {code: string}}
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP504"
NAME = "key-not-in-payload"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every event whose key is missing from a version, or may be absent there."""
    for event in index.events:
        for version, fields in event.versions.items():
            field = fields.get(event.key)
            if field is None or field.optional:
                why = "has no field" if field is None else "may come without its field"
                message = f"{event.name}@{version} {why} {event.key}, by which it is keyed"
                path = (*event.path, "key")
                help_ = f"delete optional at {event.key}" if field else nearest(event.key, fields)
                yield Finding(path, message, help_, on_value=True)
                break
