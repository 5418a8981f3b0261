"""Compares what two versions of an operation take in the path, the query and the headers."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.changes.change import Said
from generator.changes.forms import Document, Json, Schema
from generator.changes.openapi import Operation, Pair, followed, listed, mapping
from generator.changes.positions import of_parameter, said
from generator.changes.schema import compare_schemas

COMPONENTS = "/components/schemas"
_DEMANDS = {"idempotency-key": "idempotency-key-demanded", "if-match": "if-match-demanded"}
_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that a document may not describe as parameters, as OpenAPI says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter; `key` tells it apart: the place and the name, or the place in the path."""

    key: str
    place: str
    name: str
    required: bool
    schema: Json

    @property
    def label(self) -> str:
        """`query parameter limit`."""
        return f"{self.place} parameter {self.name}"


def compare_parameters(pair: Pair) -> Iterator[Said]:
    """Every change of the parameters of an operation."""
    old, new = parameters(pair.old, pair.before), parameters(pair.new, pair.after)
    moved = _moved(old, new)
    for key, one in old.items():
        if key not in new and one.name not in moved:
            yield _said(pair, "request-parameter-removed", one, "it is gone")
    for key, one in new.items():
        if key in old:
            yield from _both(pair, old[key], one)
        elif one.name in moved:
            told = f"it is read from the {one.place}, was from the {moved[one.name]}"
            yield _said(pair, "request-parameter-moved", one, told)
        elif one.required:
            yield _said(pair, _demand(one, "added-required"), one, "it is new, and required")
        else:
            yield _said(pair, "request-parameter-added-optional", one, "it is new")


def parameters(operation: Operation, document: Document) -> dict[str, Parameter]:
    """The parameters of an operation, those of its path among them, by what tells them apart."""
    found: dict[str, Parameter] = {}
    for source in (operation.shared, operation.content):
        for raw in listed(source.get("parameters")):
            one = _parameter(followed(raw, document), operation)
            if one.place != "header" or one.name.lower() not in _IGNORED_HEADERS:
                found[one.key] = one
    return found


def _parameter(content: Schema, operation: Operation) -> Parameter:
    place, name = str(content.get("in", "query")), str(content.get("name", ""))
    names = operation.path_names
    key = f"{place} {name.lower() if place == 'header' else name}"
    if place == "path" and name in names:
        key = f"path {names.index(name)}"
    return Parameter(
        key=key,
        place=place,
        name=name,
        required=content.get("required") is True,
        schema=content.get("schema", _first_schema(content)),
    )


def _first_schema(content: Schema) -> Json:
    """The schema of a parameter that is said by a media type."""
    kinds = list(mapping(content.get("content")).values())
    return mapping(kinds[0]).get("schema", {}) if kinds else {}


def _moved(old: dict[str, Parameter], new: dict[str, Parameter]) -> dict[str, str]:
    """The names that are read in another place now, with the place where they were."""
    gone = {one.name: one.place for key, one in old.items() if key not in new}
    come = {one.name for key, one in new.items() if key not in old}
    return {name: place for name, place in gone.items() if name in come}


def _both(pair: Pair, old: Parameter, new: Parameter) -> Iterator[Said]:
    if new.required and not old.required:
        yield _said(pair, _demand(new, "became-required"), new, "it is required now")
    if old.required and not new.required:
        yield _said(pair, "request-parameter-became-optional", new, "it may be left out now")
    for found in compare_schemas(old.schema, new.schema, pair.before, pair.after):
        yield from said(
            found,
            of_parameter,
            base=COMPONENTS,
            place=f"{pair.new.label} {new.label}",
            pointer=f"{pair.new.pointer}/parameters",
            operation=pair.new.label,
        )


def _demand(one: Parameter, what: str) -> str:
    named = _DEMANDS.get(one.name.lower()) if one.place == "header" else None
    return named or f"request-parameter-{what}"


def _said(pair: Pair, rule: str, one: Parameter, message: str) -> Said:
    return Said(
        rule=rule,
        where=f"{pair.new.label} {one.label}",
        message=message,
        pointer=f"{pair.new.pointer}/parameters",
        operation=pair.new.label,
    )
