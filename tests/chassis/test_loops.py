"""A loop goes on whatever happens in it, and ends between two steps."""

import asyncio

import pytest
from _system__chassis.messaging.backoff import pause
from _system__chassis.messaging.loops import Loop

pytestmark = pytest.mark.anyio


class Steps:
    """Answers or raises what it is given, in turn, then stops its loop."""

    def __init__(self, *outcomes: object) -> None:
        self.outcomes = list(outcomes)
        self.rests = 0
        self.loop = Loop("test", self.step, self.rest, scale=0.001)

    async def step(self) -> bool:
        outcome = self.outcomes.pop(0)
        if not self.outcomes:
            self.loop.stop()
        if isinstance(outcome, Exception):
            raise outcome
        return bool(outcome)

    async def rest(self) -> None:
        self.rests += 1


async def test_it_rests_only_where_there_is_nothing_to_do():
    steps = Steps(True, True, False, True, False)
    await steps.loop.run()
    assert steps.rests == 2


async def test_a_step_that_fails_is_followed_by_others():
    steps = Steps(RuntimeError("no"), OSError("still not"), True, True)
    await steps.loop.run()
    assert steps.outcomes == []


async def test_told_to_stop_it_ends_its_rest():
    loop = Loop("test", _nothing, _for_ever)
    running = asyncio.create_task(loop.run())
    await asyncio.sleep(0)
    loop.stop()
    async with asyncio.timeout(5):
        await running


async def test_told_to_stop_it_lets_a_step_finish():
    done = []

    async def step() -> bool:
        loop.stop()
        await asyncio.sleep(0.01)
        done.append(True)
        return True

    loop = Loop("test", step, _for_ever)
    await loop.run()
    assert done == [True]


async def test_a_rest_that_fails_is_survived():
    rests = []

    async def rest() -> None:
        rests.append(True)
        if len(rests) == 2:
            loop.stop()
        raise OSError("gone")

    loop = Loop("test", _nothing, rest, scale=0.001)
    async with asyncio.timeout(5):
        await loop.run()
    assert len(rests) == 2


async def _nothing() -> bool:
    return False


async def _for_ever() -> None:
    await asyncio.sleep(3600)


def test_pauses_double_up_to_the_longest_and_are_never_all_alike():
    for attempt, whole in ((1, 1.0), (2, 2.0), (3, 4.0), (10, 60.0), (10_000, 60.0)):
        waits = [pause(attempt, 1.0, 60.0) for _ in range(50)]
        assert all(0.8 * whole <= wait <= 1.2 * whole for wait in waits)
        assert len(set(waits)) > 1


def test_one_setting_scales_every_pause():
    assert pause(1, 100.0, 600.0, scale=0.01) <= 1.2
