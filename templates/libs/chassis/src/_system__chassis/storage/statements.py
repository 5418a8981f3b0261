"""The statements by which aggregates are read and written, built once for each table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
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


Through: TypeAlias = tuple[str, AnyTable]
"""A column that holds ids of another table, and that table."""


@cache
def by_id(
    table: AnyTable, key: str, owner: str | None, through: Through | None, *, locked: bool = False
) -> Select[tuple[object, ...]]:
    """The row of one id, of one tenant where rows have one, of one owner where *owner* is given.

    *locked*: nobody else changes or locks it until the transaction ends; on SQLite nobody may
    anyway, since it has one writer.
    """
    found = select(table).where(table.c[key] == bindparam(ID))
    if locked:
        found = found.with_for_update(of=table)
    if "tenant" in table.c:
        found = found.where(table.c.tenant == bindparam(TENANT))
    return found if owner is None else found.where(owned(table, owner, through, bindparam(OWNER)))


def owned(
    table: AnyTable, owner: str, through: Through | None, subject: BindParameter[object]
) -> ColumnElement[bool]:
    """Whether a row is of *subject*: by its own column, or by that of the row it refers to."""
    if through is None:
        return table.c[owner] == subject
    reference, holder = through[0], through[1].alias()  # which may be the same table
    held = [holder.c.id == table.c[reference], holder.c[owner] == subject]
    if "tenant" in holder.c:
        held.append(holder.c.tenant == table.c.tenant)
    return select(holder.c.id).where(*held).correlate(table).exists()


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
