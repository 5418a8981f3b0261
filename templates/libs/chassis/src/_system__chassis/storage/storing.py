"""Writes the changes of aggregates, each only where the version is still the one that was read."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from .pending import Held
from .statements import ID, TENANT, VERSION, change, insert_all, removal


async def store(
    connection: AsyncConnection, changed: Sequence[Held[object]], tenant: str
) -> Held[object] | None:
    """Writes all of *changed* in their order; answers the first that somebody else changed.

    New rows of one table that follow each other go in one statement.
    """
    for (kind, table), group in groupby(changed, key=lambda held: (held.change, held.table)):
        if kind == "add":
            await insert_all(connection, table, [held.row for held in group])
            continue
        for held in group:
            if not await _rewrite(connection, held, tenant):
                return held
    return None


async def _rewrite(connection: AsyncConnection, held: Held[object], tenant: str) -> bool:
    statement = removal if held.change == "remove" else change
    found = {ID: held.id, VERSION: held.version}
    if "tenant" in held.table.c:
        found[TENANT] = tenant
    done = await connection.execute(statement(held.table, held.key), {**held.row, **found})
    return done.rowcount == 1
