"""The statements by which aggregates are read and written, built once for each table."""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import (
    Delete,
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from .columns import AnyTable

ID, TENANT, VERSION, OWNER = "the_id", "the_tenant", "the_version", "the_owner"
"""Parameters; their names are no column's."""


@cache
def by_id(table: AnyTable, key: str, owner: str | None) -> Select[tuple[object, ...]]:
    """The row of one id, of one tenant where rows have one, of one owner where *owner* is given."""
    found = select(table).where(table.c[key] == bindparam(ID))
    if "tenant" in table.c:
        found = found.where(table.c.tenant == bindparam(TENANT))
    return found if owner is None else found.where(table.c[owner] == bindparam(OWNER))


async def insert_all(
    connection: AsyncConnection, table: AnyTable, rows: Sequence[Mapping[str, object]]
) -> None:
    """Inserts *rows*, which all have the same columns, in one round trip."""
    values = [dict(row) for row in rows]
    await connection.execute(_insertion(table), values if len(values) > 1 else values[0])


@cache
def _insertion(table: AnyTable) -> Insert:
    return insert(table).inline()


@cache
def change(table: AnyTable, key: str) -> Update:
    """New values for a row that still has the version that was read."""
    changed = update(table).where(
        table.c[key] == bindparam(ID), table.c.version == bindparam(VERSION)
    )
    return changed.where(table.c.tenant == bindparam(TENANT)) if "tenant" in table.c else changed


@cache
def removal(table: AnyTable, key: str) -> Delete:
    """Deletes a row that still has the version that was read."""
    gone = delete(table).where(table.c[key] == bindparam(ID), table.c.version == bindparam(VERSION))
    return gone.where(table.c.tenant == bindparam(TENANT)) if "tenant" in table.c else gone
