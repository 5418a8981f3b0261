"""Publishes what is committed: the outbox's rows in their order, until the bus has them for good.

Rows are chosen by their state, never by "id greater than the last": a slow transaction's lower id
appears after a higher one. A relay that dies between publishing and marking publishes again;
whoever receives takes the same event once.
"""

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlalchemy import select, update

from ..errors import Unavailable
from ..storage.runtime_tables import outbox
from .backoff import pause
from .bus import Bus
from .events import Envelope, MalformedEnvelopeError
from .signals import BUS, OUTBOX

if TYPE_CHECKING:
    from ..runtime import Runtime

BATCH = 500

_AT_ONCE = 16  # keys that are published side by side when a batch fails as a whole
_FIRST, _MOST = 1.0, 60.0  # seconds that a failing key rests
_MOST_FAILING = 1000  # more failing keys than this, and it is not the keys

_log = structlog.get_logger(__name__)

_unpublished = (
    select(outbox.c.id, outbox.c.key, outbox.c.envelope)
    .where(outbox.c.published_at.is_(None))
    .order_by(outbox.c.id)
    .limit(BATCH)
)


@dataclass(slots=True)
class _Failing:
    """Keys that rest after a failure, by the process' own clock; a restart tries them again."""

    scale: float
    keys: dict[str, tuple[int, float]] = field(default_factory=dict)

    def resting(self) -> list[str]:
        return [key for key, (_, until) in self.keys.items() if until > time.monotonic()]

    def add(self, key: str) -> float:
        failures = self.keys.get(key, (0, 0.0))[0] + 1
        rests = pause(failures, _FIRST, _MOST, self.scale)
        self.keys[key] = (failures, time.monotonic() + rests)
        return rests

    def clear(self, key: str) -> None:
        self.keys.pop(key, None)


class Relay:
    """Moves one context's events from its outbox to the bus. One leads; two do no harm."""

    def __init__(self, runtime: "Runtime") -> None:
        self._runtime = runtime
        self._bus: Bus = runtime.bus
        self._failing = _Failing(runtime.settings.backoff_scale)

    async def step(self) -> bool:
        """Publishes one batch; answers whether anything came to the bus."""
        queues = await self._oldest()
        if not queues:
            return False
        acknowledged = await self._publish(queues)
        ids = [row for queue in queues for row in self._settled(queue, acknowledged)]
        if not ids:
            return False
        await self._mark(ids)
        self._runtime.signals.wake(BUS)
        return True

    async def rest(self) -> None:
        """Waits for a commit that emitted something, or looks again after a second."""
        await self._runtime.signals.wait(OUTBOX, 1.0)

    async def _oldest(self) -> list["_Queue"]:
        """The oldest rows that wait, each key's in their order."""
        resting = self._failing.resting()
        if len(resting) > _MOST_FAILING:
            raise Unavailable(f"{len(resting)} keys cannot be published")
        wanted = _unpublished.where(outbox.c.key.not_in(resting)) if resting else _unpublished
        async with self._runtime.database.system(writes=False) as connection:
            rows = (await connection.execute(wanted)).all()
        queues: dict[str, _Queue] = {}
        for row in rows:
            queues.setdefault(row.key, _Queue(row.key)).add(row.id, row.envelope)
        return list(queues.values())

    async def _publish(self, queues: Sequence["_Queue"]) -> set[UUID]:
        """All in one go; where that fails, each key by itself, so that none holds up others."""
        waiting = sorted(chain.from_iterable(queue.waiting for queue in queues), key=itemgetter(0))
        try:
            return set(await self._bus.publish([envelope for _, envelope in waiting]))
        except Unavailable:
            raise
        except Exception as error:
            _log.warning("relay_batch_refused", error=type(error).__name__)
        turns = asyncio.Semaphore(_AT_ONCE)
        return set().union(*await asyncio.gather(*(self._alone(one, turns) for one in queues)))

    async def _alone(self, queue: "_Queue", turns: asyncio.Semaphore) -> set[UUID]:
        """One after another, up to the first that the bus does not take."""
        acknowledged: set[UUID] = set()
        async with turns:
            for _, envelope in queue.waiting:
                try:
                    acknowledged.update(await self._bus.publish([envelope]))
                except Unavailable:
                    raise
                except Exception as error:
                    _log.error("relay_event_refused", event_id=str(envelope.id), exc_info=error)
                if envelope.id not in acknowledged:
                    break
        return acknowledged

    def _settled(self, queue: "_Queue", acknowledged: Collection[UUID]) -> list[int]:
        """The rows of *queue* that are published; the key rests when one is not."""
        taken = takewhile(lambda one: one[1].id in acknowledged, queue.waiting)
        ids = [row for row, _ in taken]
        if len(ids) == len(queue.waiting) and queue.whole:
            self._failing.clear(queue.key)
        else:
            rests = self._failing.add(queue.key)
            _log.warning("relay_key_rests", key=queue.key, seconds=round(rests, 3))
        return ids

    async def _mark(self, ids: Sequence[int]) -> None:
        marked = (
            update(outbox).where(outbox.c.id.in_(ids)).values(published_at=self._runtime.clock())
        )
        async with self._runtime.database.system() as connection:
            await connection.execute(marked)


@dataclass(slots=True)
class _Queue:
    """What waits under one key; not `whole` where a row in it cannot be read."""

    key: str
    waiting: list[tuple[int, Envelope]] = field(default_factory=list)
    whole: bool = True

    def add(self, row: int, value: object) -> None:
        """Appends a row, unless one before it could not be read."""
        if not self.whole:
            return
        try:
            self.waiting.append((row, Envelope.from_json(value)))
        except MalformedEnvelopeError as error:
            self.whole = False
            _log.error("relay_row_unreadable", row=row, reason=str(error))
