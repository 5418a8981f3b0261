"""Personal data in an event.

## What it means
A field of the payload is filled from one that is marked `pii` or `secret`, or is marked so
itself.

## Why it matters
Events are kept, copied and read by others; what was sent cannot be forgotten on request.

## Wrong
```yaml
aggregates:
  Buyer: {fields: {email: email pii}}
commands:
  AddBuyer: {does: create Buyer, http: POST /buyers, emits: [BuyerAdded]}
events:
  BuyerAdded: {of: Buyer, key: buyer_id, payload: {buyer_id: uuid from id, email: email}}  # BP703
views:
  Board: {key: buyer_id, fields: {buyer_id: uuid}, from: {BuyerAdded@v1: {}}}
```

## Right
```yaml
aggregates:
  Buyer: {fields: {email: email pii}}
commands:
  AddBuyer: {does: create Buyer, http: POST /buyers, emits: [BuyerAdded]}
events:
  BuyerAdded: {of: Buyer, key: buyer_id, payload: {buyer_id: uuid from id}}
views:
  Board: {key: buyer_id, fields: {buyer_id: uuid}, from: {BuyerAdded@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.facts import Event, Field
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP703"
NAME = "published-person"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every field of an event that tells something personal or secret."""
    for event in index.events:
        about = index.aggregate(event.of, event.context) if event.of else None
        own = about.all_fields if about else {}
        for fields in event.versions.values():
            for name, field in fields.items():
                source = own.get(field.source or name)
                words = field.words | (source.words if source else frozenset())
                words |= _of_entities(index, event, field)
                if found := words & {"pii", "secret"}:
                    message = f"{event.name} publishes {name}, which is {sorted(found)[0]}"
                    help_ = "send the id, and let those who may read it ask for the rest"
                    yield Finding(field.path, message, help_)


def _of_entities(index: Index, event: Event, field: Field) -> frozenset[str]:
    """The words of what a field tells of entities: of one of their fields, or of all of them."""
    about = index.aggregate(event.of, event.context) if event.of else None
    first, _, name = (field.source or "").partition(".")
    kinds = {kind.word for kind in field.type.walk() if kind.named}
    found: frozenset[str] = frozenset()
    for entity in about.entities.values() if about else ():
        if first == Name(entity.name).snake and name in entity.fields:
            found |= entity.fields[name].words
        if entity.name in kinds:  # of which what is internal or secret is not told
            shown = (
                f.words for f in entity.fields.values() if not f.words & {"internal", "secret"}
            )
            found |= frozenset().union(*shown)
    return found
