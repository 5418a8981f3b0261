"""Connections on which one tenant's rows can be read, and nothing else can be done.

On PostgreSQL the server keeps to it: the role that reads, row-level security, a transaction that is
read-only. SQLite has none of these: there each table is hidden behind a view of the tenant's rows,
and an authorizer permits nothing but to read through it.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from enum import Enum
from typing import Literal, Protocol, TypeAlias, cast
from uuid import UUID, uuid4

from sqlalchemy import Column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import DeadlineExceeded
from .columns import AnyTable, Exact, Instant
from .database import Database

LONGEST = 5.0
"""Seconds that a statement may take."""

_READING = (
    "SELECT set_config('transaction_read_only', 'on', true),"
    " set_config('statement_timeout', $1, true), set_config('role', $2, true),"
    " set_config('app.tenant', $3, true), set_config('search_path', $4, true)"
)
_TOO_LONG = "57014"
_STEPS = 10_000  # of SQLite's machine, between two looks at the clock
_MICROSECOND = timedelta(microseconds=1)

Authorizer: TypeAlias = Callable[[int, str | None, str | None, str | None, str | None], int]


@asynccontextmanager
async def fenced(database: Database, tenant: str) -> AsyncIterator[AsyncConnection]:
    """A connection for one statement of *tenant*'s; whatever it did is undone at the end.

    Raises DeadlineExceeded where the statement takes too long, and what a transaction raises.
    """
    with database.translated(), _in_time():
        async with database.engine.connect() as on:  # closing it rolls back
            if database.dialect == "postgresql":
                limit = f"{LONGEST * 1000:.0f}"
                told = (limit, database.names.reader, tenant, f'"{database.names.schema}"')
                await on.exec_driver_sql(_READING, told)
                yield on
            else:
                async with _hidden(on, database.tables, tenant):
                    yield on


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        stopped = str(error.orig) == "interrupted"
        if stopped or getattr(error.orig, "sqlstate", None) == _TOO_LONG:
            raise DeadlineExceeded(f"the statement took longer than {LONGEST:g} s") from error
        raise


class _Driver(Protocol):
    """The part of SQLite's driver that SQLAlchemy does not wrap."""

    async def set_authorizer(self, authorizer: Authorizer | None) -> None: ...

    async def set_progress_handler(self, handler: Callable[[], bool] | None, n: int) -> None: ...


@asynccontextmanager
async def _hidden(
    on: AsyncConnection, tables: tuple[AnyTable, ...], tenant: str
) -> AsyncIterator[None]:
    """Hides every table behind a view of *tenant*'s rows, and all that is no reading of these."""
    inner = {table.name: f"reading_{uuid4().hex}" for table in tables}  # nobody can guess it
    try:
        driver = await _hide(on, tables, inner, tenant)
        try:
            yield
        finally:
            if not on.invalidated:  # as it is where the statement itself was cancelled
                await driver.set_authorizer(None)
                await driver.set_progress_handler(None, 0)
                await on.exec_driver_sql("PRAGMA query_only = OFF")
    except asyncio.CancelledError:
        # Half hidden, it would refuse whoever has it next what they may do.
        await on.invalidate()
        raise


async def _hide(
    on: AsyncConnection, tables: tuple[AnyTable, ...], inner: Mapping[str, str], tenant: str
) -> _Driver:
    for table in tables:
        for statement in _views(table, inner[table.name], tenant):
            await on.exec_driver_sql(statement)
    await on.exec_driver_sql("PRAGMA query_only = ON")
    driver = cast(_Driver, (await on.get_raw_connection()).driver_connection)
    end = time.monotonic() + LONGEST
    await driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    await driver.set_authorizer(_authorizer(frozenset(inner), frozenset(inner.values())))
    return driver


def _views(table: AnyTable, inner: str, tenant: str) -> Iterator[str]:
    columns = ", ".join(f'{_shown(column)} AS "{column.name}"' for column in table.columns)
    mine = ""
    if "tenant" in table.c:
        quoted = tenant.replace("'", "''")
        mine = f" WHERE tenant = '{quoted}'"
    yield f'CREATE TEMP VIEW "{inner}" AS SELECT {columns} FROM main."{table.name}"{mine}'
    yield f'CREATE TEMP VIEW "{table.name}" AS SELECT * FROM temp."{inner}"'


def _shown(column: Column[object]) -> str:
    """A column as PostgreSQL would show it, as far as SQLite can: numbers, and times with zone."""
    if isinstance(column.type, Exact):
        return f'CAST("{column.name}" AS REAL) / {10**column.type.scale}'
    if isinstance(column.type, Instant):
        return f"\"{column.name}\" || '+00:00'"
    return f'"{column.name}"'


def _authorizer(shown: frozenset[str], inner: frozenset[str]) -> Authorizer:
    """Permits to read *shown*, which read *inner*, which alone read the tables."""

    def permit(
        action: int, one: str | None, two: str | None, schema: str | None, within: str | None
    ) -> int:
        match action:
            case sqlite3.SQLITE_SELECT | sqlite3.SQLITE_RECURSIVE:
                permitted = True
            case sqlite3.SQLITE_FUNCTION:
                permitted = two != "load_extension"
            case sqlite3.SQLITE_READ if schema == "temp":
                permitted = one in shown or (one in inner and within in shown)
            case sqlite3.SQLITE_READ:  # without a schema it is the statement's own WITH
                permitted = within in inner or schema is None
            case _:
                permitted = False
        return sqlite3.SQLITE_OK if permitted else sqlite3.SQLITE_DENY

    return permit


def bound(value: object, dialect: Literal["sqlite", "postgresql"]) -> object:
    """*value* as the driver of *dialect* takes it, and as the columns hold it."""
    match value:
        case list() | tuple() | set() | frozenset():
            return [bound(item, dialect) for item in value]
        case Enum():
            return value.value
        case timedelta():
            return value // _MICROSECOND
    return _as_text(value) if dialect == "sqlite" else value


def _as_text(value: object) -> object:
    match value:
        case UUID():
            return value.hex
        case datetime():
            moment = value.astimezone(UTC).replace(tzinfo=None)
            return f"{moment.isoformat(' ', 'microseconds')}+00:00"
        case date() | clock():
            return value.isoformat()
        case Decimal():
            return float(value)
    return value
