"""What becomes of a message, and of what waits behind it under the same key."""

import asyncio
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest
from _system__chassis.errors import Conflict, NotFound, TransitionRefused, Unwritten
from _system__chassis.messaging import dead
from _system__chassis.messaging.claims import ClaimLostError, Claims
from _system__chassis.messaging.dispatcher import Dispatcher
from _system__chassis.messaging.events import Envelope
from _system__chassis.messaging.inbox import Intake, Retry, Subscription, subscribe
from _system__chassis.messaging.relay import Relay
from _system__chassis.runtime import Runtime
from _system__chassis.storage.runtime_tables import inbox
from _system__chassis.work import Work
from _system__chassis.worker import settle
from sqlalchemy import insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from tests.chassis import counting
from tests.chassis.bench import Bench
from tests.chassis.counting import (
    CountedV1,
    after,
    count,
    entries,
    note,
    noted,
    numbers,
)

pytestmark = pytest.mark.anyio


class Moody:
    """Raises what a test has put in for a counter, as often as it says, and then nothing."""

    def __init__(self) -> None:
        self.raises: dict[str, list[Exception]] = {}
        self.seen: list[tuple[str, int]] = []

    async def __call__(self, event: CountedV1) -> None:
        self.seen.append((event.counter, event.number))
        if waiting := self.raises.get(event.counter):
            raise waiting.pop(0)


def ledger(first: Callable, **more: object) -> Subscription:
    return subscribe(CountedV1, after(first), consumer="Ledger", **more)


async def states(runtime: Runtime) -> list[tuple[str, str]]:
    """Key and state of each message, as they came in."""
    wanted = select(inbox.c.key, inbox.c.state).order_by(inbox.c.id)
    async with runtime.database.system(writes=False) as connection:
        return [(row.key, row.state) for row in await connection.execute(wanted)]


async def settled_in_the_end(runtime: Runtime) -> None:
    """Goes on until nothing is pending, through all the pauses."""
    async with asyncio.timeout(20):
        await settle(runtime)
        while any(state == "pending" for _, state in await states(runtime)):
            await asyncio.sleep(0.01)
            await settle(runtime)


async def reason(runtime: Runtime) -> str:
    """Why the last message is as it is."""
    wanted = select(inbox.c.reason).order_by(inbox.c.id.desc()).limit(1)
    async with runtime.database.system(writes=False) as connection:
        return str(await connection.scalar(wanted))


