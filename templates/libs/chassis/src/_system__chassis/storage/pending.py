"""What a use case wants written, kept until its commit."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeAlias, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from .children import Kept
from .columns import AnyTable

T = TypeVar("T")

Change: TypeAlias = Literal["add", "save", "remove"]
ViewWrite: TypeAlias = Callable[[AsyncConnection], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Held(Generic[T]):
    """One aggregate as a use case knows it, and what shall become of it."""

    name: str
    table: AnyTable
    key: str
    """The column of its id."""
    id: object
    version: int
    """The version that the database has; 0 for a new one."""
    item: T | None
    """As the use case has it now; None once it is removed."""
    locked: bool = False
    """Whether its row is this unit's until the commit."""
    change: Change | None = None
    row: Mapping[str, object] = field(default_factory=dict)
    """The columns that are written."""
    stored: Kept = field(default_factory=dict)
    """Its children as the database has them."""


@dataclass(slots=True)
class Pending:
    """All that one unit of work has read and will write."""

    held: dict[tuple[str, object], Held[object]] = field(default_factory=dict)
    views: list[tuple[str, ViewWrite]] = field(default_factory=list)
    """Writes to views, each with the view's name, in their order."""

    def changed(self) -> list[Held[object]]:
        """The aggregates to be written, in the order in which the use case met them."""
        return [held for held in self.held.values() if held.change is not None]

    def names(self) -> set[str]:
        """The aggregates and views that are written."""
        return {held.name for held in self.changed()} | {name for name, _ in self.views}
