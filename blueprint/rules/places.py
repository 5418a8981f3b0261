"""Where fields are written, and where events are waited for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from blueprint.load import Path
from blueprint.rules.facts import Context, Field, Fields, Operation

Place: TypeAlias = Literal[
    "aggregate", "entity", "view", "value", "event", "input", "output", "kernel"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A field, the context that writes it (empty in a kernel), and where it stands there.

    `operation` is whose input or output it is.
    """

    home: str
    place: Place
    field: Field
    operation: Operation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event that is waited for: where that is said, by which context, and who it is."""

    path: Path
    event: str
    home: str
    who: str


def fields_of(context: Context) -> Iterator[Placed]:
    """Every field that a context writes."""
    name = context.name
    for aggregate in context.aggregates.values():
        yield from placed(name, "aggregate", aggregate.fields)
        for entity in aggregate.entities.values():
            yield from placed(name, "entity", entity.fields)
    for view in context.views.values():
        yield from placed(name, "view", view.fields)
    for value in context.values.values():
        yield from placed(name, "value", value)
    for event in context.events.values():
        for fields in event.versions.values():
            yield from placed(name, "event", fields)
    for operation in context.operations.values():
        yield from placed(name, "input", operation.declared_input or {}, operation)
        yield from placed(name, "output", operation.declared_output or {}, operation)


def placed(
    home: str, place: Place, fields: Fields, operation: Operation | None = None
) -> Iterator[Placed]:
    """Fields with their place."""
    for field in fields.values():
        yield Placed(home=home, place=place, field=field, operation=operation)
