"""Random events of the language, as the schemas that are published of them, and instances."""

import json
from collections.abc import Mapping

from hypothesis import strategies as st

from blueprint.read import read_text
from blueprint.resolve import resolve
from generator.contracts.events import event_schema

SCALARS = [
    *("string", "string(1..20)", "string(3..5)", "text", "int", "int min=0 max=9", "int min=-5"),
    *("bigint", "decimal(6.2)", "decimal(8.3)", "float", "float min=0.5 max=9", "bool", "uuid"),
    *("date", "datetime", "time", "duration", "email", "url", "json", "bytes", "money", "subject"),
    *("enum(red | green)", "enum(red | green | blue)", "enum(red)", "Colour", "Item"),
]
COLOURS = st.lists(st.sampled_from(["red", "green", "blue"]), min_size=1, max_size=3, unique=True)
BLUEPRINT = """\
blueprint: 1
system: {{name: shop, about: Sells things.}}
contexts:
  sales:
    about: What is sold.
    enums: {{Colour: [{colours}]}}
    values: {{Item: {{{item}}}}}
    events: {{Sold: {{about: It is sold., key: id, payload: {{id: uuid{payload}}}}}}}
"""


@st.composite
def types(draw: st.DrawFn) -> str:
    """A type word, perhaps of a list or a map, with the words after it."""
    word = draw(st.sampled_from(SCALARS))
    kind, _, limits = word.partition(" ") if " min=" in word else (word, "", "")
    match draw(st.integers(0, 5)):
        case 0:
            kind, limits = f"list({kind})", draw(st.sampled_from(["", "min=1", "min=2 max=3"]))
        case 1:
            kind, limits = f"map({kind})", ""
    optional = " optional" if draw(st.booleans()) else ""
    return f"{kind} {limits}".rstrip() + optional


@st.composite
def fields(draw: st.DrawFn, least: int = 0) -> dict[str, str]:
    """Some of a few fields, each of a random type."""
    names = draw(st.lists(st.sampled_from("abcd"), min_size=least, max_size=4, unique=True))
    return {name: draw(types()) for name in names}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict, dict]:
    """The schemas of one event before and after a change; most of it stays as it was."""
    old, item, colours = draw(fields()), draw(fields(least=1)), draw(COLOURS)
    new = _changed(draw, old)
    other = _changed(draw, item) or item
    return (
        schema(old, item, colours),
        schema(new, other, draw(st.one_of(st.just(colours), COLOURS))),
    )


def _changed(draw: st.DrawFn, known: Mapping[str, str]) -> dict[str, str]:
    kept = {name: word for name, word in known.items() if draw(st.integers(0, 3))}
    if draw(st.booleans()):
        return kept | draw(fields())
    return kept


def schema(payload: Mapping[str, str], item: Mapping[str, str], colours: list[str]) -> dict:
    """The schema that is published of an event with these fields."""
    inside = {name: word.replace("Item", "string") for name, word in item.items()}
    text = BLUEPRINT.format(
        colours=", ".join(colours), item=_written(inside), payload=_more(payload)
    )
    reading = read_text(text)
    assert reading.document is not None, text
    [event] = resolve(reading.document).contexts[0].events
    return json.loads(json.dumps(event_schema(event.versions[0]), default=dict))


def _more(fields: Mapping[str, str]) -> str:
    return f", {_written(fields)}" if fields else ""


def _written(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {word}" for name, word in fields.items())


def closed(schema: object) -> object:
    """The schema as its writer keeps to it: nothing but what it declares."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return parts | {"additionalProperties": False} if "properties" in schema else parts


def bare(schema: object) -> object:
    """The schema without what it says of the inside of strings."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {"pattern", "format", "contentEncoding", "contentMediaType"}
    return {name: bare(part) for name, part in schema.items() if name not in inside}


FORMATS = {
    "uuid": st.uuids().map(str),
    "date": st.dates().map(str),
    "date-time": st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=4,
)


def instances(schema: Mapping, root: Mapping) -> st.SearchStrategy:
    """What a writer writes by a schema of the kind that is published of events."""
    if "$ref" in schema:
        return instances(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return st.one_of([instances(part, root) for part in schema["anyOf"]])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    match schema.get("type"):
        case None:
            return ANYTHING
        case "string":
            return _strings(schema)
        case "integer":
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case "number":
            return st.floats(
                schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False
            )
        case "array":
            least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
            return st.lists(instances(schema["items"], root), min_size=least, max_size=most)
        case "object":
            return _objects(schema, root)
    return {"null": st.none(), "boolean": st.booleans()}[schema["type"]]


def _strings(schema: Mapping) -> st.SearchStrategy:
    if "format" in schema:
        return FORMATS[schema["format"]]
    if "pattern" in schema:
        # JSON Schema's $ is the end, where Python's lets a line end pass.
        whole = st.from_regex(schema["pattern"].removesuffix("$") + r"\Z")
        least, most = schema.get("minLength", 0), schema.get("maxLength", 10_000)
        return whole.filter(lambda text: least <= len(text) <= most)
    least = schema.get("minLength", 0)
    return st.text(min_size=least, max_size=min(schema.get("maxLength", least + 9), least + 30))


def _objects(schema: Mapping, root: Mapping) -> st.SearchStrategy:
    if isinstance(schema.get("additionalProperties"), dict):
        values = instances(schema["additionalProperties"], root)
        return st.dictionaries(st.text(max_size=3), values, max_size=2)
    parts = {name: instances(part, root) for name, part in schema["properties"].items()}
    required = {name: part for name, part in parts.items() if name in schema["required"]}
    optional = {name: part for name, part in parts.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)
