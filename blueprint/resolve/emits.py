"""Emissions: the events of an operation, and what fills them after the write."""

from collections.abc import Iterator
from typing import Literal as OneOf

from blueprint.document.emits import EmitsWord
from blueprint.model import Emission, Event, Field, Fill
from blueprint.resolve.events import payload_sources
from blueprint.resolve.fields import by_name
from blueprint.resolve.fills import fill
from blueprint.resolve.signatures import Signature
from blueprint.resolve.writes import from_aggregate, from_entity, sources

When = OneOf["always", "may", "one_of", "changed"]


def resolve_emits(made: Signature, word: EmitsWord) -> tuple[Emission, ...]:
    """The events that are always emitted, then those that depend."""
    known = by_name(made.written.all_fields) if made.written else {}
    return tuple(
        _emission(made, name, when, tuple(known[field] for field in changed if field in known))
        for name, when, changed in _said(word)
    )


def _said(word: EmitsWord) -> Iterator[tuple[str, When, list[str]]]:
    for name in word.always:
        yield name, "always", []
    for name in word.may:
        yield name, "may", []
    for name in word.one_of:
        yield name, "one_of", []
    for name, changed in word.changed.items():
        yield name, "changed", changed.when_changed


def _emission(made: Signature, name: str, when: When, changed: tuple[Field, ...]) -> Emission:
    event = made.place.events[name]
    fills = () if made.word.does.verb == "custom" else _fills(made, event)
    if when in ("may", "one_of") and not _is_whole(event, fills):
        fills = ()
    return Emission(event=event, when=when, changed=changed, fills=fills)


def _fills(made: Signature, event: Event) -> tuple[Fill, ...]:
    """What fills an event of the aggregate that the operation works on, its entity after it."""
    if event.of is None or event.of != made.aggregate:
        return ()
    names = from_entity(made) | from_aggregate(event.of.all_fields)
    said = payload_sources(made.place.word.events[event.name.text])
    return fill(event.fields, sources(made, names, after=True), said)


def _is_whole(event: Event, fills: tuple[Fill, ...]) -> bool:
    filled = {fill.target for fill in fills}
    return all(field in filled for field in event.fields if field.required)
