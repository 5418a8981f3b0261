"""What stands in for a database and for other contexts in tests of use cases."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar, cast

from ..caller import Caller
from ..children import check_children
from ..documents import dump, parse
from ..errors import Conflict, InvariantBroken, NotFound
from ..pages import Page
from ..sql import Row
from ..storage.repository import Aggregate

A = TypeVar("A", bound=Aggregate)
K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R")

NO_CHILDREN: Mapping[str, int] = MappingProxyType({})
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def a_caller(
    subject: str = "somebody", tenant: str = "tenant-one", roles: Iterable[str] = ()
) -> Caller:
    """A user who calls."""
    return Caller(subject=subject, tenant=tenant, roles=frozenset(roles))


class _Rows(Generic[T]):
    """Values in memory that are found as in the database: by the names of generated finders."""

    def __init__(self, name: str, key: str, items: Iterable[T]) -> None:
        self._name = name
        self._key = key
        self._items = {getattr(item, key): item for item in items}

    async def get(self, id: object) -> T:
        """The one of this id; raises NotFound."""
        found = self._items.get(id)
        if found is None:
            raise NotFound(f"no {self._name} {id}")
        return found

    async def find(self, id: object) -> T | None:
        """The one of this id; None where there is none."""
        return self._items.get(id)

    async def get_many(self, ids: Iterable[K]) -> dict[K, T]:
        """Those of these ids, each once; raises NotFound."""
        return {id_: await self.get(id_) for id_ in sorted(set(ids), key=str)}

    async def where(self, **match: object) -> AsyncIterator[T]:
        """All that match: `status=…`, `created_at_before=…`; None is no condition."""
        for item in self._matching(match):
            yield item

    async def page(
        self, *, sort: str, cursor: str | None = None, limit: int = 50, **match: object
    ) -> Page[T]:
        """One page of all that match."""
        found = self._matching(match)
        if by := sort.removeprefix("-"):
            found.sort(key=lambda item: str(getattr(item, by)), reverse=sort.startswith("-"))
        start = int(cursor or 0)
        end = start + limit
        return Page(tuple(found[start:end]), str(end) if end < len(found) else None)

    def _matching(self, match: dict[str, object]) -> list[T]:
        return [
            item
            for item in self._items.values()
            if all(wanted is None or _matches(item, name, wanted) for name, wanted in match.items())
        ]


class FakeRepository(_Rows[A]):
    """A repository in memory. `added`, `saved`, `removed`, and `written`, which is the first two
    in their order, tell what a use case did."""

    def __init__(
        self,
        name: str,
        items: Iterable[A] = (),
        *,
        key: str = "id",
        invariants: Sequence[Callable[[A], bool]] = (),
        first: str | None = None,
        most: Mapping[str, int] = NO_CHILDREN,
        now: datetime = NOW,
    ) -> None:
        """*first*: the state in which a lifecycle begins; *items* may be in any.

        *most*: how many entities each of these attributes may hold.
        """
        super().__init__(name, key, items)
        self._invariants = invariants
        self._first = first
        self._most = most
        self._now = now
        self.added: list[A] = []
        self.saved: list[A] = []
        self.removed: list[A] = []
        self.written: list[A] = []

    def add(self, new: A) -> A:
        """Stores a new one; answers it as it is stored."""
        status = getattr(new, "status", self._first)
        if self._first is not None and status != self._first:
            raise ValueError(f"a new {self._name} is {self._first!s}, not {status!s}")
        item = replace(new, version=1, created_at=self._now, updated_at=self._now)
        if getattr(item, self._key) in self._items:
            raise ValueError(f"{self._name} {getattr(item, self._key)} is there already")
        self.added.append(item)
        return self._store(item)

    def save(self, changed: A) -> A:
        """Stores what has changed; raises Conflict where it is not of the current version."""
        current = self._items.get(getattr(changed, self._key))
        if current is None:
            raise ValueError(f"{self._name} {getattr(changed, self._key)} is not there")
        if current.version != changed.version:
            raise Conflict(f"{self._name} was changed meanwhile")
        item = replace(changed, version=changed.version + 1, updated_at=self._now)
        self.saved.append(item)
        return self._store(item)

    def remove(self, old: A) -> None:
        """Takes it out."""
        del self._items[getattr(old, self._key)]
        self.removed.append(old)

    def _store(self, item: A) -> A:
        check_children(item, self._most)
        for invariant in self._invariants:
            if not invariant(item):
                raise InvariantBroken(invariant.__name__)
        self._items[getattr(item, self._key)] = item
        self.written.append(item)
        return item


class FakeViews(_Rows[T]):
    """The rows of a view in memory."""

    def __init__(self, name: str, key: str, rows: Iterable[T] = ()) -> None:
        super().__init__(name, key, rows)


class FakeCall(Generic[R]):
    """A call to another context that answers at once; an exception as the answer is raised."""

    def __init__(self, answer: R | Exception) -> None:
        self._answer = answer
        self.calls: list[dict[str, object]] = []

    async def __call__(self, **given: object) -> R:
        """The answer, whatever is *given*."""
        self.calls.append(given)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


class FakeSql:
    """A database that answers the same rows whatever it is asked; `asked` are the statements."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = tuple(dict(row) for row in rows)
        self.asked: list[tuple[str, Mapping[str, object]]] = []

    async def __call__(self, statement: str, /, **values: object) -> tuple[Row, ...]:
        """The rows."""
        self.asked.append((statement, values))
        return self._rows

    async def into(self, kind: type[T], statement: str, /, **values: object) -> tuple[T, ...]:
        """The rows, each as a *kind*."""
        rows = await self(statement, **values)
        return tuple(parse(kind, dump(row)) for row in rows)


class Recorder(Generic[T]):
    """Notes what it is called with: an `emit` that sends nothing."""

    def __init__(self) -> None:
        self.seen: list[T] = []

    def __call__(self, item: T) -> None:
        self.seen.append(item)


def _matches(item: object, name: str, wanted: object) -> bool:
    if hasattr(item, name):
        return bool(getattr(item, name) == wanted)
    field, _, how = name.rpartition("_")
    value = getattr(item, field)
    if how == "present":
        return (value is not None) == wanted
    return value is not None and _compared(how, value, wanted)


def _compared(how: str, value: object, wanted: object) -> bool:
    match how, value, wanted:
        case "in", _, Iterable():
            return value in wanted
        case "prefix", str(), str():
            return value.startswith(wanted)
        case "contains", str(), str():
            return wanted in value
        case (("from" | "min"), _, _):
            return _before(wanted, value) or value == wanted
        case "max", _, _:
            return _before(value, wanted) or value == wanted
        case "before", _, _:
            return _before(value, wanted)
    raise TypeError(f"no finder compares by {how!r}")


class _Ordered(Protocol):
    """What has an order: numbers, times, texts."""

    def __lt__(self, other: object, /) -> bool: ...


def _before(one: object, other: object) -> bool:
    """Whether *one* comes before *other*, in the order that their type has."""
    return cast(_Ordered, one) < other
