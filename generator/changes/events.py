"""Compares the JSON Schemas of event versions, each published on a topic of its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.changes.change import Said
from generator.changes.dates import compare_sunsets, has_passed
from generator.changes.difference import Difference
from generator.changes.forms import Document, Json
from generator.changes.positions import of_event, said
from generator.changes.schema import compare_schemas

DEFINITIONS = "/$defs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One event version: its path below contracts/, its names, and its schema."""

    path: str
    event: str
    version: str
    schema: Mapping[str, Json]

    @property
    def label(self) -> str:
        """`OrderPlaced@v1`; the event alone where it has no versions."""
        return f"{self.event}@{self.version}" if self.version else self.event

    @property
    def topic(self) -> str | None:
        """Where it is published."""
        return self.text("x-topic")

    def text(self, word: str) -> str | None:
        """What the schema says under a word of ours."""
        found = self.schema.get(word)
        return None if found is None else str(found)


def published(path: str, schema: Mapping[str, Json]) -> Published:
    """The event version that a document is, named by its file: `events/OrderPlaced.v1.json`.

    One that stands alone is named by its title.
    """
    event, _, version = path.rpartition("/")[2].rpartition(".")[0].partition(".")
    if "/" not in path:
        event, version = str(schema.get("title", event)), ""
    return Published(path=path, event=event, version=version, schema=schema)


def paired(
    old: Iterable[Published], new: Iterable[Published]
) -> Iterator[tuple[Published | None, Published | None]]:
    """Versions by their topic, which outlives a new name, else by their path."""
    known, found = list(old), list(new)
    for same in (_same_topic, _same_path):
        for one in list(known):
            match = next((other for other in found if same(one, other)), None)
            if match is not None:
                known.remove(one)
                found.remove(match)
                yield one, match
    yield from ((one, None) for one in known)
    yield from ((None, one) for one in found)


def _same_topic(old: Published, new: Published) -> bool:
    return old.topic is not None and old.topic == new.topic


def _same_path(old: Published, new: Published) -> bool:
    return old.path == new.path


def compare_event(old: Published, new: Published) -> Iterator[Said]:
    """Every change of one version."""
    one = partial(Said, where=new.label)
    if old.topic != new.topic and old.topic is not None:
        told = f"it is published on {new.topic}, was on {old.topic}"
        yield one(rule="event-topic-changed", message=told, pointer="/x-topic")
    if old.text("x-key") != new.text("x-key") and old.text("x-key") is not None:
        told = f"its key is {new.text('x-key')}, was {old.text('x-key')}"
        yield one(rule="event-key-changed", message=told, pointer="/x-key")
    sunsets = old.text("x-sunset"), new.text("x-sunset")
    for rule, message in compare_sunsets(*sunsets, "event-sunset"):
        yield one(rule=rule, message=message, pointer="/x-sunset")
    yield from compare_payload(
        old.schema, new.schema, Document(old.schema), Document(new.schema), new.label, DEFINITIONS
    )


def compare_payload(
    old: Json, new: Json, before: Document, after: Document, label: str, base: str
) -> Iterator[Said]:
    """Every change of a payload; *base* is where the named schemas of the document stand."""
    for found in compare_schemas(old, new, before, after):
        if not _is_lifetime(found):
            place = f"{label} payload" if not found.steps else label
            yield from said(found, of_event, base=base, place=place, pointer="")


def _is_lifetime(found: Difference) -> bool:
    """Whether the whole version is deprecated, which its sunset says better."""
    return found.aspect == "deprecated" and not found.steps and found.anchor is None


def gone(one: Published, remaining: frozenset[str], today: date) -> Said:
    """What is said of a version that is not published any more.

    *remaining* are the events of which a version is left.
    """
    if has_passed(one.text("x-sunset"), today):
        told = f"it is gone; its sunset was {one.text('x-sunset')}"
        return Said(rule="event-version-removed-after-sunset", where=one.label, message=told)
    left = one.event in remaining
    rule = "event-version-removed" if left else "event-removed"
    return Said(rule=rule, where=one.label, message="it is not published any more")


def come(one: Published, known: frozenset[str]) -> Said:
    """What is said of a version that was not there; *known* are the events that were."""
    rule = "event-version-added" if one.event in known else "event-added"
    return Said(rule=rule, where=one.label, message="it is new")
