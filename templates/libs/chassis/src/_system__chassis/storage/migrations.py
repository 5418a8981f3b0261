"""Migrations: plain Alembic revisions, run from code and held against the tables."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b

from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from . import rowsecurity, runtime_tables
from .altering import (
    add_child_key,
    add_column,
    add_index,
    add_unique_key,
    allow_null,
    change_key,
    change_type,
    drop_child_key,
    drop_column,
    drop_index,
    drop_unique_key,
    rename_column,
    rename_table,
    require,
)
from .database import Database
from .drift import described
from .engines import open_engine, writing
from .faults import translated
from .names import Names, Stored
from .operations import NotMigratedError, Op, names_of, on_postgresql
from .preparing import prepare
from .revisions import new, place_of, scripts, unknown
from .rows import UndecidedError, unprotected

__all__ = [
    "NotMigratedError",
    "UndecidedError",
    "add_child_key",
    "add_column",
    "add_index",
    "add_unique_key",
    "allow_null",
    "change_key",
    "change_type",
    "create_runtime_tables",
    "differences",
    "drop_child_key",
    "drop_column",
    "drop_index",
    "drop_runtime_tables",
    "drop_unique_key",
    "grant",
    "head_reached",
    "new",
    "protect",
    "rename_column",
    "rename_table",
    "require",
    "stop_protecting",
    "unprotected",
    "upgrade",
]

VERSIONS = "alembic_version"

_PATIENCE = 60.0  # seconds to wait for another process that migrates a SQLite file

_APP_RIGHTS = {
    "outbox": "INSERT",
    "inbox": "SELECT, UPDATE",
    "idempotency": "SELECT, INSERT, UPDATE, DELETE",
    "audit": "INSERT",
    "schedules": "SELECT, INSERT, UPDATE",
    "known_tenants": "SELECT, INSERT",
}
_SYSTEM_RIGHTS = {"audit": "SELECT", "known_tenants": "SELECT"}  # else all four
_ALL = "SELECT, INSERT, UPDATE, DELETE"

# Alembic's `op` is one for the whole process: two upgrades that interleave would mix.
_one_at_a_time = asyncio.Lock()


def create_runtime_tables(op: Op) -> None:
    """Makes the runtime's own tables, with their policies and grants on PostgreSQL."""
    connection = op.get_bind()
    runtime_tables.metadata.create_all(connection, checkfirst=False)
    if not on_postgresql(op):
        return
    names = names_of(op)
    for table in runtime_tables.metadata.tables:
        rowsecurity.protect_runtime(connection, table, names)
        rowsecurity.grant(connection, table, names.app, _APP_RIGHTS[table])
        rowsecurity.grant(connection, table, names.system, _SYSTEM_RIGHTS.get(table, _ALL))


def drop_runtime_tables(op: Op) -> None:
    """Drops what `create_runtime_tables` made."""
    runtime_tables.metadata.drop_all(op.get_bind(), checkfirst=False)


def protect(op: Op, table: str) -> None:
    """Keeps tenants apart in *table* by forced row-level security; SQLite has none."""
    if on_postgresql(op):
        rowsecurity.protect(op.get_bind(), table)


def grant(op: Op, *tables: str) -> None:
    """Lets use cases read and write *tables*; on SQLite they may anyway."""
    if on_postgresql(op):
        for table in tables:
            rowsecurity.grant(op.get_bind(), table, names_of(op).app, _ALL)


def stop_protecting(op: Op, table: str) -> None:
    """Takes back `protect`: every tenant's rows in *table* are everybody's."""
    if on_postgresql(op):
        rowsecurity.stop_protecting(op.get_bind(), table)


async def upgrade(service: Stored, database: Database) -> None:
    """Brings the database to the newest revision, in one transaction; none when it is there.

    Makes the schema and the roles where they are missing, and says what to run where the login may
    not. Any number of processes may do this at once: one works, the others wait for it.
    """
    if await head_reached(service, database) and await _readable(database):
        return
    async with _one_at_a_time, _migrating(database) as connection:
        if database.dialect == "postgresql":
            await prepare(connection, database.names, lock=_key(service))
        await connection.run_sync(_upgrade, scripts(service.package), database.names)
        if database.dialect == "postgresql":
            await connection.run_sync(_let_read, database)


