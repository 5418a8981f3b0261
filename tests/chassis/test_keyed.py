"""What is tried again here is known by others as what they did before."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from _system__chassis.errors import Conflict
from _system__chassis.messaging.inbox import subscribe
from _system__chassis.messaging.schedule import Every, Schedule, Scheduler
from _system__chassis.runtime import Parts, Runtime
from _system__chassis.testing import Canned
from _system__chassis.work import Work
from _system__chassis.worker import settle

from tests.chassis.bench import Bench
from tests.chassis.bench import bench as open_bench
from tests.chassis.counting import CountedV1, a_work, count, noted, numbers
from tests.chassis.test_dispatcher import settled_in_the_end

pytestmark = pytest.mark.anyio


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """What is asked of others is the same on each engine."""
    async with open_bench("keyed", tmp_path, "") as made:
        yield made


class Handler:
    """Writes to others, and loses as many races as it is told to."""

    def __init__(self, losses: int) -> None:
        self.losses = losses

    async def __call__(self, work: Work, event: CountedV1) -> None:
        """Writes twice to one, once to another, and only asks a third."""
        bank = work.needs("bank.Charge", timeout=1, retry=0)
        await bank("POST", "/charges", body={})
        await work.needs("patients.Note", timeout=1, retry=0)("PUT", "/notes", body={})
        await bank("POST", "/charges", body={})
        await work.needs("patients.Get", timeout=1, retry=0)("GET", "/notes")
        await noted(work, event)
        self.losses -= 1
        if self.losses >= 0:
            raise Conflict()


async def asking(bench: Bench, *subscriptions: object, **more: object) -> tuple[Runtime, Canned]:
    """A context whose calls to others are noted."""
    calls = Canned({"bank.Charge": {}, "patients.Note": {}, "patients.Get": {}})
    await bench.context("asking", *subscriptions, **more)
    return await bench.another("asking", Parts(calls=calls)), calls


async def test_a_handler_that_runs_again_asks_with_the_same_keys(bench: Bench) -> None:
    handling = subscribe(CountedV1, Handler(losses=2), consumer="Ledger")
    runtime, calls = await asking(bench, handling)
    await count(runtime, "a", 1)
    await settled_in_the_end(runtime)
    assert await numbers(runtime.database, "a") == [1]
    keys = [one.key for one in calls.sent]
    assert keys[:4] == keys[4:8] == keys[8:], "three attempts"
    assert len(keys) == 12
    assert keys[3] is None
    assert len(set(keys)) == 4


async def test_another_message_and_another_consumer_have_keys_of_their_own(bench: Bench) -> None:
    first = subscribe(CountedV1, Handler(0), consumer="First")
    second = subscribe(CountedV1, Handler(0), consumer="Second")
    runtime, calls = await asking(bench, first, second)
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    keys = [one.key for one in calls.sent if one.key]
    assert len(set(keys)) == len(keys) == 12


async def test_a_schedule_that_is_tried_again_asks_with_the_same_keys(bench: Bench) -> None:
    losses = [Conflict(), None]

    async def run(work: Work) -> None:
        await work.needs("bank.Charge", timeout=1, retry=0)("POST", "/charges", body={})
        if lost := losses.pop(0):
            raise lost

    schedule = Schedule(name="nightly", every=Every(timedelta(0)), run=run)
    runtime, calls = await asking(bench, schedules=[schedule])
    scheduler = Scheduler(runtime, schedule)
    while losses:
        await scheduler.step()
        scheduler._resting.clear()
    losses.append(None)
    await scheduler.step()
    first, again, following = [one.key for one in calls.sent]
    assert first == again != following


async def test_what_is_never_tried_again_has_keys_that_nobody_has(bench: Bench) -> None:
    runtime, calls = await asking(bench)
    for _ in range(2):
        work = a_work(runtime)
        assert not work.reached
        await work.needs("bank.Charge", timeout=1, retry=0)("POST", "/charges", body={})
        assert work.reached
    first, second = (one.key for one in calls.sent)
    assert first != second
