"""Read models: queried through a repository, written by the handlers of events."""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import ColumnElement, Delete, Update, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..work import Work
from .columns import AnyTable
from .pending import ViewWrite
from .reading import Reader
from .upserts import insert_into

T = TypeVar("T")


class ViewRepository(Reader[T]):
    """The rows of one view, of this tenant, as events have made them."""

    async def get(self, key: object) -> T:
        """The one of this key; NotFound when there is none."""
        row = await self._find_row(key)
        if row is None:
            raise self._missing(key)
        return self._from_row(row)


class Projection:
    """Writes one view; all goes out with the commit, in the order in which it was asked for."""

    def __init__(self, work: Work, table: AnyTable, *, name: str, key: str) -> None:
        self._work = work
        self._table = table
        self._name = name
        self._key = key

    @classmethod
    def of(cls, work: Work, view: type[ViewRepository[T]]) -> "Projection":
        """What writes the view that *view* reads."""
        return cls(work, view._table, name=view._name, key=view._key)

    def put(self, key: object, /, **sets: object) -> None:
        """Sets these columns of the row with this key; makes the row where it is not there."""
        row = {self._key: key, **self._tenant(), **sets}
        over = (self._key, *self._tenant())

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(insert_into(connection, self._table, row, over=over))

        self._later(write)

    def change(self, where: Mapping[str, object], sets: Mapping[str, object]) -> None:
        """Sets these columns of all rows that have all of *where*'s values."""
        self._execute(update(self._table).where(*self._rows(where)).values(dict(sets)))

    def drop(self, key: object, /) -> None:
        """Deletes the row with this key, if it is there."""
        self.drop_where({self._key: key})

    def drop_where(self, where: Mapping[str, object]) -> None:
        """Deletes all rows that have all of *where*'s values."""
        self._execute(delete(self._table).where(*self._rows(where)))

    def _rows(self, where: Mapping[str, object]) -> list[ColumnElement[bool]]:
        values = {**self._tenant(), **where}
        return [self._table.c[name] == value for name, value in values.items()]

    def _tenant(self) -> dict[str, object]:
        return {"tenant": self._work.caller.tenant} if "tenant" in self._table.c else {}

    def _execute(self, statement: Update | Delete) -> None:
        async def write(connection: AsyncConnection) -> None:
            await connection.execute(statement)

        self._later(write)

    def _later(self, write: ViewWrite) -> None:
        self._work.pending.views.append((self._name, write))
