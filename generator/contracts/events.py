"""One published event version as a JSON Schema of its own, with everything that it speaks of."""

from collections.abc import Iterable

from blueprint import model as m
from generator.contracts.text import Document, line
from generator.filters.declaring import describe, states_text
from generator.words import jsonschema
from generator.words.jsonschema import Schema
from generator.words.members import SNAKE, Sight, given

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def event_schema(version: m.EventVersion) -> Document:
    """What a consumer may rely on. Further fields may come, and have to be ignored."""
    found = _object(f"{version.event.title}, {version.version}.", version.about, version.fields)
    definitions = _definitions(field.type for field in version.fields)
    head: Schema = {"$schema": DIALECT, "title": version.class_name}
    more: Schema = {"$defs": definitions} if definitions else {}
    if version.sunset is not None:
        more |= {"deprecated": True, "x-sunset": version.sunset.isoformat()}
    return head | {"x-topic": version.topic, "x-key": version.key.name.snake} | found | more


def _object(otherwise: str, about: str, fields: Iterable[m.Field]) -> Schema:
    members = given(fields, Sight(()), SNAKE)
    return {
        "type": "object",
        "description": line(about or otherwise),
        "properties": {one.key: jsonschema.member(one, _refer) for one in members}
        | {field.name.snake: _marked(field) for field in fields if field.pii},
        "required": sorted(one.key for one in members if one.required),
        "additionalProperties": True,
    }


def _marked(field: m.Field) -> Schema:
    """A field that says something of a person."""
    [member] = given([field], Sight(()), SNAKE)
    return jsonschema.member(member, _refer) | {"x-pii": True}


def _definitions(types: Iterable[m.Type]) -> dict[str, m.Json]:
    """The schemas that the types refer to, by name."""
    found: dict[str, m.Json] = {}
    for part in (part for kind in types for part in m.parts(kind)):
        inner = part.type if isinstance(part, m.PublishedRef) else part
        match inner:
            case m.ValueRef(value=value):
                about = describe(value)
                found[value.name.pascal] = _object(about, value.about, value.fields)
            case m.EntityRef(entity=entity):
                about = describe(entity)
                found[entity.name.pascal] = _object(about, entity.about, entity.shown_fields)
            case m.EnumRef(enum=enum):
                found[enum.name.pascal] = _words(enum.values, describe(enum))
            case m.StatusRef(states=states):
                found[inner.name.pascal] = _words(states, states_text(inner))
            case m.Money():
                found["Money"] = jsonschema.MONEY
    return found


def _words(values: Iterable[object], about: str) -> Schema:
    return jsonschema.named_words([str(value) for value in values], line(about))


def _refer(name: str) -> str:
    return f"#/$defs/{name}"
