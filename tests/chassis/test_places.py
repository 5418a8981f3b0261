"""Whatever changes one row waits in one line, whichever aggregate and topic it comes from."""

import asyncio
from collections.abc import Sequence
from itertools import permutations
from typing import ClassVar

import pytest
from _system__chassis.messaging.claims import Claims
from _system__chassis.messaging.events import Envelope, PublishedEvent
from _system__chassis.messaging.inbox import Intake, Subscription, subscribe
from _system__chassis.runtime import Runtime
from _system__chassis.storage.runtime_tables import inbox
from _system__chassis.work import Work
from _system__chassis.worker import settle
from sqlalchemy import select, update

from tests.chassis.bench import Bench
from tests.chassis.counting import entries, note

pytestmark = pytest.mark.anyio


class CollectedV1(PublishedEvent):
    """The sample of an order was collected."""

    topic: ClassVar[str] = "clinic.ordering.collected.v1"
    key: ClassVar[str] = "order_id"
    order_id: str


class ReportedV1(PublishedEvent):
    """An analysis has a result: it is the analysis that orders these events."""

    topic: ClassVar[str] = "clinic.laboratory.reported.v1"
    key: ClassVar[str] = "analysis_id"
    analysis_id: str
    order_id: str


class Board:
    """The handlers of a board with a row for each order; the first event fails at first."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails

    async def collected(self, work: Work, event: CollectedV1) -> None:
        if self.fails:
            self.fails = False
            raise RuntimeError("not now")
        note(work, event.order_id, 1)

    async def reported(self, work: Work, event: ReportedV1) -> None:
        note(work, event.order_id, 2)

    def subscriptions(self) -> tuple[Subscription, Subscription]:
        return (
            subscribe(CollectedV1, self.collected, consumer="Board"),
            subscribe(
                ReportedV1, self.reported, consumer="Board", place=lambda event: event.order_id
            ),
        )


def collected(sequence: int | None = None) -> tuple[PublishedEvent, str, int | None]:
    return CollectedV1(order_id="order"), "/clinic/ordering", sequence


def reported(
    analysis: str = "analysis", sequence: int | None = None
) -> tuple[PublishedEvent, str, int | None]:
    return ReportedV1(analysis_id=analysis, order_id="order"), "/clinic/laboratory", sequence


async def arrive(
    runtime: Runtime, events: Sequence[tuple[PublishedEvent, str, int | None]]
) -> None:
    """Each is in the inbox, in this order; nothing is handled yet."""
    for event, source, sequence in events:
        envelope = Envelope.of(event, source=source, time=runtime.clock(), sequence=sequence)
        await runtime.bus.publish([envelope])
        await Intake(runtime).step()


async def keys(runtime: Runtime) -> list[str]:
    async with runtime.database.system(writes=False) as connection:
        return list(await connection.scalars(select(inbox.c.key).order_by(inbox.c.id)))


async def test_what_is_held_back_holds_back_whatever_changes_the_same_row(bench: Bench):
    runtime = await bench.context("board", *Board(fails=True).subscriptions())
    await arrive(runtime, [collected(2000), reported(sequence=1000)])
    async with asyncio.timeout(20):
        while len(await entries(runtime.database)) < 2:
            await settle(runtime)
            await asyncio.sleep(0.01)
    assert await entries(runtime.database) == [("order", 1), ("order", 2)]


async def test_a_payload_that_names_no_place_waits_under_its_own_key(bench: Bench):
    runtime = await bench.context("board", *Board().subscriptions())
    poison = ReportedV1.model_construct(analysis_id="analysis")
    await arrive(runtime, [(poison, "/clinic/laboratory", 1000), reported("other"), collected()])
    assert await keys(runtime) == ["analysis", "order", "order"]
    await settle(runtime)
    async with runtime.database.system(writes=False) as connection:
        states = await connection.scalars(select(inbox.c.state).order_by(inbox.c.id))
        assert states.all() == ["dead", "done", "done"]


async def test_what_makes_no_place_of_an_event_does_not_stop_the_intake(bench: Bench):
    def nowhere(event: ReportedV1) -> str:
        raise AttributeError(event.analysis_id)

    async def handle(work: Work, event: ReportedV1) -> None:
        note(work, event.order_id, 2)

    placed = subscribe(ReportedV1, handle, consumer="Board", place=nowhere)
    long = subscribe(ReportedV1, handle, consumer="Long", place=lambda event: "x" * 1000)
    runtime = await bench.context("board", placed, long)
    await arrive(runtime, [reported()])
    assert sorted(await keys(runtime)) == ["analysis", "x" * 255]
    await settle(runtime)
    assert await entries(runtime.database) == [("order", 2)] * 2


ARRIVALS = {
    "a1": reported("a", 1000),
    "a2": reported("a", 2000),
    "a3": reported("a", 3000),
    "b1": reported("b", 1000),
    "b2": reported("b", 2000),
    "n": collected(),
}


@pytest.mark.parametrize(
    "names",
    [
        ("a1", "b1", "a2", "b2", "n"),
        (
            "a2",
            "b1",
            "a1",
        ),  # by sequence a1 < a2, by arrival a2 < b1 < a1: a circle, if compared so
        ("a3", "n", "a2", "b2", "a1", "b1"),
        ("b2", "a2", "n", "b1", "a1"),
        *permutations(("a1", "a2", "b1", "b2")),
    ],
    ids="-".join,
)
async def test_of_one_place_exactly_one_is_next_until_all_are_done_each_aggregates_in_order(
    bench: Bench, names: tuple[str, ...]
):
    runtime = await bench.context("board", *Board().subscriptions())
    await arrive(runtime, [ARRIVALS[name] for name in names])
    known = [("Board", one.topic) for one in (CollectedV1, ReportedV1)]
    claims = Claims(runtime.database, known)
    by_id = {number: name for name, number in zip(names, await ids(runtime), strict=True)}
    handled: list[str] = []
    while taken := await claims.take(10):
        assert len(taken) == 1
        handled.append(by_id[taken[0].id])
        await claims.ignore(taken[0], "seen")
    assert sorted(handled) == sorted(names)
    arrived_in_order = True
    for aggregate in "ab":
        of_one = [name for name in handled if name.startswith(aggregate)]
        assert of_one == sorted(of_one)
        arrived_in_order &= [name for name in names if name.startswith(aggregate)] == of_one
    if arrived_in_order:
        assert handled == list(names)


async def ids(runtime: Runtime) -> list[int]:
    async with runtime.database.system(writes=False) as connection:
        return list(await connection.scalars(select(inbox.c.id).order_by(inbox.c.id)))


async def test_a_dead_message_blocks_the_row_it_would_have_changed(bench: Bench):
    runtime = await bench.context("board", *Board().subscriptions())
    await arrive(runtime, [reported("a", 1000), collected(1000)])
    async with runtime.database.system() as connection:
        first = select(inbox.c.id).order_by(inbox.c.id).limit(1).scalar_subquery()
        dead = {"state": "dead", "blocks": True}
        await connection.execute(update(inbox).where(inbox.c.id == first).values(dead))
    await settle(runtime)
    assert await entries(runtime.database) == []
