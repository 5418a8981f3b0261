"""Aggregates as use cases find and store them; what is stored goes out with the commit."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import Field, replace
from datetime import datetime
from functools import partial
from itertools import product
from typing import ClassVar, Protocol, TypeVar, cast

from sqlalchemy import Select

from ..children import Child, check_children
from ..errors import InvariantBroken, PreconditionFailed, TransitionRefused
from ..work import ANY_THERE, Work
from . import children
from .children import Ask, Children, ChildRows
from .conditions import (
    Condition,
    among,
    at_least,
    at_most,
    before,
    contains,
    equals,
    present,
    starts_with,
)
from .pending import Held
from .reading import Reader, Row

__all__ = [
    "Aggregate",
    "ChildRows",
    "Children",
    "Condition",
    "Repository",
    "Row",
    "among",
    "at_least",
    "at_most",
    "before",
    "contains",
    "equals",
    "optional",
    "present",
    "starts_with",
]

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W")


class Aggregate(Protocol):
    """What every aggregate has: a frozen dataclass with a version and two times."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @property
    def version(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime: ...


class Moves(Protocol):
    """From which status a transition leads to which: a mapping, whatever enum its states are."""

    def items(self) -> Iterable[tuple[str, str]]: ...


T = TypeVar("T", bound=Aggregate)

_FIXED = frozenset({"created_at"})
"""What never changes, whatever the aggregate says."""


def optional(make: Callable[[V], W], value: V | None) -> W | None:
    """What *make* makes of *value*; None of None."""
    return None if value is None else make(value)


class Repository(Reader[T]):
    """The aggregates of one kind, of this tenant; of this caller where the policy says `own`.

    A unit of work holds each aggregate once: whoever asks for it again sees what is going to be
    stored. *moves* are the transitions that this use case may make; None permits all there are.
    *locks*: what is got or found by its id is nobody else's until the commit; `Work.begin` comes
    first. What `where` and `page` find is not locked.
    """

    _lifecycle: ClassVar[Mapping[str, Moves]] = {}
    """Transitions by name: from which status to which."""
    _first: ClassVar[str | None] = None
    """The status that a new one has; None where there is no lifecycle."""
    _immutable: ClassVar[frozenset[str]] = frozenset()
    _invariants: ClassVar[tuple[Callable[[T], bool], ...]] = ()
    _children: ClassVar[tuple[Children, ...]] = ()
    """Its entities, which are read and written with it."""

    def __init__(
        self, work: Work, *, moves: tuple[str, ...] | None = None, locks: bool = False
    ) -> None:
        super().__init__(work)
        self._moves = moves
        self._locks = locks
        self._child_rows: dict[object, ChildRows] = {}
        """By an aggregate's id what was read of its children, until the aggregate is made."""

    def _to_row(self, item: T) -> dict[str, object]:
        """The columns of *item*, but those that every aggregate has."""
        raise NotImplementedError

    def _joined(self, item: T, rows: ChildRows) -> T:
        """*item* with the children that *rows* hold."""
        raise NotImplementedError

    async def get(self, id: object) -> T:
        """The one of this id; NotFound when there is none, or none that may be seen."""
        found = await self._look(id)
        if found is None:
            raise self._missing(id)
        return found

    async def find(self, id: object) -> T | None:
        """The one of this id; None when there is none, or none that may be seen.

        PreconditionFailed where the caller says, by If-Match, that it is there.
        """
        found = await self._look(id)
        if found is None:
            self._match(None)
        return found

    async def get_many(self, ids: Iterable[K]) -> dict[K, T]:
        """Those of these ids, each once, as `get` gets them.

        In the order of their ids, whatever the order of *ids*: of two use cases that lock several
        rows in one order neither waits for what the other waits with.
        """
        return {id_: await self.get(id_) for id_ in sorted(set(ids), key=str)}

    async def _look(self, id: object) -> T | None:
        held = self._held(id)
        if held is not None and (held.locked or held.change or not self._locks):
            return held.item
        row = await self._find_row(id, locked=self._locks)
        if row is None:
            return None
        self._match(row)
        return self._lock(row) if self._locks else self._seen(row)

    def _lock(self, row: Row) -> T | None:
        """What is locked, as it is now, whatever was read of it before."""
        self._work.pending.held.pop((self._name, row[self._key]), None)
        item = self._seen(row)
        if (held := self._held(row[self._key])) is not None:
            held.locked = True
        return item

    def add(self, new: T) -> T:
        """Stores a new one; answers it as it will be stored."""
        self._check_first(new)
        return self._put_in_place(new)

    def _put_in_place(self, new: T) -> T:
        """Stores a new one in whatever state: for tests, which begin in the middle."""
        id_ = getattr(new, self._key)
        if self._held(id_) is not None:
            raise ValueError(f"{self._name} {id_} is there already")
        self._check_tenant(new)
        now = self._work.now
        item = replace(new, version=1, created_at=now, updated_at=now)
        self._check_invariants(item)
        held = self._hold(id_, item, version=0)
        held.stored = {kind: {} for kind in self._children}
        held.change = "add"
        held.row = {self._key: id_, "created_at": now, **self._tenant(), **self._row(item)}
        return item

    def save(self, changed: T) -> T:
        """Stores what differs; answers it as it will be stored, its version counted up."""
        held, old = self._current(changed)
        self._check_immutable(old, changed)
        self._check_move(old, changed)
        version = held.version + 1
        item = replace(changed, version=version, updated_at=self._work.now)
        self._check_invariants(item)
        held.item = item
        held.row = {**held.row, **self._row(item)}
        held.change = held.change or "save"
        return item

    def remove(self, old: T) -> None:
        """Deletes it."""
        held, _ = self._current(old)
        held.item = None
        if held.change == "add":
            del self._work.pending.held[self._name, held.id]
        else:
            held.change, held.row = "remove", {}

    def _seen(self, row: Row, conditions: Sequence[Condition] = ()) -> T | None:
        id_ = row[self._key]
        rows, held = self._child_rows.pop(id_, {}), self._held(id_)
        if held is None:
            item = self._from_row(row)
            item = self._joined(item, rows) if self._children else item
            held = self._hold(id_, item, version=row["version"])
            held.stored = children.kept(self._children, item, rows)
        return held.item if held.change is None else self._matching(held, conditions)

    def _unwritten(self, conditions: Sequence[Condition]) -> dict[object, Callable[[], T | None]]:
        changed = [held for held in self._work.pending.changed() if held.name == self._name]
        mine = [cast("Held[T]", held) for held in changed if self._is_visible(held)]
        return {held.id: partial(self._matching, held, conditions) for held in mine}

    def _matching(self, held: Held[T], conditions: Sequence[Condition]) -> T | None:
        """What is held, as long as it matches."""
        item = held.item
        asked = (condition for condition in conditions if condition is not None)
        return item if item is not None and all(one.of(item) for one in asked) else None

    def _is_visible(self, held: Held[object]) -> bool:
        """Whether what is to be written belongs to the caller, where that is asked.

        A new one whose owner is another row's is not found before the commit.
        """
        owner = self._owner_asked
        if owner is None:
            return True
        if self._through is not None:
            return held.change == "save"  # it was seen when it was read
        return bool(getattr(held.item, owner, None) == self._work.caller.subject)

    def _held(self, id_: object) -> Held[T] | None:
        held = self._work.pending.held.get((self._name, id_))
        return cast("Held[T] | None", held)

    def _hold(self, id_: object, item: T, *, version: int) -> Held[T]:
        held = Held(
            name=self._name,
            table=self._table,
            key=self._key,
            id=id_,
            version=version,
            item=item,
        )
        self._work.pending.held[self._name, id_] = cast("Held[object]", held)
        return held

    def _current(self, item: T) -> tuple[Held[T], T]:
        """What this unit of work holds of *item*; ValueError where *item* was not made from it."""
        id_ = getattr(item, self._key)
        held = self._held(id_)
        if held is None or held.item is None:
            raise ValueError(f"{self._name} {id_} was not read here, or is removed")
        if item.version != held.item.version:
            raise ValueError(f"{self._name} {id_} was changed since this copy of it was made")
        return held, held.item

    def _row(self, item: T) -> dict[str, object]:
        return {"version": item.version, "updated_at": item.updated_at, **self._to_row(item)}

    def _tenant(self) -> dict[str, object]:
        return {"tenant": self._work.caller.tenant} if "tenant" in self._table.c else {}

    def _match(self, row: Row | None) -> None:
        """Compares the row with If-Match, which speaks of the first one that is looked for."""
        work = self._work
        if work.if_match is None or work.guards != self._name or work.matched:
            return
        work.matched = True
        if row is None:
            raise PreconditionFailed(f"there is no such {self._name}")
        if work.if_match is not ANY_THERE and row["version"] not in work.if_match:
            raise PreconditionFailed(f"{self._name} has the version {row['version']}")

    def _check_tenant(self, new: T) -> None:
        tenant = getattr(new, "tenant", self._work.caller.tenant)
        if tenant != self._work.caller.tenant:
            raise ValueError(f"a {self._name} of another tenant cannot be added")

    def _check_first(self, new: T) -> None:
        status = getattr(new, "status", self._first)
        if self._first is not None and status != self._first:
            raise ValueError(f"a new {self._name} is {self._first!s}, not {status!s}")

    def _check_immutable(self, old: T, changed: T) -> None:
        fixed = self._immutable | _FIXED | self._tenant().keys()
        for name in sorted(fixed):
            if getattr(old, name) != getattr(changed, name):
                raise ValueError(f"{self._name}.{name} is immutable")
        for kind in self._children:
            self._check_immutable_children(kind, getattr(old, kind.field), changed)

    def _check_immutable_children(self, kind: Children, old: Sequence[Child], changed: T) -> None:
        before = {child.id: child for child in old}
        known = [child for child in getattr(changed, kind.field) if child.id in before]
        for child, name in product(known, sorted(kind.immutable)):
            if getattr(before[child.id], name) != getattr(child, name):
                raise ValueError(f"{self._name}.{kind.field}.{name} is immutable")

    def _check_move(self, old: T, changed: T) -> None:
        if not self._lifecycle:
            return
        start, end = getattr(old, "status", ""), getattr(changed, "status", "")
        names = self._lifecycle if self._moves is None else self._moves
        steps = (step for name in names for step in self._lifecycle[name].items())
        if start != end and (start, end) not in steps:
            raise TransitionRefused(f"{self._name} cannot go from {start!s} to {end!s} here")

    async def _rows(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object] | None = None
    ) -> Sequence[Row]:
        if not self._children:
            return await super()._rows(statement, values)
        async with self._at_one_moment() as ask:
            rows = await ask(statement, values)
            ids = [row[self._key] for row in rows]
            if ids:
                tenant = self._work.caller.tenant
                self._child_rows |= await children.read(ask, self._children, ids, tenant)
        return rows

    @asynccontextmanager
    async def _at_one_moment(self) -> AsyncIterator[Ask]:
        """What answers statements about one moment: an aggregate, and the children it then had."""
        if self._work.locking is not None:
            yield self._work.locking.rows
            return
        database, tenant = self._work.runtime.database, self._work.caller.tenant
        async with database.read(tenant, whole=True) as connection:

            async def ask(
                statement: Select[tuple[object, ...]], values: Mapping[str, object] | None
            ) -> Sequence[Row]:
                return (await connection.execute(statement, values)).mappings().all()

            yield ask

    def _check_invariants(self, item: T) -> None:
        check_children(item, {kind.field: kind.most for kind in self._children})
        for invariant in self._invariants:
            if not invariant(item):
                raise InvariantBroken(_explained(invariant))


def _explained(invariant: object) -> str:
    """An invariant's name and the first line of what it says."""
    sentence = (invariant.__doc__ or "").strip().partition("\n")[0]
    name = str(getattr(invariant, "__name__", invariant))
    return f"{name}: {sentence}" if sentence else name
