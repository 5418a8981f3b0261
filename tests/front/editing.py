"""An editor, as far as a schema goes: what it offers at a place, and what it underlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Schema = Any


@dataclass
class Editor:
    """One schema by its path, beside the others that it may refer to."""

    files: Mapping[str, Schema]
    path: str
    _resolver: Any = field(init=False)

    def __post_init__(self) -> None:
        self._registry = Registry().with_resources(
            (f"file:///{name}", Resource.from_contents(schema, default_specification=DRAFT202012))
            for name, schema in self.files.items()
        )

    def errors(self, document: object) -> list[str]:
        """What it underlines."""
        validator = Draft202012Validator({"$ref": f"file:///{self.path}"}, registry=self._registry)
        return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]

    def keys(self, *place: str | int) -> set[str]:
        """The keys that it offers in the mapping at a place."""
        return {
            key
            for schema, _ in self._at(place)
            if isinstance(schema, dict)
            for key in schema.get("properties", {})
        }

    def values(self, *place: str | int) -> set[object]:
        """The values that it offers at a place."""
        found: set[object] = set()
        for schema, _ in self._at(place):
            if isinstance(schema, dict):
                found |= {*schema.get("enum", []), *schema.get("examples", [])}
                found |= {schema["const"]} if "const" in schema else set()
        return found

    def says(self, *place: str | int) -> set[str]:
        """What it shows about a place, where the cursor rests."""
        return {
            schema["description"]
            for schema, _ in self._at(place)
            if isinstance(schema, dict) and "description" in schema
        }

    def _at(self, place: tuple[str | int, ...]) -> list[tuple[Schema, Any]]:
        resolver = self._registry.resolver(f"file:///{self.path}")
        found = list(_forms({"$ref": f"file:///{self.path}"}, resolver))
        for step in place:
            found = [
                form for schema, base in found for below in _below(schema, step)
                for form in _forms(below, base)
            ]  # fmt: skip
        return found


def _forms(schema: Schema, resolver: Any) -> Iterator[tuple[Schema, Any]]:
    """A schema and all that it is made of at the same place."""
    yield schema, resolver
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        resolved = resolver.lookup(schema["$ref"])
        yield from _forms(resolved.contents, resolved.resolver)
    for word in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(word, []):
            yield from _forms(part, resolver)


def _below(schema: Schema, step: str | int) -> Iterator[Schema]:
    import re

    if not isinstance(schema, dict):
        return
    if isinstance(step, int):
        yield schema.get("items", {})
        return
    named = schema.get("properties", {})
    if step in named:
        yield named[step]
    patterns = [
        part for form, part in schema.get("patternProperties", {}).items() if re.search(form, step)
    ]
    yield from patterns
    if step not in named and not patterns:
        yield schema.get("additionalProperties", {})
