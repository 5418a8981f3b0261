"""The database of one context: short transactions that belong to one tenant, or to the runtime."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ..errors import Busy
from .engines import PATIENCE, of_one_moment, open_engine, writing
from .faults import Uniques, translated, uniques_of
from .names import Names, Stored
from .rowsecurity import omnipotence, weaknesses

_AS = (
    "SELECT set_config('role', $1, true), set_config('app.tenant', $2, true),"
    " set_config('search_path', $3, true)"
)

_WAITING = (
    "SELECT set_config('lock_timeout', $1, true),"
    " set_config('idle_in_transaction_session_timeout', $2, true)"
)
_IDLE = 2 * PATIENCE  # seconds that a use case may do nothing with its rows locked


class UnsafeDatabaseError(Exception):
    """The database would show one tenant's rows to another; the text says why."""


class Database:
    """Opens transactions. One is short: nothing else is waited for while it is open.

    Every one raises Unavailable when the database does not answer, Busy when others keep what it
    needs, Conflict when it lost a race, DuplicateValue when a value that must be unique is taken.
    """

    def __init__(self, engine: AsyncEngine, service: Stored, *, lockers: int = 5) -> None:
        """*lockers*: how many transactions may be open at a time while use cases run in them."""
        self.engine = engine
        self.names = Names.of(service)
        self.tables = tuple(service.metadata.sorted_tables)
        """The context's own tables."""
        self.known_tenants: set[str] = set()
        """Tenants that are known to stand in the table of known tenants."""
        self._tenant_tables = tuple(table.name for table in service.tenant_tables)
        self._uniques: Uniques = uniques_of(service.metadata)
        self._writing = writing(engine)
        self._whole = of_one_moment(engine)
        self._writer: asyncio.Lock | None = asyncio.Lock() if self.dialect == "sqlite" else None
        self._lockers = asyncio.Semaphore(1 if self.dialect == "sqlite" else lockers)

    @classmethod
    def open(cls, url: str, service: Stored, *, connections: int = 5) -> "Database":
        """The database of *service* at *url*; connects when it is first used."""
        # As many again are opened when all are busy: those who wait for rows leave others some.
        return cls(open_engine(url, connections=connections), service, lockers=connections)

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which engine this is."""
        return "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"

    def read(
        self, tenant: str, *, whole: bool = False
    ) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which *tenant*'s rows are seen and nothing is written.

        *whole*: all of its statements see the rows of one moment, as SQLite's always do.
        """
        return self._transaction(self.names.app, tenant, writes=False, whole=whole)

    def write(self, tenant: str) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which *tenant*'s rows are seen and written; committed at the end.

        On SQLite there is one at a time: inside it no second one may be asked for.
        """
        return self._transaction(self.names.app, tenant, writes=True)

    @asynccontextmanager
    async def locking(self, tenant: str) -> AsyncIterator[AsyncConnection]:
        """As `write`, for a use case that runs inside it: what others keep is waited for, not long.

        Busy where it is not had in time; a use case that does nothing for long loses its rows.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await self._lockers.acquire()
        except TimeoutError as error:
            raise Busy("too many wait for what others are changing; try again") from error
        try:
            async with self.write(tenant) as on:
                if self.dialect == "postgresql":
                    limits = (f"{PATIENCE * 1000:.0f}", f"{_IDLE * 1000:.0f}")
                    await on.exec_driver_sql(_WAITING, limits)
                yield on
        finally:
            self._lockers.release()

    def translated(self) -> AbstractContextManager[None]:
        """Raises what an error inside it means, as a transaction does."""
        return translated(self._uniques)

    def system(self, *, writes: bool = True) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which the runtime's own tables are seen, of all tenants."""
        return self._transaction(self.names.system, "", writes=writes)

    async def check(self, *, strict: bool = False) -> None:
        """Raises UnsafeDatabaseError where PostgreSQL does not keep tenants apart as it should.

        Looks at the roles, the policies and who owns the tables, *strict* also at the login. SQLite
        has none of these: there it is the repositories alone that keep tenants apart.
        """
        if self.dialect == "sqlite":
            return
        with translated():
            async with self.engine.connect() as connection:
                found = await weaknesses(connection, self.names, self._tenant_tables)
                found += await omnipotence(connection) if strict else []
        if found:
            raise UnsafeDatabaseError("; ".join(found))

    async def close(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _transaction(
        self, role: str, tenant: str, *, writes: bool, whole: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        engine = self._writing if writes else self._whole if whole else self.engine
        with translated(self._uniques):
            async with self._turn(writes=writes), engine.begin() as on:
                if self.dialect == "postgresql":
                    await on.exec_driver_sql(_AS, (role, tenant, f'"{self.names.schema}"'))
                yield on

    def _turn(self, *, writes: bool) -> AbstractAsyncContextManager[object]:
        """SQLite has one writer: within a process they queue here, which is fair and cheap."""
        if writes and self._writer is not None:
            return self._writer
        return nullcontext()
