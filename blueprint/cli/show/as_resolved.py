"""The whole model as JSON, every default filled in; each node in full where it is at home."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum as PythonEnum

from blueprint import model as m
from blueprint.names import Name

_HOMES: dict[type, frozenset[str]] = {
    m.System: frozenset({"contexts", "externals", "kernels"}),
    m.Context: frozenset(
        {"enums", "values", "aggregates", "operations", "events", "views", "endpoints"}
    ),
    m.Aggregate: frozenset({"entities"}),
    m.Kernel: frozenset({"enums", "values"}),
    m.External: frozenset({"operations"}),
    m.Event: frozenset({"versions"}),
}
"""The fields in which a node with a name is at home; anywhere else it stands as that name."""


def shown(system: m.System) -> str:
    """The model as one object."""
    return json.dumps(_object(system), ensure_ascii=False, indent=2)


def _object(node: object) -> dict[str, object]:
    """Every field of a node of the model, and as `kind` what it is."""
    if not is_dataclass(node):
        raise TypeError(f"{type(node).__name__} is no part of the model")
    homes = _HOMES.get(type(node), frozenset())
    found: dict[str, object] = {"kind": type(node).__name__}
    for field in fields(node):
        found[field.name] = _value(getattr(node, field.name), at_home=field.name in homes)
    return found


def _value(value: object, *, at_home: bool = False) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case Name() | str():
            return str(value)
        case PythonEnum():
            return _value(value.value)
        case date():
            return value.isoformat()
        case tuple() | list() | frozenset():
            return [_value(item, at_home=at_home) for item in value]
        case Mapping():
            return {str(key): _value(item) for key, item in value.items()}
    return _node(value, at_home=at_home)


def _node(value: object, *, at_home: bool) -> object:
    if at_home:
        return _object(value)
    match value:
        case m.EventVersion() | m.Endpoint():
            return value.label
        case m.Aggregate() | m.Entity() | m.View() | m.Operation() | m.Event():
            return str(value.name)
        case m.Enum() | m.Value():
            return str(value.name)
    return _object(value)
