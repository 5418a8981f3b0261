"""A word after a type that nothing reads there.

## What it means
`unique` and `immutable` belong to the fields of an aggregate or an entity, `index` to those of an
aggregate or a view, `from` to those of events and answers. A view says under `from: {EVENT: {FIELD:
PATH}}` what fills it. `was` belongs to fields that are ours and still there: not to those of an
external, nor to what `changes` says is gone.

## Why it matters
A word without effect is a decision that was written down and never made.

## Wrong
```yaml
values:
  Part: {code: string unique}  # BP222
aggregates:
  Box: {fields: {content: Part}}
```

## Right
```yaml
values:
  Part: {code: string}
aggregates:
  Box: {fields: {content: Part}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP222"
NAME = "word-without-effect"
SEVERITY = Severity.ERROR

PLACES = {
    "unique": {"aggregate", "entity"},
    "immutable": {"aggregate", "entity"},
    "index": {"aggregate", "view"},
    "from": {"event", "output"},
}
"""Where each of the words is read; those that are not here are read everywhere."""


def check(index: Index) -> Iterator[Finding]:
    """Every word that is not read where it stands."""
    yield from _former(index)
    for placed in index.placed:
        field = placed.field
        words = [*sorted(field.words), *(["from"] if field.source else [])]
        for word in words:
            if placed.place not in PLACES.get(word, {placed.place}):
                message = f'"{word}" means nothing in a field of {_named(placed.place)}'
                yield Finding(field.path, message, "delete it", on_value=True)


def _former(index: Index) -> Iterator[Finding]:
    """Former names of fields that nothing keeps under them."""
    theirs = {context.name for context in index.system.contexts.values() if context.external}
    fields = [placed.field for placed in index.placed if placed.home in theirs]
    for context in index.own_contexts:
        fields += [change.gone for change in context.changes if change.gone is not None]
    for field in fields:
        if field.was:
            message = f'"was" means nothing of {field.name}, which is not kept here'
            yield Finding(field.path, message, "delete it", on_value=True)


def _named(place: str) -> str:
    return f"an {place}" if place[0] in "aeiou" else f"a {place}"
