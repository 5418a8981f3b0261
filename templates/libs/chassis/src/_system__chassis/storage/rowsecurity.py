"""Row-level security on PostgreSQL: what a table gets, and whether it is really in force."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from .names import Names

_POLICY = "tenant_rows"
_RUNTIME_POLICY = "runtime_rows"

# A connection that was used before holds '' and not NULL: no tenant must mean no rows.
_TENANT_ONLY = "tenant = nullif(current_setting('app.tenant', true), '')"
_TENANT_OR_NONE = "tenant = coalesce(current_setting('app.tenant', true), '')"

_ROLES = "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ANY($1)"
_LOGIN = "SELECT session_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"
_TABLES = f"""
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_has_role($3, c.relowner, 'MEMBER'),
  EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = '{_POLICY}'
    AND p.polcmd = '*' AND pg_get_expr(p.polqual, c.oid) LIKE '%app.tenant%'
    AND pg_get_expr(p.polwithcheck, c.oid) LIKE '%app.tenant%'),
  EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname <> '{_POLICY}'
    AND p.polpermissive)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY c.relname
"""
_FORCED = "SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass($1)"
_READABLE = """
SELECT CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $3) THEN NOT EXISTS (
  SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT has_table_privilege($3, c.oid, 'SELECT'))
ELSE false END
"""
_GRANTED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT (
  has_table_privilege($3, c.oid, 'SELECT') AND has_table_privilege($3, c.oid, 'INSERT')
  AND has_table_privilege($3, c.oid, 'UPDATE') AND has_table_privilege($3, c.oid, 'DELETE'))
ORDER BY c.relname
"""


def quoted(connection: Connection, name: str) -> str:
    """*name* as SQL writes it, always in quotes: the server reserves more words than one thinks."""
    return connection.dialect.identifier_preparer.quote_identifier(name)


def protect(connection: Connection, table: str) -> None:
    """Lets every role, the owner too, see and write only the rows of the transaction's tenant."""
    _force(connection, table)
    on = quoted(connection, table)
    connection.exec_driver_sql(
        f"CREATE POLICY {_POLICY} ON {on} USING ({_TENANT_ONLY}) WITH CHECK ({_TENANT_ONLY})"
    )


def stop_protecting(connection: Connection, table: str) -> None:
    """Takes back `protect`."""
    on = quoted(connection, table)
    connection.exec_driver_sql(f"DROP POLICY {_POLICY} ON {on}")
    force(connection, table, on=False)
    connection.exec_driver_sql(f"ALTER TABLE {on} DISABLE ROW LEVEL SECURITY")


def protect_runtime(connection: Connection, table: str, names: Names) -> None:
    """The same for a table of the runtime, whose own role sees all rows of it."""
    _force(connection, table)
    on = quoted(connection, table)
    for policy, role, rows in (
        (_POLICY, names.app, _TENANT_OR_NONE),
        (_RUNTIME_POLICY, names.system, "true"),
    ):
        connection.exec_driver_sql(
            f"CREATE POLICY {policy} ON {on} TO {quoted(connection, role)}"
            f" USING ({rows}) WITH CHECK ({rows})"
        )


def grant(connection: Connection, table: str, role: str, rights: str) -> None:
    """Gives *role* the *rights*, `SELECT, INSERT`, on *table*."""
    on, to = quoted(connection, table), quoted(connection, role)
    connection.exec_driver_sql(f"GRANT {rights} ON {on} TO {to}")


def force(connection: Connection, table: str, *, on: bool) -> None:
    """Whether the table's owner obeys its policies too."""
    word = "FORCE" if on else "NO FORCE"
    connection.exec_driver_sql(f"ALTER TABLE {quoted(connection, table)} {word} ROW LEVEL SECURITY")


def is_forced(connection: Connection, table: str) -> bool:
    """Whether the table's owner obeys its policies; the table is looked for on the search path."""
    on = quoted(connection, table)
    found = connection.exec_driver_sql(_FORCED, (on,))
    return bool(found.scalar())


async def weaknesses(
    connection: AsyncConnection, names: Names, tenant_tables: Collection[str]
) -> list[str]:
    """Why one tenant might see another's rows, in sentences; [] when none can."""
    roles = await _all(connection, _ROLES, [names.app, names.system])
    found = {str(name): bool(above) for name, above in roles}
    missing = [name for name in (names.app, names.system) if name not in found]
    if missing:
        return [f"the role {name} is missing: run the migrations" for name in missing]
    wrong = [
        f"the role {name} is above row-level security" for name, above in found.items() if above
    ]
    rows = await _all(connection, _TABLES, names.schema, sorted(tenant_tables), names.app)
    there = {str(row[0]) for row in rows}
    wrong += [f"{table} is missing" for table in sorted(set(tenant_tables) - there)]
    return wrong + [sentence for row in rows for sentence in _weak_table(names, row)]


async def omnipotence(connection: AsyncConnection) -> list[str]:
    """Why the login itself is no fence, in a sentence: a statement may leave the role it is in."""
    return [
        f"the login {name} is above row-level security: give the service one of its own"
        for name, above in await _all(connection, _LOGIN)
        if above
    ]


async def readable(connection: AsyncConnection, names: Names, tables: Collection[str]) -> bool:
    """Whether the role that reads is there, and may read those of *tables* that are there."""
    ((found,),) = await _all(connection, _READABLE, names.schema, sorted(tables), names.reader)
    return bool(found)


async def ungranted(
    connection: AsyncConnection, names: Names, tables: Collection[str]
) -> list[str]:
    """Which of *tables* use cases may not read and write, in sentences."""
    rows = await _all(connection, _GRANTED, names.schema, sorted(tables), names.app)
    return [f"{row[0]} is not granted to {names.app}" for row in rows]


def _weak_table(names: Names, row: Sequence[object]) -> list[str]:
    table, forced, owned, policed, opened = row
    checks = (
        (not forced, f"row-level security is not forced on {table}"),
        (owned, f"the role {names.app} owns {table}"),
        (not policed, f"{table} has no policy {_POLICY} by tenant"),
        (opened, f"{table} has another policy that permits rows"),
    )
    return [sentence for wrong, sentence in checks if wrong]


def _force(connection: Connection, table: str) -> None:
    on = quoted(connection, table)
    connection.exec_driver_sql(f"ALTER TABLE {on} ENABLE ROW LEVEL SECURITY")
    force(connection, table, on=True)


async def _all(
    connection: AsyncConnection, statement: str, *values: object
) -> Sequence[Sequence[object]]:
    return (await connection.exec_driver_sql(statement, values)).all()
