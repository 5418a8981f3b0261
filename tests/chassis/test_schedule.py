"""By the clock: once for each tenant, whoever leads, and not again after a restart."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from _system__chassis.errors import (
    Conflict,
    KeyInFlight,
    NotFound,
    TransitionRefused,
    Unwritten,
)
from _system__chassis.messaging.schedule import Cron, Every, Schedule, Scheduler
from _system__chassis.runtime import Parts, Runtime
from _system__chassis.storage.runtime_tables import schedules
from _system__chassis.work import Work
from sqlalchemy import select

from tests.chassis.bench import Bench
from tests.chassis.counting import a_work, entries, note

pytestmark = pytest.mark.anyio

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


async def tick(work: Work) -> None:
    note(work, work.caller.tenant or "nobody", 1)


HOURLY = Schedule(name="Tick", every=Every(HOUR), run=tick)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> dt.datetime:
        return self.now


async def scheduler(
    bench: Bench, clock: Clock, schedule: Schedule = HOURLY, *, tenancy: bool = False
) -> tuple[Runtime, Scheduler]:
    opened = await bench.context("sink", schedules=[schedule], tenancy=tenancy)
    runtime = replace(opened, clock=clock)
    return runtime, Scheduler(runtime, schedule)


async def known(runtime: Runtime, *tenants: str) -> None:
    for tenant in tenants:
        await a_work(runtime, tenant).commit(also=_nothing)


async def _nothing(connection: object) -> None:
    pass


async def test_it_first_runs_when_its_interval_is_over_and_then_once_in_each(bench: Bench):
    clock = Clock()
    runtime, due = await scheduler(bench, clock)
    seen = []
    for _ in range(5):
        await due.step()
        await due.step()
        seen.append(len(await entries(runtime.database)))
        clock.now += HOUR / 2
    assert seen == [0, 0, 1, 1, 2]


async def test_it_runs_once_for_each_tenant_that_is_known(bench: Bench):
    clock = Clock()
    runtime, due = await scheduler(bench, clock, tenancy=True)
    await known(runtime, "one", "two")
    await due.step()
    clock.now += HOUR
    await due.step()
    assert sorted(await entries(runtime.database)) == [("one", 1), ("two", 1)]


async def test_of_two_workers_that_both_believe_to_lead_one_has_an_effect(bench: Bench):
    clock = Clock()
    runtime, first = await scheduler(bench, clock, tenancy=True)
    other = await bench.another("sink", Parts(clock=clock))
    second = Scheduler(other, HOURLY)
    await known(runtime, *(f"tenant{number}" for number in range(10)))
    await first.step()
    for _ in range(3):
        clock.now += HOUR
        await asyncio.gather(first.step(), second.step())
    counted = await entries(runtime.database)
    assert sorted(counted) == sorted([(f"tenant{number}", 1) for number in range(10)] * 3)


async def test_a_restart_does_not_run_it_again_and_makes_up_once_for_what_was_missed(bench: Bench):
    clock = Clock()
    runtime, due = await scheduler(bench, clock)
    await due.step()
    clock.now += HOUR
    await due.step()
    await Scheduler(runtime, HOURLY).step()
    assert len(await entries(runtime.database)) == 1
    clock.now += 5 * HOUR
    restarted = Scheduler(runtime, HOURLY)
    await restarted.step()
    await restarted.step()
    assert len(await entries(runtime.database)) == 2


async def test_a_cron_line_is_read_in_utc(bench: Bench):
    clock = Clock()
    nightly = Schedule(name="Tick", every=Cron("30 3 * * *"), run=tick)
    runtime, due = await scheduler(bench, clock, nightly)
    await due.step()
    clock.now = dt.datetime(2026, 11, 25, 3, 29, 59, tzinfo=dt.UTC)
    await due.step()
    assert await entries(runtime.database) == []
    clock.now += dt.timedelta(seconds=1)
    await due.step()
    assert len(await entries(runtime.database)) == 1


def test_what_is_no_cron_line_is_refused_when_it_is_written():
    with pytest.raises(ValueError, match="no cron line"):
        Cron("every now and then")


@pytest.mark.parametrize("error", [RuntimeError("no"), Conflict(), NotFound(), KeyInFlight()])
async def test_a_run_that_fails_has_no_effect_and_is_tried_again_before_its_next_time(
    bench: Bench, error: Exception
):
    """So is one that lost a race, or did not find what another was about to store."""
    clock = Clock()
    faults = [error]

    async def fail_once(work: Work) -> None:
        await tick(work)
        if faults:
            raise faults.pop()

    failing = Schedule(name="Tick", every=Every(HOUR), run=fail_once)
    runtime, due = await scheduler(bench, clock, failing)
    await due.step()
    clock.now += HOUR
    await due.step()
    assert await entries(runtime.database) == []
    async with asyncio.timeout(10):
        while not await entries(runtime.database):
            await due.step()
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("error", [TransitionRefused("no"), Unwritten("tick")])
async def test_a_run_that_is_refused_counts_and_has_no_effect(bench: Bench, error: Exception):
    clock = Clock()
    runs = []

    async def refuse(work: Work) -> None:
        runs.append(work.now)
        note(work, "nobody", 1)
        raise error

    runtime, due = await scheduler(
        bench, clock, Schedule(name="Tick", every=Every(HOUR), run=refuse)
    )
    await due.step()
    clock.now += HOUR
    await due.step()
    await due.step()
    assert runs == [NOON + HOUR]
    assert await entries(runtime.database) == []
    async with runtime.database.system(writes=False) as connection:
        assert await connection.scalar(select(schedules.c.last_run)) == NOON + HOUR


async def test_it_runs_as_the_context_itself(bench: Bench):
    clock = Clock()
    callers = []

    async def look(work: Work) -> None:
        callers.append(work.caller)

    runtime, due = await scheduler(bench, clock, Schedule(name="L", every=Every(HOUR), run=look))
    await due.step()
    clock.now += HOUR
    await due.step()
    (caller,) = callers
    assert caller.subject == f"service:{runtime.service.name}"
    assert (caller.service, caller.acting, caller.roles) == (
        runtime.service.name,
        False,
        frozenset(),
    )
