"""Events: each version as consumers see it, and the union of them, which emitters build."""

from collections.abc import Mapping
from dataclasses import replace

from blueprint.document import ContextWord
from blueprint.document.event import EventWord
from blueprint.document.fields import FieldWord
from blueprint.document.phrases import NamedVersion
from blueprint.document.sources import SourceWord
from blueprint.model import Aggregate, EntityRef, Event, EventVersion, Field
from blueprint.names import Name
from blueprint.resolve.fields import Reader
from blueprint.resolve.types import Types
from blueprint.resolve.written import rising


def resolve_events(
    system: str,
    home: str,
    context: ContextWord,
    types: Types,
    aggregates: Mapping[str, Aggregate],
) -> tuple[Event, ...]:
    """A context's events."""
    entities = (entity for aggregate in aggregates.values() for entity in aggregate.entities)
    more = {entity.name.text: EntityRef(entity=entity) for entity in entities}
    reader = Reader(types=types, home=home, more=more)
    place = f"{Name(system).snake}.{Name([*context.was, home][0]).snake}"
    return tuple(
        _event(place, name, word, reader, aggregates.get(word.of or ""))
        for name, word in context.events.items()
    )


def topic(place: str, event: str, version: str) -> str:
    """Where a version is published, for good: `diagnostics.ordering.order_placed.v1`.

    *place* is what the topics of a context begin with.
    """
    return f"{place}.{Name(event).snake}.{version}"


def _event(place: str, name: str, word: EventWord, reader: Reader, of: Aggregate | None) -> Event:
    fields = _union(word, reader)
    return Event(
        name=Name(name),
        context=Name(reader.home),
        about=word.about,
        of=of,
        key=_named(fields, word.key),
        fields=fields,
        versions=tuple(
            _version(place, name, version, word, reader) for version in rising(word.versions)
        ),
        was=tuple(map(Name, word.was)),
    )


def _version(place: str, name: str, version: str, word: EventWord, reader: Reader) -> EventVersion:
    fields = reader.fields(word.versions[version].payload)
    return EventVersion(
        context=Name(reader.home),
        event=Name(name),
        about=word.about,
        version=version,
        topic=topic(place, [*word.was, name][0], version),
        key=_named(fields, word.key),
        fields=fields,
        sunset=word.versions[version].sunset,
    )


def _named(fields: tuple[Field, ...], name: str) -> Field:
    return next(field for field in fields if field.name.text == name)


def _union(word: EventWord, reader: Reader) -> tuple[Field, ...]:
    """The fields of all versions: each as the latest says it, and required if any requires it."""
    found: dict[str, Field] = {}
    for version in rising(word.versions):
        for field in reader.fields(word.versions[version].payload):
            found[field.name.text] = _stricter(found.get(field.name.text), field)
    return tuple(found.values())


def _stricter(before: Field | None, field: Field) -> Field:
    if before is None:
        return field
    if before.required or field.required:
        return replace(field, optional=False, default=None)
    optional = before.optional and field.optional
    return replace(field, optional=optional, default=field.default or before.default)


def payload_sources(word: EventWord) -> dict[str, SourceWord]:
    """What `from PATH` says of the fields of all versions; the latest version counts."""
    words: dict[str, FieldWord] = {}
    for version in rising(word.versions):
        words |= word.versions[version].payload
    return said(words)


def said(words: Mapping[str, FieldWord]) -> dict[str, SourceWord]:
    """The fields that say `from PATH`, with the path."""
    return {n: SourceWord(path=w.from_path) for n, w in words.items() if w.from_path}


class Published:
    """Every event of the system, by what a blueprint calls it."""

    def __init__(self, events: Mapping[str, tuple[Event, ...]]) -> None:
        self._events = {(home, e.name.text): e for home, found in events.items() for e in found}

    def event(self, name: NamedVersion, home: str) -> Event:
        """The event that is named in the context *home*."""
        return self._events[name.context or home, name.name]

    def version(self, name: NamedVersion, home: str) -> EventVersion:
        """The version that is named in the context *home*; the highest where none is."""
        event = self.event(name, home)
        found = (v for v in event.versions if v.version == name.version)
        return next(found, event.latest)