async def _readable(database: Database) -> bool:
    """Whether queries may ask the tables in SQL: a migration before this one may not know that."""
    if database.dialect == "sqlite":
        return True
    async with database.system(writes=False) as connection:
        return await rowsecurity.readable(connection, database.names, _named(database))


def _let_read(connection: Connection, database: Database) -> None:
    there = set(inspect(connection).get_table_names(database.names.schema))
    for table in sorted(there & _named(database)):
        rowsecurity.grant(connection, table, database.names.reader, "SELECT")


def _named(database: Database) -> set[str]:
    return {table.name for table in database.tables}


async def head_reached(service: Stored, database: Database) -> bool:
    """Whether the database has the newest revision."""
    try:
        async with database.system(writes=False) as connection:
            reached = await connection.run_sync(_heads)
    except DBAPIError:  # no role or no schema yet
        return False
    return reached == set(scripts(service.package).get_heads())


async def differences(service: Stored, database: Database) -> list[str]:
    """Where the migrated database differs from the tables in the code, in sentences; [] = nowhere.

    On PostgreSQL also where rows are not protected, or tables not granted.
    """
    names = database.names
    tables = service.metadata.tables
    async with _looking(database) as connection:
        found = await connection.run_sync(_compare, _all_tables(service))
        if database.dialect == "postgresql":
            tenant_tables = [table.name for table in service.tenant_tables]
            found += await rowsecurity.weaknesses(connection, names, tenant_tables)
            found += await rowsecurity.ungranted(connection, names, tables)
    return found


def _upgrade(connection: Connection, script: ScriptDirectory, names: Names) -> None:
    def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs("heads", revision)

    context = MigrationContext.configure(
        connection, opts={"fn": steps, "script": script, "names": names}
    )
    _refuse_unknown(script, context)
    with Operations.context(context):
        try:
            context.run_migrations()
        except UndecidedError as error:
            raise UndecidedError(f"{place_of(error.__traceback__, script)}: {error}") from error
    if connection.dialect.name == "postgresql":
        for role in (names.app, names.system):
            rowsecurity.grant(connection, VERSIONS, role, "SELECT")


def _refuse_unknown(script: ScriptDirectory, context: MigrationContext) -> None:
    if missing := unknown(script, context.get_current_heads()):
        raise NotMigratedError(
            f"the database is at revision {', '.join(missing)}, which is not among those in "
            f"{script.versions}: bring it back; or, where the data may go, begin with an empty "
            "database (`make reset` on this machine)"
        )


def _heads(connection: Connection) -> set[str]:
    return set(MigrationContext.configure(connection).get_current_heads())


def _compare(connection: Connection, metadata: MetaData) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return described(compare_metadata(context, metadata))


def _all_tables(service: Stored) -> MetaData:
    together = MetaData()
    for metadata in (runtime_tables.metadata, service.metadata):
        for table in metadata.sorted_tables:
            table.to_metadata(together)
    return together


@asynccontextmanager
async def _migrating(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction of the login itself. On SQLite foreign keys rest: tables are remade there."""
    if database.dialect == "postgresql":
        with translated():
            async with database.engine.begin() as connection:
                yield connection
        return
    engine = open_engine(_url(database), foreign_keys=False, patience=_PATIENCE)
    try:
        with translated():
            async with writing(engine).begin() as connection:
                yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def _looking(database: Database) -> AsyncIterator[AsyncConnection]:
    """A transaction of the login itself that sees the context's tables."""
    with translated():
        async with database.engine.begin() as connection:
            if database.dialect == "postgresql":
                await connection.exec_driver_sql(
                    "SELECT set_config('search_path', $1, true)", (f'"{database.names.schema}"',)
                )
            yield connection


def _url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def _key(service: Stored) -> int:
    name = f"{service.system}.{service.stored}.migrations"
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
