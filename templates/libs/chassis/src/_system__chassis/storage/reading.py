"""How rows of one tenant are found: one, all that match, or a page of them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, literal, select

from ..errors import NotFound
from ..pages import Page
from ..work import Work
from .columns import AnyTable
from .conditions import Condition
from .keysets import Order
from .statements import ID, OWNER, TENANT, Through, by_id, owned

T = TypeVar("T")

Row: TypeAlias = RowMapping
"""A row as it was read: values by the names of their columns."""

_BATCH = 500


class Reader(Generic[T]):
    """What repositories of aggregates and of views have in common.

    All that is not for use cases has a name with an underscore: a scope gives a use case
    the repository itself, and its public names are what a use case may do.
    """

    _name: ClassVar[str]
    _table: ClassVar[AnyTable]
    _key: ClassVar[str] = "id"
    """The column that tells rows apart within a tenant."""
    _owner: ClassVar[str | None] = None
    """The column that is compared with the caller where the policy says `own`."""
    _through: ClassVar[Through | None] = None
    """Where that column is another table's: the reference to its rows, and the table."""
    _sorts: ClassVar[Mapping[str, ColumnElement[object]]] = {}

    def __init__(self, work: Work) -> None:
        self._work = work

    def _from_row(self, row: Row) -> T:
        """The value that *row* holds."""
        raise NotImplementedError

    def _seen(self, row: Row, conditions: Sequence[Condition] = ()) -> T | None:
        """The value to show for *row*; None where it is to be left out."""
        return self._from_row(row)

    def _unwritten(self, conditions: Sequence[Condition]) -> dict[object, Callable[[], T | None]]:
        """By id what only the commit will write and what matches; to be asked once more."""
        return {}

    async def _find_row(self, id_: object, *, locked: bool = False) -> Row | None:
        values = {ID: id_}
        if "tenant" in self._table.c:
            values[TENANT] = self._work.caller.tenant
        if owner := self._owner_asked:
            values[OWNER] = self._work.caller.subject
        found = by_id(self._table, self._key, owner, self._through, locked=locked)
        rows = await self._rows(found, values)
        return rows[0] if rows else None

    def _missing(self, id_: object) -> NotFound:
        return NotFound(f"there is no {self._name} {id_}")

    async def _each(self, *conditions: Condition) -> AsyncIterator[T]:
        """Every value that matches all *conditions*, by id, read in batches of their own.

        What this unit of work has changed matches as it is now, and comes last where the database
        does not find it. What is added while one goes through them is not among them.
        """
        id_ = self._table.c[self._key]
        unwritten = self._unwritten(conditions)
        batch = self._select(*conditions).order_by(id_).limit(_BATCH)
        rows = await self._rows(batch)
        while rows:
            for row in rows:
                unwritten.pop(row[self._key], None)
                if (value := self._seen(row, conditions)) is not None:
                    yield value
            more = len(rows) == _BATCH
            rows = await self._rows(batch.where(id_ > rows[-1][self._key])) if more else ()
        for now in unwritten.values():
            if (value := now()) is not None:
                yield value

    async def _keyset(
        self, sort: str, cursor: str | None, limit: int, *conditions: Condition
    ) -> Page[T]:
        """One page of the values that match all *conditions*, in the order *sort*.

        What this unit of work has changed is left out where it matches no more; what it has added
        is on no page before the commit.
        """
        order = Order.of(sort, self._sorts, self._table.c[self._key])
        after = None if cursor is None else order.after(cursor)
        page = self._select(*conditions).order_by(*order.clauses()).limit(limit + 1)
        rows = await self._rows(page if after is None else page.where(after))
        shown = rows[:limit]
        seen = (self._seen(row, conditions) for row in shown)
        values = tuple(value for value in seen if value is not None)
        return Page(values, order.cursor(shown[-1]) if len(rows) > limit else None)

    def _select(self, *conditions: Condition) -> Select[tuple[object, ...]]:
        given = [condition.clause for condition in conditions if condition is not None]
        return select(self._table).where(*self._visible(), *given)

    def _visible(self) -> list[ColumnElement[bool]]:
        """Whose rows are seen: the tenant's, and where the policy says so the caller's own."""
        column, caller = self._table.c, self._work.caller
        visible = [column.tenant == caller.tenant] if "tenant" in column else []
        if owner := self._owner_asked:
            visible.append(owned(self._table, owner, self._through, literal(caller.subject)))
        return visible

    @property
    def _owner_asked(self) -> str | None:
        return self._owner if self._work.own else None

    async def _rows(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object] | None = None
    ) -> Sequence[Row]:
        if self._work.locking is not None:
            return await self._work.locking.rows(statement, values)
        database, tenant = self._work.runtime.database, self._work.caller.tenant
        async with database.read(tenant) as connection:
            return (await connection.execute(statement, values)).mappings().all()
