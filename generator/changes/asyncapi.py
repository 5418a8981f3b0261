"""Compares two AsyncAPI documents: channels, what is sent and received on them, and payloads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.changes.change import Said
from generator.changes.events import compare_payload
from generator.changes.forms import Document, Json, Schema
from generator.changes.openapi import followed, listed, mapping

COMPONENTS = "/components/schemas"
RECEIVE = "receive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One channel: its messages by name, and whether its events are received or sent."""

    name: str
    address: str
    messages: Mapping[str, Schema]
    received: bool


def compare_async(
    old: Mapping[str, Json], new: Mapping[str, Json], *, with_schemas: bool
) -> Iterator[Said]:
    """Every change from one AsyncAPI document to another.

    *with_schemas* says that the events have schemas of their own, which tell what is sent.
    """
    before, after = Document(old), Document(new)
    known, found = channels(before), channels(after)
    for name, one in known.items():
        if name not in found:
            yield from _gone(one, with_schemas=with_schemas)
    for name, one in found.items():
        if name not in known:
            yield from _come(one, with_schemas=with_schemas)
        else:
            yield from _both(known[name], one, before, after, with_schemas=with_schemas)


def channels(document: Document) -> dict[str, Channel]:
    """The channels of a document, by name."""
    received = {
        str(mapping(operation.get("channel")).get("$ref")).rpartition("/")[2]
        for operation in _objects(document.root.get("operations"), document)
        if operation.get("action") == RECEIVE
    }
    return {
        str(name): _channel(
            str(name), followed(raw, document), document, received=str(name) in received
        )
        for name, raw in mapping(document.root.get("channels")).items()
    }


def _objects(value: Json, document: Document) -> Iterator[Schema]:
    yield from (followed(one, document) for one in mapping(value).values())


def _channel(name: str, content: Schema, document: Document, *, received: bool) -> Channel:
    messages = mapping(content.get("messages"))
    return Channel(
        name=name,
        address=str(content.get("address", name)),
        messages={str(key): _message(raw, document) for key, raw in messages.items()},
        received=received,
    )


def _message(raw: Json, document: Document) -> Schema:
    """The message with what its traits add, where it says nothing itself."""
    message = followed(raw, document)
    traits = [followed(trait, document) for trait in listed(message.get("traits"))]
    whole: dict[str, Json] = {}
    for part in (*traits, message):
        whole.update(part)
    return whole


def _gone(one: Channel, *, with_schemas: bool) -> Iterator[Said]:
    if one.received:
        yield _said("event-no-longer-received", one, "it is received no more")
    elif not with_schemas:
        yield _said("event-removed", one, "it is not published any more")


def _come(one: Channel, *, with_schemas: bool) -> Iterator[Said]:
    if one.received:
        yield _said("event-received", one, "it is received now")
    elif not with_schemas:
        yield _said("event-added", one, "it is new")


def _both(
    old: Channel, new: Channel, before: Document, after: Document, *, with_schemas: bool
) -> Iterator[Said]:
    if old.address != new.address:
        told = f"it is published on {new.address}, was on {old.address}"
        yield _said("event-topic-changed", new, told)
    for name, message in new.messages.items():
        was = old.messages.get(name)
        if was is None:
            yield _said("event-property-variant-added", new, f"{name} is a new message")
            continue
        if was.get("contentType") != message.get("contentType"):
            told = f"it comes as {message.get('contentType')}, was {was.get('contentType')}"
            yield _said("event-media-type-changed", new, told)
        if not with_schemas and was.get("x-key") != message.get("x-key"):
            told = f"its key is {message.get('x-key')}, was {was.get('x-key')}"
            yield _said("event-key-changed", new, told)
        for part in ("headers", "payload"):
            schemas = _schema(was.get(part)), _schema(message.get(part))
            label = new.name if part == "payload" else f"{new.name} headers"
            yield from compare_payload(*schemas, before, after, label, COMPONENTS)
    for name in old.messages.keys() - new.messages.keys():
        yield _said("event-property-variant-removed", new, f"{name} is no message any more")


def _schema(value: Json) -> Json:
    """A payload's schema, with or without its format said beside it."""
    found = mapping(value)
    return found["schema"] if "schemaFormat" in found and "schema" in found else found


def _said(rule: str, one: Channel, message: str) -> Said:
    return Said(rule=rule, where=one.name, message=message, pointer=f"/channels/{one.name}")
