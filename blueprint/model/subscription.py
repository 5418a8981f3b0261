"""Subscriptions: what a context does when an event comes, its own or another's."""

from dataclasses import dataclass
from typing import Literal as OneOf

from blueprint.model.event import EventVersion
from blueprint.model.fill import Fill
from blueprint.model.operation import Operation
from blueprint.model.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """How often a fault is tried again; the first and the longest pause in seconds."""

    attempts: int = 8
    first: float = 1.0
    most: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Runs a command; `fills` give its input from the event."""

    operation: Operation
    fills: tuple[Fill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Changes a view.

    With `where`, every row that matches all of it; otherwise the row of the key, whose fill is
    `key`, and which is made where it is not there. `sets` are the other fields; `remove` deletes.
    """

    view: View
    key: Fill | None
    where: tuple[Fill, ...]
    sets: tuple[Fill, ...]
    remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Drops the cached answers of a query."""

    operation: Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One event version and one consumer of it."""

    event: EventVersion
    does: Run | Feed | Drop
    otherwise: OneOf["ignore", "dead"] = "dead"
    missing: OneOf["retry", "ignore"] = "retry"
    retry: Retry = Retry()
    on_dead: OneOf["block", "skip"] = "block"

    @property
    def consumer(self) -> str:
        """The name under which the inbox keeps its place; it stays the same for good."""
        match self.does:
            case Run(operation=operation):
                return operation.first.pascal
            case Feed(view=view):
                return view.first.pascal
            case Drop(operation=operation):
                return f"{operation.first.pascal}Cache"
