"""Deletes what is done with, in batches, so that the tables that all goes through stay small."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, select, tuple_

from ..storage.columns import AnyTable
from ..storage.runtime_tables import idempotency, inbox, outbox

if TYPE_CHECKING:
    from ..runtime import Runtime

BATCH = 5000

PUBLISHED = timedelta(days=7)
"""How long events are kept in the outbox and on the bus after they were published."""

DONE = timedelta(days=14)
"""How long the inbox remembers what it has seen: longer than the bus can bring it again."""

_PERIOD = 60.0


class Retention:
    """Cleans up after one context; for the leader alone. What is not done it never touches."""

    def __init__(
        self, runtime: "Runtime", published: timedelta = PUBLISHED, done: timedelta = DONE
    ) -> None:
        self._runtime, self._published, self._done = runtime, published, done

    async def step(self) -> bool:
        """Deletes one batch of each kind; answers whether one was full, so that there is more."""
        now = self._runtime.clock()
        expired = idempotency.c.expires_at < now
        seen = (inbox.c.state == "done") & (inbox.c.done_at < now - self._done)
        counts = [
            await self._delete(outbox, outbox.c.published_at < now - self._published),
            await self._delete(inbox, seen),
            await self._delete(idempotency, expired),
            await self._runtime.bus.forget(self._published, BATCH),
        ]
        return max(counts) >= BATCH

    async def rest(self) -> None:
        """Comes again after a minute."""
        await asyncio.sleep(_PERIOD)

    async def _delete(self, table: AnyTable, where: ColumnElement[bool]) -> int:
        key: Sequence[ColumnElement[object]] = tuple(table.primary_key)
        batch = select(*key).where(where).limit(BATCH)
        async with self._runtime.database.system() as connection:
            return (await connection.execute(delete(table).where(tuple_(*key).in_(batch)))).rowcount
