"""Where types are named."""

from collections.abc import Iterator
from dataclasses import dataclass

from blueprint.rules.facts import Type
from blueprint.rules.index import Index


@dataclass(frozen=True, slots=True)
class Named:
    """A use of the type *name*, whose home is a context, or empty inside a kernel.

    `user` is the context that names it: another one where `context.Name` is written.
    """

    user: str
    home: str
    name: str


def named_types(index: Index) -> Iterator[Named]:
    """Every use of a named type, in fields and in answers."""
    for placed in index.placed:
        yield from _named(placed.field.type, placed.home)
    for operation in index.operations:
        if operation.answer is not None:
            yield from _named(operation.answer, operation.context)


def _named(kind: Type, home: str) -> Iterator[Named]:
    for each in kind.walk():
        if each.named:
            owner, _, name = each.word.rpartition(".")
            yield Named(home, owner or home, name)
