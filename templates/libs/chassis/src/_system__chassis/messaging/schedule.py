"""What a context does by the clock, once for each tenant, however many workers there are.

The time of the last run is written in the transaction of the run's effect and only if nobody has
written it meanwhile: of two workers that both take themselves for the leader one has no effect.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog
from croniter import croniter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ..errors import TRANSIENT, NotFound, Refusal, Unwritten
from ..observability.telemetry import continue_trace
from ..own import own_work
from ..storage.runtime_tables import known_tenants, schedules
from ..storage.upserts import insert_into
from ..work import Work
from .backoff import pause
from .claims import ClaimLostError

if TYPE_CHECKING:
    from ..runtime import Runtime

_AT_ONCE = 8  # tenants whose runs go on side by side
_AGAIN: tuple[type[Refusal], ...] = (*TRANSIENT, NotFound)
_FIRST, _MOST = 5.0, 600.0  # seconds until a run that failed is tried again

_log = structlog.get_logger(__name__)


class Recurrence(Protocol):
    """When something is due again."""

    def after(self, last: datetime) -> datetime:
        """The first time after *last*."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """Again after *interval*, counted from the last run."""

    interval: timedelta

    def after(self, last: datetime) -> datetime:
        """The first time after *last*."""
        return last + self.interval


@dataclass(frozen=True, slots=True)
class Cron:
    """At the times of a cron line, in UTC: `0 3 * * *`. Raises ValueError for what is none."""

    line: str

    def __post_init__(self) -> None:
        if not croniter.is_valid(self.line):
            raise ValueError(f"{self.line!r} is no cron line")

    def after(self, last: datetime) -> datetime:
        """The first time after *last*."""
        following: datetime = croniter(self.line, last).get_next(datetime)
        return following


@dataclass(frozen=True, slots=True)
class Schedule:
    """An operation that runs by the clock. What was missed while nobody led is made up for once."""

    name: str
    every: Recurrence
    run: Callable[[Work], Awaitable[object]]


class Scheduler:
    """Runs one schedule of one context; for the leader alone."""

    def __init__(self, runtime: "Runtime", schedule: Schedule) -> None:
        self._runtime, self._schedule = runtime, schedule
        self._failures: dict[str, int] = {}
        self._resting: dict[str, float] = {}

    async def step(self) -> bool:
        """Runs it for every tenant for whom it is due; there is never more to do at once."""
        tenants, last_runs = await self._known()
        await self._begin([tenant for tenant in tenants if tenant not in last_runs])
        now = self._runtime.clock()
        due = [
            tenant
            for tenant, last in last_runs.items()
            if tenant in tenants and self._schedule.every.after(last) <= now
        ]
        turns = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._take_turn(one, last_runs[one], turns) for one in due))
        return False

    async def rest(self) -> None:
        """Looks again after a second."""
        await asyncio.sleep(1.0)

    async def _known(self) -> tuple[set[str], Mapping[str, datetime]]:
        """The tenants that there are, and when it last ran for each."""
        ran = select(schedules.c.tenant, schedules.c.last_run).where(
            schedules.c.name == self._schedule.name
        )
        async with self._runtime.database.system(writes=False) as connection:
            last_runs = {row.tenant: row.last_run for row in await connection.execute(ran)}
            if not self._runtime.service.tenancy:
                return {""}, last_runs
            tenants = set((await connection.scalars(select(known_tenants.c.tenant))).all())
        return tenants, last_runs

    async def _begin(self, tenants: list[str]) -> None:
        """For whom it is new, the clock starts now."""
        if not tenants:
            return
        name, now = self._schedule.name, self._runtime.clock()
        rows = [{"name": name, "tenant": tenant, "last_run": now} for tenant in tenants]
        async with self._runtime.database.system() as connection:
            starting = insert_into(connection, schedules, rows[0], over=("name", "tenant"), sets=())
            await connection.execute(starting, rows)

    async def _take_turn(self, tenant: str, last: datetime, turns: asyncio.Semaphore) -> None:
        if self._resting.get(tenant, 0.0) > time.monotonic():
            return
        told = {
            "context": self._runtime.service.name,
            "schedule": self._schedule.name,
            "tenant": tenant,
        }
        async with turns:
            with (
                continue_trace(self._runtime.tracer, None, f"schedule {self._schedule.name}"),
                structlog.contextvars.bound_contextvars(**told),
            ):
                await self._run(tenant, last)

    async def _run(self, tenant: str, last: datetime) -> None:
        """One run; what came between is tried again before the next time, after a pause."""
        try:
            await self._apply_or_skip(tenant, last)
        except ClaimLostError:
            _log.info("schedule_ran_elsewhere")
        except Exception as error:
            self._rest_after(tenant, error)
            return
        self._failures.pop(tenant, None)

    async def _apply_or_skip(self, tenant: str, last: datetime) -> None:
        """A refusal is a run's end until the next time. A lost race is none: raised like a fault.

        Nor is it one that something is not there: another may have removed it meanwhile.
        """
        try:
            await self._apply(tenant, last, self._schedule.run)
        except _AGAIN:
            raise
        except (Refusal, Unwritten) as error:
            _log.warning("schedule_refused", reason=f"{type(error).__name__}: {error}")
            await self._apply(tenant, last, _nothing)

    async def _apply(
        self, tenant: str, last: datetime, run: Callable[[Work], Awaitable[object]]
    ) -> None:
        work = own_work(self._runtime, tenant, self._schedule.name, last.isoformat())
        async with work:
            await run(work)
            work.audited = bool(work.pending.changed())
            await work.commit(also=partial(self._mark, tenant, last, work.now))

    async def _mark(
        self, tenant: str, last: datetime, now: datetime, connection: AsyncConnection
    ) -> None:
        marked = (
            update(schedules)
            .where(
                schedules.c.name == self._schedule.name,
                schedules.c.tenant == tenant,
                schedules.c.last_run == last,
            )
            .values(last_run=now)
        )
        if (await connection.execute(marked)).rowcount != 1:
            raise ClaimLostError(self._schedule.name)

    def _rest_after(self, tenant: str, error: Exception) -> None:
        self._failures[tenant] = self._failures.get(tenant, 0) + 1
        scale = self._runtime.settings.backoff_scale
        later = pause(self._failures[tenant], _FIRST, _MOST, scale)
        self._resting[tenant] = time.monotonic() + later
        _log.error("schedule_failed", again_in=round(later, 3), exc_info=error)


async def _nothing(work: Work) -> None:
    """What is done where the run was refused: it counts, and has no effect."""
