"""What a context needs on PostgreSQL before its first table: a schema and three roles."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from .names import Names

_DENIED = "42501"


class NotPreparedError(Exception):
    """The login may not make what is missing; the text says what an administrator has to run."""


async def prepare(connection: AsyncConnection, names: Names, *, lock: int) -> None:
    """Makes the schema and the roles that are missing, and looks at the schema from now on.

    Waits for whoever else holds *lock*; it is given up at the end of the transaction.
    """
    await connection.exec_driver_sql("SELECT pg_advisory_xact_lock($1)", (lock,))
    for role in names.roles:
        if not await _there(connection, "pg_roles WHERE rolname", role):
            await make_role(connection, role)
    if not await _there(connection, "pg_namespace WHERE nspname", names.schema):
        await run(connection, f'CREATE SCHEMA "{names.schema}"')
    for role in names.roles:
        if not await _uses(connection, role, names.schema):
            await run(connection, f'GRANT USAGE ON SCHEMA "{names.schema}" TO "{role}"')
    await connection.exec_driver_sql(
        "SELECT set_config('search_path', $1, true)", (f'"{names.schema}"',)
    )


async def make_role(connection: AsyncConnection, role: str) -> None:
    """Roles belong to the whole server, so that another database's migration may be first."""
    await run(
        connection,
        f'DO $$ BEGIN CREATE ROLE "{role}" NOLOGIN;'
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
        told=f'CREATE ROLE "{role}" NOLOGIN',
    )
    await run(connection, f'GRANT "{role}" TO CURRENT_USER')


async def _there(connection: AsyncConnection, where: str, name: str) -> bool:
    found = await connection.exec_driver_sql(f"SELECT 1 FROM {where} = $1", (name,))
    return found.first() is not None


async def _uses(connection: AsyncConnection, role: str, schema: str) -> bool:
    found = await connection.exec_driver_sql(
        "SELECT has_schema_privilege($1, $2, 'USAGE')", (role, schema)
    )
    return bool(found.scalar_one())


async def run(connection: AsyncConnection, statement: str, told: str | None = None) -> None:
    """Runs it; raises NotPreparedError with what an administrator has to run where it is denied."""
    try:
        await connection.exec_driver_sql(statement)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _DENIED:
            raise
        raise NotPreparedError(f"have an administrator run: {told or statement}") from error
