"""A JSON Schema as a union of forms, one for each JSON type that it lets through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

Json: TypeAlias = object
Schema: TypeAlias = Mapping[str, Json]

TYPES = ("null", "boolean", "number", "string", "array", "object")
OPAQUE = (
    *("not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies"),
    *("prefixItems", "contains", "minContains", "maxContains", "patternProperties"),
    *("propertyNames", "unevaluatedProperties", "unevaluatedItems", "discriminator"),
    *("readOnly", "writeOnly", "additionalItems", "contentSchema"),
)
"""Words whose meaning is not compared: as long as they stay as they are, they change nothing."""
LIMITS: Mapping[str, tuple[str, ...]] = {
    "number": ("minimum", "maximum", "multipleOf"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
}
FORMATS = ("format", "contentEncoding", "contentMediaType")
MOST_FORMS = 200
MOST_PARTS = 20_000
MOST_DEPTH = 100
_ANY: Schema = {}


@dataclass(frozen=True)
class Form:
    """What a schema says of the values of one JSON type.

    `values` are the only ones allowed, or None; `whole` says that a number has no fraction;
    `opaque` holds the words that are not understood, as they stand.
    """

    type: str
    schema: Schema
    values: tuple[Json, ...] | None = None
    whole: bool = False
    opaque: tuple[tuple[str, Json], ...] = ()

    @property
    def properties(self) -> Mapping[str, Json]:
        """The declared properties of an object."""
        found = self.schema.get("properties")
        return found if isinstance(found, Mapping) else {}

    @cached_property
    def required(self) -> frozenset[str]:
        """The properties that an object must have."""
        found = self.schema.get("required")
        return frozenset(map(str, found)) if isinstance(found, list | tuple) else frozenset()

    @property
    def further(self) -> Json:
        """What an object's further properties must be: True, False, or a schema.

        An object without any word on its properties holds whatever its writer likes.
        """
        found = self.schema.get("additionalProperties", True)
        return _ANY if found is True and "properties" not in self.schema else found

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names of the properties that a writer may write: all but those never allowed."""
        named = {name for name, schema in self.properties.items() if schema is not False}
        return self.required | named

    def part(self, name: str) -> Json:
        """The schema of a declared property."""
        return self.properties.get(name, self.further if self.is_map else _ANY)

    @property
    def is_map(self) -> bool:
        """Whether an object's further properties are declared by a schema, and so are written."""
        return isinstance(self.further, Mapping)

    @property
    def items(self) -> Json:
        """The schema of a list's items."""
        return self.schema.get("items", _ANY)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that schemas refer into.

    `missing` collects the references that lead nowhere in it.
    """

    root: Schema
    missing: set[str] = field(default_factory=set)

    def target(self, reference: str) -> Json:
        """What a `$ref` of this document stands for; anything at all where it leads elsewhere."""
        found: Json = self.root
        if reference != "#" and not reference.startswith("#/"):
            self.missing.add(reference)
            return _ANY
        for part in reference.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, Mapping) or name not in found:
                self.missing.add(reference)
                return _ANY
            found = found[name]
        return found


def forms(schema: Json, document: Document) -> list[Form]:
    """The forms of a schema, those of its alternatives among them; empty where it allows nothing.

    >>> [form.type for form in forms({"type": ["string", "null"]}, Document({}))]
    ['string', 'null']
    """
    left = [MOST_FORMS]
    found = list(_forms(schema, document, frozenset(), left))
    if left[0] < 0:
        return [Form(name, {}, opaque=(("anyOf", _never_equal()),)) for name in TYPES]
    return found


def _forms(
    schema: Json, document: Document, seen: frozenset[str], left: list[int]
) -> Iterator[Form]:
    """*left* counts down what is still looked at: references can multiply a small document."""
    left[0] -= 1
    if schema is False or left[0] < 0:
        return
    if not isinstance(schema, Mapping):
        schema = _ANY
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:
        target = document.target(reference)
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        both = merged(target, rest) if isinstance(target, Mapping) else target
        yield from _forms(both, document, seen | {reference}, left)
        return
    schema = _without_single_all_of(schema, document)
    for word in ("anyOf", "oneOf"):
        branches = schema.get(word)
        if isinstance(branches, list | tuple):
            outer = {key: value for key, value in schema.items() if key != word}
            found = [f for one in branches for f in _branch(one, outer, document, seen, left)]
            alone = word == "anyOf" or _are_told_apart(found)
            yield from found if alone else (_exclusive(form, branches) for form in found)
            return
    yield from _plain(schema)


def _branch(
    branch: Json, outer: Schema, document: Document, seen: frozenset[str], left: list[int]
) -> Iterator[Form]:
    if left[0] < 0:
        return
    for form in _forms(branch, document, seen, left):
        plain = {key: value for key, value in outer.items() if key not in _ANNOTATIONS}
        # What stands beside the alternatives holds for each of them, and is seldom there.
        yield Form(form.type, form.schema, form.values, form.whole, (*form.opaque, *_items(plain)))


def _are_told_apart(found: list[Form]) -> bool:
    """Whether no value can match two branches of a `oneOf`, which would refuse it."""
    return all(_differ(one, other) for one, other in combinations(found, 2))


def _differ(one: Form, other: Form) -> bool:
    """Whether a type or a required word, as of a discriminator, tells two branches apart."""
    if one.type != other.type:
        return True
    words = [
        (_values(_mapping(f.part(name))) for f in (one, other)) for name in _shared(one, other)
    ]
    return any(a is not None and b is not None and not _common(a, b) for a, b in words)


def _shared(one: Form, other: Form) -> list[str]:
    return sorted(one.required & other.required) if one.type == "object" else []


def _common(one: list[Json], other: list[Json]) -> bool:
    return any(value in other for value in one)


def _exclusive(form: Form, branches: Json) -> Form:
    """A branch that others may overlap with: as soon as one of them changes, all do."""
    marked = (*form.opaque, ("oneOf", branches))
    return Form(form.type, form.schema, form.values, form.whole, marked)


def _without_single_all_of(schema: Schema, document: Document) -> Schema:
    """`allOf` of parts that hold no alternatives, as one schema; left as it is otherwise."""
    parts = schema.get("allOf")
    if not isinstance(parts, list | tuple):
        return schema
    whole: Schema = {key: value for key, value in schema.items() if key != "allOf"}
    for part in parts:
        target = part
        if isinstance(part, Mapping) and isinstance(part.get("$ref"), str):
            target = document.target(str(part["$ref"]))
        if not isinstance(target, Mapping) or not _simple(target) or not _joinable(whole, target):
            return {**schema, "x-all-of": parts}
        whole = merged(whole, target)
    return whole


def _simple(schema: Schema) -> bool:
    return not {"anyOf", "oneOf", "allOf", "$ref"} & schema.keys()


def _joinable(one: Schema, other: Schema) -> bool:
    """Whether no word but those that simply add up stands in both."""
    adding = {"properties", "required", *_ANNOTATIONS}
    shared = {key for key in one.keys() & other.keys() if one[key] != other[key]}
    if not shared <= adding:
        return False
    names = [_mapping(part.get("properties")).keys() for part in (one, other)]
    return not names[0] & names[1]


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def merged(one: Schema, other: Schema) -> Schema:
    """Both schemas in one, for parts that say nothing of the same."""
    whole = {**one, **other}
    for key, join in (("properties", dict), ("required", list)):
        if key in one and key in other:
            whole[key] = (
                {**_mapping(one[key]), **_mapping(other[key])}
                if join is dict
                else [*_listed(one[key]), *_listed(other[key])]
            )
    return whole


def _listed(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list | tuple) else []


def _plain(schema: Schema) -> Iterator[Form]:
    said = schema.get("type")
    names = said if isinstance(said, list | tuple) else [said] if said is not None else TYPES
    if schema.get("nullable") is True and "null" not in names:
        names = [*names, "null"]  # as OpenAPI 3.0 says it
    values = _values(schema)
    opaque = tuple((word, schema[word]) for word in (*OPAQUE, "x-all-of") if word in schema)
    if "number" in names:
        names = [name for name in names if name != "integer"]
    for name in names:
        kind = "number" if name == "integer" else str(name)
        own = None if values is None else tuple(v for v in values if type_of(v) == kind)
        if kind == "boolean" and own is None:
            own = (False, True)
        if kind == "null" and own:
            own = None
        if own != ():
            yield Form(kind, schema, own, name == "integer", opaque)


def _values(schema: Schema) -> list[Json] | None:
    if "const" in schema:
        return [schema["const"]]
    found = schema.get("enum")
    return list(found) if isinstance(found, list | tuple) else None


def type_of(value: Json) -> str:
    """The JSON type of a value.

    >>> [type_of(value) for value in (None, True, 1.5, "a", [], {})]
    ['null', 'boolean', 'number', 'string', 'array', 'object']
    """
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list() | tuple():
            return "array"
    return "object"


def reference_of(schema: Json) -> str | None:
    """The `$ref` of a schema that is nothing else; None where it is written in place."""
    reference = schema.get("$ref") if isinstance(schema, Mapping) else None
    return reference if isinstance(reference, str) else None


def last_name(reference: str) -> str:
    """The name that a reference ends in."""
    return reference.rpartition("/")[2]


def expanded(value: Json, document: Document) -> Json:
    """A value with every reference in it replaced by what it stands for, and no annotation.

    References can multiply a small document without end: beyond a size nothing is equal.
    """
    return _expanded(value, document, (), [MOST_PARTS])


def _expanded(value: Json, document: Document, above: tuple[str, ...], left: list[int]) -> Json:
    """*above* are the steps that led here, names and references alike."""
    left[0] -= 1
    if left[0] < 0 or len(above) > MOST_DEPTH:
        return _never_equal()
    if isinstance(value, list | tuple):
        return [_expanded(item, document, (*above, ""), left) for item in value]
    if not isinstance(value, Mapping):
        return value
    reference = value.get("$ref")
    if isinstance(reference, str) and reference not in above:
        return _expanded(document.target(reference), document, (*above, reference), left)
    return {
        key: _expanded(item, document, (*above, ""), left)
        for key, item in value.items()
        if key not in _ANNOTATIONS
    }


def is_anything(schema: Json) -> bool:
    """Whether a schema lets everything through."""
    return schema is True or (isinstance(schema, Mapping) and schema.keys() <= _ANNOTATIONS)


def _never_equal() -> Json:
    """Stands for what is too large to look at, and so is not taken for unchanged."""
    return object()


def _items(schema: Schema) -> Iterator[tuple[str, Json]]:
    yield from sorted(schema.items(), key=lambda item: item[0])


_ANNOTATIONS = frozenset(
    {
        *("title", "description", "examples", "example", "default", "deprecated", "$comment"),
        *("$schema", "$id", "$defs", "definitions", "externalDocs", "xml", "$anchor"),
        *("x-pii", "x-key", "x-topic", "x-sunset"),
    }
)
"""Words that refuse no value."""
