"""Schemas of anybody's, with words that our events never use: what is called readable is read."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.changes.forms import Document
from generator.changes.schema import compare_schemas
from tests.changes.payloads import closed

NAMES = st.sampled_from("ab")
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 2, 3, 5, 1.5, -1, "", "a", "ab", "abc", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
NUMBERS = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": st.integers(0, 3),
        "maximum": st.integers(2, 5),
        "exclusiveMinimum": st.integers(-1, 2),
        "exclusiveMaximum": st.integers(2, 5),
        "multipleOf": st.sampled_from([1, 2, 3, 0.5]),
    },
)
STRINGS = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={
        "minLength": st.integers(0, 2),
        "maxLength": st.integers(1, 3),
        "pattern": st.sampled_from(["^a", "b$"]),
        "enum": st.lists(st.sampled_from(["a", "ab", "x"]), min_size=1, unique=True),
    },
)
OTHERS = st.sampled_from(
    [{}, {"type": "null"}, {"type": "boolean"}, {"const": 1}, {"enum": [None, "a", 2]}]
)


def arrays(items: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries(
        {"type": st.just("array")},
        optional={
            "items": items,
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(1, 3),
            "uniqueItems": st.booleans(),
            "prefixItems": st.lists(items, min_size=1, max_size=2),
        },
    )


def objects(parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "properties": st.dictionaries(NAMES, parts, max_size=2),
            "required": st.lists(NAMES, unique=True, max_size=2),
            "additionalProperties": st.booleans() | parts,
            "minProperties": st.integers(0, 1),
            "not": parts,
        },
    )


def unions(parts: st.SearchStrategy) -> st.SearchStrategy:
    some = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda found: {"anyOf": found}),
        some.map(lambda found: {"oneOf": found}),
        some.map(lambda found: {"allOf": found}),
        st.tuples(parts, parts).map(lambda two: {**two[0], "anyOf": [two[1], {"type": "null"}]}),
    )


SCHEMAS = st.recursive(
    NUMBERS | STRINGS | OTHERS,
    lambda inner: arrays(inner) | objects(inner) | unions(inner),
    max_leaves=5,
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict, dict]:
    """Two schemas, often the same but for one part."""
    old, new = draw(SCHEMAS), draw(SCHEMAS)
    match draw(st.integers(0, 4)):
        case 0:
            return {"anyOf": [old, new]}, {"anyOf": [draw(SCHEMAS), new]}
        case 1:
            named = {"type": "object", "properties": {"a": old}}
            return named, {**named, "properties": {"a": new}}
        case 2:
            return old, {**old, **draw(NUMBERS | STRINGS)}
        case 3:
            return old, {"anyOf": [old, new]}
    return old, new


@settings(max_examples=800, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs(), st.lists(VALUES, min_size=5, max_size=25))
def test_what_is_called_readable_is_read(pair, values) -> None:
    old, new = pair
    found = compare_schemas(old, new, Document(old), Document(new))
    assume(not any(one.backward for one in found))
    writer, reader = Draft202012Validator(closed(old)), Draft202012Validator(new)

    for value in values:
        if writer.is_valid(value):
            assert reader.is_valid(value), (value, [one.message for one in found])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(SCHEMAS)
def test_a_schema_is_no_change_of_itself(schema) -> None:
    assert compare_schemas(schema, schema, Document(schema), Document(schema)) == []


def test_what_is_implied_of_a_property_is_not_implied_of_one_inside_it() -> None:
    """A property that is required now says nothing of null in a part of the same name below it."""

    def document(note: dict, required: list[str]) -> dict:
        part = {"type": "object", "properties": {"note": note}}
        whole = {"note": {"$ref": "#/$defs/Part"}}
        return {
            "type": "object",
            "properties": whole,
            "required": required,
            "$defs": {"Part": part},
        }

    old, new = document({"type": ["string", "null"]}, []), document({"type": "string"}, ["note"])
    found = compare_schemas(old, new, Document(old), Document(new))

    assert [(one.aspect, one.anchor) for one in found] == [
        ("became-required", None),
        ("became-not-nullable", "Part"),
    ]
