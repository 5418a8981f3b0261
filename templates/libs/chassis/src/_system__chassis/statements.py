"""The statements by which aggregates are read and written, built once for each table."""

from functools import cache

from sqlalchemy import (
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)

ID, TENANT, VERSION, OWNER = "the_id", "the_tenant", "the_version", "the_owner"
"""Parameters; their names are no column's."""


@cache
def by_id(table: Table, key: str, owner: str | None) -> Select[tuple[object, ...]]:
    """The row of one id, of one tenant where rows have one, of one owner where *owner* is given."""
    found = select(table).where(table.c[key] == bindparam(ID))
    if "tenant" in table.c:
        found = found.where(table.c.tenant == bindparam(TENANT))
    return found if owner is None else found.where(table.c[owner] == bindparam(OWNER))


@cache
def insertion(table: Table) -> Insert:
    """New rows; what they hold comes with the execution."""
    return insert(table).inline()


@cache
def change(table: Table, key: str) -> Update:
    """New values for a row that still has the version that was read."""
    changed = update(table).where(
        table.c[key] == bindparam(ID), table.c.version == bindparam(VERSION)
    )
    return changed.where(table.c.tenant == bindparam(TENANT)) if "tenant" in table.c else changed


@cache
def removal(table: Table, key: str) -> Delete:
    """Deletes a row that still has the version that was read."""
    gone = delete(table).where(table.c[key] == bindparam(ID), table.c.version == bindparam(VERSION))
    return gone.where(table.c.tenant == bindparam(TENANT)) if "tenant" in table.c else gone
