"""The named schemas of an API version, and which of them a document refers to."""

from collections.abc import Iterator, Mapping

from blueprint import model as m
from blueprint.names import Name
from generator.contracts.text import line
from generator.filters.declaring import describe, states_text
from generator.words import jsonschema
from generator.words.borrowed import borrowed
from generator.words.jsonschema import Schema
from generator.words.shapes import answer_type, shapes

PREFIX = "#/components/schemas/"

PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong: a problem detail (RFC 9457).",
    "required": ["status", "title", "type"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "pointer"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def refer(name: str) -> str:
    """The reference to a schema of this document."""
    return f"{PREFIX}{name}"


def components(context: m.Context, version: str) -> dict[str, Schema]:
    """Every schema with a name that the version could speak of."""
    found = {"Problem": PROBLEM, "Money": jsonschema.MONEY}
    for kind in _types(context, version):
        name = jsonschema.component_name(kind)
        inner = kind.type if isinstance(kind, m.PublishedRef) else kind
        match inner:
            case m.EnumRef(enum=enum) if name:
                found[name] = _words(enum.values, describe(enum))
            case m.StatusRef(states=states) if name:
                found[name] = _words(states, states_text(inner))
    for shape in shapes(context, version):
        if shape.kind != "query":
            found[shape.name] = jsonschema.shape(shape, refer)
    return found


def _types(context: m.Context, version: str) -> Iterator[m.Type]:
    """Every type that the version may speak of; of others' those that it passes on."""
    yield from (m.EnumRef(enum=enum) for enum in context.all_enums)
    kinds = [member.type for shape in shapes(context, version) for member in shape.members]
    for operation in context.exposed(version):
        kinds += [borrowed(field.type, context) for field in operation.input]
        answer = answer_type(operation, context, version)
        kinds += [answer] if answer is not None else []
    yield from map(_innermost, kinds)


def _innermost(kind: m.Type) -> m.Type:
    """What a list, a map or a reference is made of; what a whole is, its own shape tells."""
    match kind:
        case m.ListOf(item=inner) | m.MapOf(item=inner) | m.PageOf(item=inner) | m.Ref(key=inner):
            return _innermost(inner)
    return kind


def _words(values: tuple[Name, ...], about: str) -> Schema:
    return jsonschema.named_words([value.text for value in values], line(about))


def referred(document: m.Json, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Those of *schemas* that the document refers to, directly or through others."""
    kept: dict[str, Schema] = {}
    waiting = set(_references(document))
    while waiting:
        name = waiting.pop()
        kept[name] = schemas[name]
        waiting |= set(_references(schemas[name])) - kept.keys()
    return kept


def _references(value: m.Json) -> Iterator[str]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            continue  # most are: asking whether they are mappings would take far longer
        if isinstance(part, dict | Mapping):
            target = part.get("$ref")
            if isinstance(target, str):
                yield target.removeprefix(PREFIX)
            waiting += part.values()
        elif isinstance(part, list | tuple):
            waiting += part
