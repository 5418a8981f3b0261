"""What use cases do with the entities inside an aggregate: they are a tuple, and never changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from .errors import NotFound, TooManyChildren


class Child(Protocol):
    """An entity inside an aggregate: a frozen dataclass with an id."""

    @property
    def id(self) -> UUID: ...


C = TypeVar("C", bound=Child)


def child_of(children: Iterable[C], id: UUID, what: str) -> C:
    """The one of this id among *children*; NotFound, which calls it *what*, where there is none."""
    for child in children:
        if child.id == id:
            return child
    raise NotFound(f"there is no {what} {id}")


def with_child(children: Iterable[C], changed: C) -> tuple[C, ...]:
    """*children* with *changed* in the place of the one that has its id."""
    return tuple(changed if child.id == changed.id else child for child in children)


def without_child(children: Iterable[C], gone: C) -> tuple[C, ...]:
    """*children* without the one that has the id of *gone*."""
    return tuple(child for child in children if child.id != gone.id)


def check_children(holder: object, most: Mapping[str, int]) -> None:
    """TooManyChildren where *holder* has more than *most* in one of the attributes it names.

    ValueError where two of them have one id.
    """
    for name, limit in most.items():
        children: Sequence[Child] = getattr(holder, name)
        if len(children) > limit:
            raise TooManyChildren(f"at most {limit} {name.replace('_', ' ')}")
        if len({child.id for child in children}) < len(children):
            raise ValueError(f"two of {name} have one id")
