"""Writes the changes of aggregates, each only where the version is still the one that was read."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from . import children
from .pending import Held
from .statements import ID, TENANT, VERSION, change, insert_all, removal


async def store(
    connection: AsyncConnection, changed: Sequence[Held[object]], tenant: str
) -> Held[object] | None:
    """Writes all of *changed* in their order; answers the first that somebody else changed.

    New rows of one table that follow each other go in one statement. What an aggregate holds in
    other tables follows it, once its own row is this transaction's.
    """
    for (kind, table), group in groupby(changed, key=lambda held: (held.change, held.table)):
        together = list(group)
        if kind == "add":
            await insert_all(connection, table, [held.row for held in together])
        for held in together:
            if kind != "add" and not await _rewrite(connection, held, tenant):
                return held
            if kind != "remove":  # children go with their aggregate by themselves
                await children.write(connection, held.id, held.item, held.stored, tenant)
    return None


async def _rewrite(connection: AsyncConnection, held: Held[object], tenant: str) -> bool:
    statement = removal if held.change == "remove" else change
    found = {ID: held.id, VERSION: held.version}
    if "tenant" in held.table.c:
        found[TENANT] = tenant
    done = await connection.execute(statement(held.table, held.key), {**held.row, **found})
    return done.rowcount == 1
