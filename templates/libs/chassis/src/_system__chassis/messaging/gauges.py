"""What Prometheus is told of messages: how many wait, for how long, and what became of attempts."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

from prometheus_client import Counter, Gauge
from sqlalchemy import func, select

from ..observability.metrics import registry
from ..storage.runtime_tables import inbox, outbox

if TYPE_CHECKING:
    from ..runtime import Runtime

UNPUBLISHED = Gauge(
    "outbox_unpublished", "Events that wait for the relay.", ("context",), registry=registry
)
OUTBOX_AGE = Gauge(
    "outbox_oldest_seconds", "How long the oldest of them waits.", ("context",), registry=registry
)
MESSAGES = Gauge(
    "inbox_messages",
    "Messages that are not done: pending, parked, dead.",
    ("context", "state"),
    registry=registry,
)
INBOX_AGE = Gauge(
    "inbox_oldest_seconds",
    "How long the oldest pending message waits.",
    ("context",),
    registry=registry,
)
ATTEMPTS = Counter(
    "inbox_attempts",
    "Attempts at messages, by what became of them: done, ignored, retried, parked, dead, lost.",
    ("context", "consumer", "outcome"),
    registry=registry,
)

STATES = ("pending", "parked", "dead")

_PERIOD = 15.0


class Gauges:
    """Counts what waits in one context, every now and then. Every worker does, or who led once
    would tell old figures for ever."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime
        self._context = runtime.service.name

    async def step(self) -> bool:
        """Counts once."""
        waiting = select(func.count(), func.min(outbox.c.created_at)).where(
            outbox.c.published_at.is_(None)
        )
        unsettled = (
            select(inbox.c.state, func.count(), func.min(inbox.c.received_at))
            .where(inbox.c.state.in_(STATES))
            .group_by(inbox.c.state)
        )
        async with self._runtime.database.system(writes=False) as connection:
            unpublished, oldest = (await connection.execute(waiting)).one()
            by_state = {
                state: (count, first) for state, count, first in await connection.execute(unsettled)
            }
        UNPUBLISHED.labels(self._context).set(unpublished)
        OUTBOX_AGE.labels(self._context).set(self._age(oldest))
        for state in STATES:
            MESSAGES.labels(self._context, state).set(by_state.get(state, (0, None))[0])
        INBOX_AGE.labels(self._context).set(self._age(by_state.get("pending", (0, None))[1]))
        return False

    async def rest(self) -> None:
        """Counts again after a while."""
        await asyncio.sleep(_PERIOD)

    def _age(self, since: datetime | None) -> float:
        """Seconds since then; 0 where nothing waits."""
        if since is None:
            return 0.0
        return max(0.0, (self._runtime.clock() - since).total_seconds())
