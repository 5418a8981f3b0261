"""The database of one context: short transactions that belong to one tenant, or to the runtime."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from .engines import open_engine, writing
from .faults import Uniques, translated, uniques_of
from .names import Names, Stored
from .rowsecurity import omnipotence, weaknesses

_AS = (
    "SELECT set_config('role', $1, true), set_config('app.tenant', $2, true),"
    " set_config('search_path', $3, true)"
)


class UnsafeDatabaseError(Exception):
    """The database would show one tenant's rows to another; the text says why."""


class Database:
    """Opens transactions. One is short: nothing else is waited for while it is open.

    Every one raises Unavailable when the database does not answer, Conflict when it lost a race
    and DuplicateValue when a value that must be unique is taken.
    """

    def __init__(self, engine: AsyncEngine, service: Stored) -> None:
        self.engine = engine
        self.names = Names.of(service)
        self.known_tenants: set[str] = set()
        """Tenants that are known to stand in the table of known tenants."""
        self._tenant_tables = tuple(table.name for table in service.tenant_tables)
        self._uniques: Uniques = uniques_of(service.metadata)
        self._writing = writing(engine)
        self._writer: asyncio.Lock | None = asyncio.Lock() if self.dialect == "sqlite" else None

    @classmethod
    def open(cls, url: str, service: Stored, *, connections: int = 5) -> "Database":
        """The database of *service* at *url*; connects when it is first used."""
        return cls(open_engine(url, connections=connections), service)

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which engine this is."""
        return "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"

    def read(self, tenant: str) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which *tenant*'s rows are seen and nothing is written."""
        return self._transaction(self.names.app, tenant, writes=False)

    def write(self, tenant: str) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction in which *tenant*'s rows are seen and written; committed at the end.

        On SQLite there is one at a time: inside it no second one may be asked for.
        """
        return self._transaction(self.names.app, tenant, writes=True)

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
        self, role: str, tenant: str, *, writes: bool
    ) -> AsyncIterator[AsyncConnection]:
        engine = self._writing if writes else self.engine
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