async def test_a_fault_is_tried_again_until_it_is_gone_and_the_key_keeps_its_order(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [RuntimeError("no"), RuntimeError("not yet")]
    runtime = await bench.context("both", ledger(moody))
    await count(runtime, "a", 1, 2)
    await settled_in_the_end(runtime)
    assert moody.seen == [("a", 1), ("a", 1), ("a", 1), ("a", 2)]
    assert await numbers(runtime.database, "a") == [1, 2]


async def test_a_failing_key_does_not_hold_up_others(bench: Bench):
    moody = Moody()
    moody.raises["bad"] = [RuntimeError("no")] * 3
    runtime = await bench.context("both", ledger(moody, retry=Retry(first=3600.0)))
    await count(runtime, "bad", 1, 2)
    await count(runtime, "good", 1, 2)
    await settle(runtime)
    assert await entries(runtime.database) == [("good", 1), ("good", 2)]


async def test_the_effect_of_a_failed_attempt_is_nowhere(bench: Bench):
    async def fail_at_the_end(work, event):
        note(work, event.counter, event.number)
        raise RuntimeError("after all")

    runtime = await bench.context("both", subscribe(CountedV1, fail_at_the_end, consumer="Ledger"))
    await count(runtime, "a", 1)
    await settle(runtime)
    assert await entries(runtime.database) == []


async def test_after_the_last_attempt_it_is_dead_and_blocks_its_key(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [RuntimeError("no")] * 3
    runtime = await bench.context("both", ledger(moody, retry=Retry(attempts=3, first=0.1)))
    await count(runtime, "a", 1, 2)
    await count(runtime, "b", 1)
    async with asyncio.timeout(20):
        while ("a", "dead") not in await states(runtime):
            await settle(runtime)
    await settle(runtime)
    assert len(moody.seen) == 4
    assert await entries(runtime.database) == [("b", 1)]
    assert await states(runtime) == [("a", "dead"), ("a", "pending"), ("b", "done")]


async def test_a_replayed_message_runs_anew_and_lets_on_what_waited_behind_it(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [RuntimeError("no")]
    runtime = await bench.context("both", ledger(moody, retry=Retry(attempts=1)))
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    assert await dead.replay(runtime.database) == 1
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [1, 2]


async def test_a_discarded_message_has_no_effect_and_lets_on_what_waited_behind_it(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [RuntimeError("no")]
    runtime = await bench.context("both", ledger(moody, retry=Retry(attempts=1)))
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    (letter,) = await dead.find("both", runtime.database)
    assert await dead.discard(runtime.database, int(letter.id.partition(":")[2])) == 1
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [2]


async def test_a_dead_message_may_be_skipped_by_what_waits_behind_it(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [RuntimeError("no")]
    skipping = ledger(moody, retry=Retry(attempts=1), on_dead="skip")
    runtime = await bench.context("both", skipping)
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [2]
    assert await states(runtime) == [("a", "dead"), ("a", "done")]


async def test_a_refused_message_is_dead_without_another_attempt(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [TransitionRefused("it is closed")]
    runtime = await bench.context("both", ledger(moody))
    await count(runtime, "a", 1)
    await settle(runtime)
    assert len(moody.seen) == 1
    assert await states(runtime) == [("a", "dead")]
    assert await reason(runtime) == "TransitionRefused: it is closed"


async def test_a_refusal_may_be_ignored_and_is_remembered(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [TransitionRefused("it is closed")]
    runtime = await bench.context("both", ledger(moody, otherwise="ignore"))
    await count(runtime, "a", 1)
    await settle(runtime)
    assert await states(runtime) == [("a", "done")]
    assert await reason(runtime) == "TransitionRefused: it is closed"


async def test_what_is_not_there_yet_is_waited_for(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [NotFound()]
    runtime = await bench.context("both", ledger(moody))
    await count(runtime, "a", 1)
    await settled_in_the_end(runtime)
    assert await numbers(runtime.database, "a") == [1]


async def test_what_is_not_there_may_be_ignored(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [NotFound()]
    runtime = await bench.context("both", ledger(moody, missing="ignore"))
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [2]


async def test_a_lost_race_is_no_refusal_and_is_tried_again(bench: Bench):
    moody = Moody()
    moody.raises["a"] = [Conflict()]
    runtime = await bench.context("both", ledger(moody, otherwise="ignore"))
    await count(runtime, "a", 1)
    await settled_in_the_end(runtime)
    assert await numbers(runtime.database, "a") == [1]


async def test_an_unwritten_handler_parks_its_messages_and_they_run_when_it_is_written(
    bench: Bench,
):
    moody = Moody()
    moody.raises["a"] = [Unwritten("handlers.noted")] * 30
    runtime = await bench.context("both", ledger(moody, retry=Retry(attempts=2)))
    await count(runtime, "a", 1, 2)
    for _ in range(5):  # each time it is tried once more, and no attempt is counted
        await settle(runtime)
    assert await states(runtime) == [("a", "parked"), ("a", "pending")]
    assert moody.seen == [("a", 1)] * 5
    moody.raises.clear()
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [1, 2]


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
async def test_a_payload_that_does_not_parse_is_dead_at_once_and_says_why(bench: Bench):
    moody = Moody()
    runtime = await bench.context("both", ledger(moody))
    event = CountedV1.model_construct(counter="a", number="Jane Doe")
    await runtime.bus.publish([Envelope.of(event, source="/x/y", time=runtime.clock())])
    await settle(runtime)
    assert moody.seen == []
    assert await states(runtime) == [("a", "dead")]
    assert (await reason(runtime)).startswith("does not parse: number: ")
    assert "Jane" not in await reason(runtime)


async def test_a_message_that_kills_each_worker_that_takes_it_is_dead_in_the_end(bench: Bench):
    runtime = await bench.context("both", ledger(Moody(), retry=Retry(attempts=2)))
    await count(runtime, "a", 1)
    await taken_in(runtime)
    claims = Claims(runtime.database, [("Ledger", CountedV1.topic)], lease=0.0)
    for _ in range(2):  # a worker that dies ends no claim
        assert await claims.take(1)
    await settle(runtime)
    assert await states(runtime) == [("a", "dead")]


async def taken_in(runtime: Runtime) -> None:
    """Everything is in the inbox, nothing is handled yet."""
    await Relay(runtime).step()
    await Intake(runtime).step()


async def test_who_has_lost_the_claim_has_no_effect(bench: Bench):
    """The first worker hangs past its lease; a second one takes over; then the first wakes up."""
    hangs, goes_on = asyncio.Event(), asyncio.Event()
    attempts: list[int] = []

    async def hang_at_first(event):
        attempts.append(event.number)
        if len(attempts) == 1:
            hangs.set()
            await goes_on.wait()

    runtime = await bench.context("both", ledger(hang_at_first))
    await count(runtime, "a", 1)
    await taken_in(runtime)
    first, second = Dispatcher(runtime), Dispatcher(await bench.another("both"))
    await first.step()
    await hangs.wait()
    await expire_leases(runtime)
    await second.step()
    await second.finish()
    goes_on.set()
    await first.finish()
    assert attempts == [1, 1]
    assert await numbers(runtime.database, "a") == [1]
    assert await states(runtime) == [("a", "done")]


async def expire_leases(runtime: Runtime) -> None:
    async with runtime.database.system() as connection:
        await connection.execute(update(inbox).values(lease_until=0.0))


async def test_no_outcome_is_written_by_who_has_lost_the_claim(bench: Bench):
    runtime = await bench.context("both", ledger(Moody()))
    await count(runtime, "a", 1)
    await taken_in(runtime)
    claims = Claims(runtime.database, [("Ledger", CountedV1.topic)], lease=0.0)
    (old,) = await claims.take(1)
    (new,) = await claims.take(1)
    with pytest.raises(ClaimLostError):
        await claims.ignore(old, "late")
    await claims.ignore(new, "in time")
    with pytest.raises(ClaimLostError):
        await claims.ignore(new, "again")


async def test_while_one_message_of_a_key_is_in_hand_no_other_of_it_is_claimed(bench: Bench):
    """Not even one that belongs before it and came late."""
    runtime = await bench.context("both", ledger(Moody()))
    claims = Claims(runtime.database, [("Ledger", CountedV1.topic)])
    await arrived(runtime, "a", 2)
    assert len(await claims.take(5)) == 1
    await arrived(runtime, "a", 1)
    await arrived(runtime, "b", 1)
    assert [claim.place.key for claim in await claims.take(5)] == ["b"]


async def arrived(runtime: Runtime, key: str, number: int) -> None:
    event = CountedV1(counter=key, number=number)
    envelope = Envelope.of(event, source="/x/y", time=runtime.clock(), sequence=number * 1000)
    await runtime.bus.publish([envelope])
    await Intake(runtime).step()


async def test_two_dispatchers_that_claim_at_once_never_claim_the_same(bench: Bench):
    runtime = await bench.context("both", ledger(Moody()))
    await count(runtime, "a", 1, 2)
    for key in "bcdefgh":
        await count(runtime, key, 1)
    await taken_in(runtime)
    other = await bench.another("both")
    known = [("Ledger", CountedV1.topic)]
    claims = [Claims(one.database, known) for one in (runtime, other) * 4]
    taken = await asyncio.gather(*(one.take(2) for one in claims))
    ids = [claim.id for some in taken for claim in some]
    assert len(ids) == len(set(ids)) == 8


async def test_messages_of_consumers_that_this_version_does_not_know_are_left_alone(bench: Bench):
    runtime = await bench.context("both", ledger(Moody()), ledger_of("Newer"))
    await count(runtime, "a", 1)
    await taken_in(runtime)
    older = replace(
        runtime, service=replace(runtime.service, subscriptions=runtime.service.subscriptions[:1])
    )
    dispatcher = Dispatcher(older)
    await dispatcher.step()
    await dispatcher.finish()
    assert sorted(state for _, state in await states(runtime)) == ["done", "pending"]


def ledger_of(consumer: str) -> Subscription:
    return subscribe(CountedV1, noted, consumer=consumer)


async def test_a_handler_that_never_ends_is_cut_off_and_tried_again(bench: Bench):
    attempts: list[int] = []

    async def hang_at_first(event):
        attempts.append(event.number)
        if len(attempts) == 1:
            await asyncio.sleep(3600)

    runtime = await bench.context("both", ledger(hang_at_first))
    await count(runtime, "a", 1)
    await taken_in(runtime)
    dispatcher = Dispatcher(runtime, lease=0.6)
    async with asyncio.timeout(20):
        while await numbers(runtime.database, "a") != [1]:
            await dispatcher.step()
            await dispatcher.finish()
    assert attempts == [1, 1]


async def test_like_failures_have_one_fingerprint_and_others_another(bench: Bench):
    moody = Moody()
    moody.raises = {"a": [KeyError("x")], "b": [KeyError("y")], "c": [ValueError("z")]}
    runtime = await bench.context("both", ledger(moody, retry=Retry(attempts=1)))
    for key in "abc":
        await count(runtime, key, 1)
    await settle(runtime)
    prints = [letter.fingerprint for letter in await dead.find("both", runtime.database)]
    assert len(prints) == 3
    assert len(set(prints)) == 2


async def test_no_row_is_quoted_where_a_handler_breaks_what_the_database_demands(bench: Bench):
    """PostgreSQL by itself quotes the whole row that it refuses."""

    async def break_it(work: Work, event: CountedV1) -> None:
        async def write(connection: AsyncConnection) -> None:
            row = {"tenant": "", "counter": "Jane Doe", "number": null()}
            await connection.execute(insert(counting.ledger).values(row))

        work.pending.views.append(("Ledger", write))

    breaking = subscribe(CountedV1, break_it, consumer="Ledger", retry=Retry(attempts=1))
    runtime = await bench.context("both", breaking)
    await count(runtime, "a", 1)
    with capture_logs() as lines:
        await settle(runtime)
    assert await states(runtime) == [("a", "dead")]
    assert (await reason(runtime)).startswith("IntegrityError: ")
    (error,) = [line["exc_info"] for line in lines if line["event"] == "message_failed"]
    told = "".join(traceback.format_exception(error))
    assert "IntegrityError" in told
    assert "Jane" not in f"{told}{lines}{await reason(runtime)}"
