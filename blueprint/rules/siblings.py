"""Nodes of one kind that stand side by side, with the names that they had before."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from blueprint.load import Path
from blueprint.rules.facts import Context, Fields
from blueprint.rules.index import Index


class Named(Protocol):
    """A node that may be renamed."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...
    @property
    def was(self) -> tuple[str, ...]: ...


Siblings: TypeAlias = Sequence[Named]


def siblings(index: Index) -> Iterator[Siblings]:
    """Every group of nodes of which no two may ever have had one name."""
    yield list(index.system.contexts.values())
    for context in index.own_contexts:
        yield from _of_context(context)
    for kernel in index.system.kernels.values():
        yield from _of_fields(kernel.values.values())


def _of_context(context: Context) -> Iterator[Siblings]:
    yield list(context.aggregates.values())
    yield list(context.entities.values())
    yield list(context.views.values())
    yield list(context.events.values())
    yield list(context.operations.values())
    yield from _of_fields(a.fields for a in context.aggregates.values())
    yield from _of_fields(e.fields for e in context.entities.values())
    yield from _of_fields(v.fields for v in context.views.values())
    yield from _of_fields(context.values.values())
    for event in context.events.values():
        yield from _of_fields(event.versions.values())
    for operation in context.operations.values():
        yield from _of_fields([operation.declared_input or {}, operation.declared_output or {}])


def _of_fields(groups: Iterable[Fields]) -> Iterator[Siblings]:
    yield from (list(fields.values()) for fields in groups)


def former(siblings: Siblings) -> Iterator[tuple[Named, str, Path]]:
    """Every former name of *siblings*: whose it is, and where it is written."""
    for node in siblings:
        for number, name in enumerate(node.was):
            yield node, name, (*node.path, "was", number)
