"""Which enums and values a type speaks of, through everything that it holds."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from blueprint.model.entity import Entity
from blueprint.model.types import (
    AggregateRef,
    AnswerRef,
    EntityRef,
    Enum,
    EnumRef,
    ListOf,
    MapOf,
    PageOf,
    Record,
    StatusRef,
    Type,
    Value,
    ValueRef,
    ViewRef,
)

_T = TypeVar("_T", Enum, Value, Entity)


def parts(type: Type) -> Iterator[Type]:
    """The type itself, and every type that it is made of."""
    yield type
    match type:
        case ListOf(item=item) | MapOf(item=item) | PageOf(item=item):
            yield from parts(item)
        case ValueRef(value=value):
            yield from _of(field.type for field in value.fields)
        case Record(fields=fields):
            yield from _of(field.type for field in fields)
        case EntityRef(entity=entity):
            yield from _of(field.type for field in entity.shown_fields)
        case AggregateRef(aggregate=aggregate):
            yield from _of(field.type for field in aggregate.shown_fields)
        case ViewRef(view=view):
            yield from _of(field.type for field in view.shown_fields)
        case AnswerRef(endpoint=endpoint) if endpoint.output is not None:
            yield from parts(endpoint.output)
        case _:
            return


def enums(types: Iterable[Type]) -> list[Enum]:
    """The named enums, each once."""
    found = [part.enum for part in _of(types) if isinstance(part, EnumRef)]
    return _unique(found)


def values(types: Iterable[Type]) -> list[Value]:
    """The values, each once."""
    found = [part.value for part in _of(types) if isinstance(part, ValueRef)]
    return _unique(found)


def entities(types: Iterable[Type]) -> list[Entity]:
    """The entities, each once."""
    found = [part.entity for part in _of(types) if isinstance(part, EntityRef)]
    return _unique(found)


def statuses(types: Iterable[Type]) -> list[StatusRef]:
    """The lifecycles' states, each once."""
    found = [part for part in _of(types) if isinstance(part, StatusRef)]
    return list({status.name.text: status for status in found}.values())


def _of(types: Iterable[Type]) -> Iterator[Type]:
    for whole in types:
        yield from parts(whole)


def _unique(found: list[_T]) -> list[_T]:
    return list({node.name.text: node for node in found}.values())
