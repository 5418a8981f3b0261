"""The transaction of a use case that locks rows: opened when it begins, written at its commit.

Every statement of the unit of work goes through it, one after the other. A second connection might
never come, while others hold all there are and wait for the rows that are locked here.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import Unavailable

if TYPE_CHECKING:
    from .database import Database


class Locking:
    """An open transaction; to be ended by `finishing` or `abandon`, once."""

    def __init__(
        self, database: "Database", connection: AsyncConnection, stack: AsyncExitStack
    ) -> None:
        self._database = database
        self._connection = connection
        self._stack = stack
        self._turn = asyncio.Lock()

    @classmethod
    async def begin(cls, database: "Database", tenant: str) -> "Locking":
        """Opens it; Busy where too many others have one."""
        stack = AsyncExitStack()
        connection = await stack.enter_async_context(database.locking(tenant))
        return cls(database, connection, stack)

    async def rows(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object] | None
    ) -> Sequence[RowMapping]:
        """The rows of *statement*; Busy where others keep one that it locks."""
        asking = self._ask(statement, values)
        if self._database.dialect == "postgresql":
            return await asking
        # SQLite's write lock outlives a connection that is closed while its statement is at work.
        return await asyncio.shield(asyncio.ensure_future(asking))

    async def _ask(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object] | None
    ) -> Sequence[RowMapping]:
        async with self._turn:
            with self._database.translated():
                return (await self._connection.execute(statement, values)).mappings().all()

    @asynccontextmanager
    async def finishing(self) -> AsyncIterator[AsyncConnection]:
        """Its connection, committed at the end, or rolled back where something is raised."""
        async with self._stack:
            yield self._connection

    async def abandon(self) -> None:
        """Undoes all of it; a connection that is gone has undone it by itself."""
        with suppress(Unavailable):
            async with self._stack, self._turn:
                await self._connection.rollback()
