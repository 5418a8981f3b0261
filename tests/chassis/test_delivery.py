"""From one context's commit into another's database: nothing is lost, nothing applied twice."""

import asyncio
import random
from dataclasses import dataclass, field, replace
from typing import ClassVar

import pytest
from _system__chassis.errors import Unavailable
from _system__chassis.messaging.bus import Bus, Delivery
from _system__chassis.messaging.events import Envelope, PublishedEvent
from _system__chassis.messaging.inbox import Retry, subscribe
from _system__chassis.messaging.relay import Relay
from _system__chassis.runtime import Runtime
from _system__chassis.storage.runtime_tables import inbox, outbox
from _system__chassis.worker import Worker, settle
from opentelemetry.trace import get_current_span
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.chassis.bench import Bench
from tests.chassis.counting import CountedV1, count, entries, noted, numbers
from tests.chassis.eventually import until

pytestmark = pytest.mark.anyio

LEDGER = subscribe(CountedV1, noted, consumer="Ledger")


@dataclass
class Proxy:
    """A bus before the real one; tests put what may go wrong into its subclasses."""

    bus: Bus
    published: list[Envelope] = field(default_factory=list)

    async def publish(self, envelopes):
        done = await self.bus.publish(envelopes)
        self.published += envelopes
        return done

    async def receive(self, group, topics, limit):
        return await self.bus.receive(group, topics, limit)

    async def acknowledge(self, group, deliveries):
        await self.bus.acknowledge(group, deliveries)

    async def forget(self, keep, limit):
        return await self.bus.forget(keep, limit)

    async def close(self):
        await self.bus.close()


class Shuffling(Proxy):
    """Gives everything several times and in no order, one part of it again and again."""

    async def receive(self, group, topics, limit):
        found = await super().receive(group, topics, limit)
        many = [*found, *random.Random(len(found)).choices(found, k=len(found))] if found else []
        random.Random(7).shuffle(many)
        return many

    async def acknowledge(self, group, deliveries):
        await super().acknowledge(group, deliveries[: 1 + len(deliveries) // 2])


def through(runtime: Runtime, kind: type[Proxy], **more: object) -> tuple[Runtime, Proxy]:
    proxy = kind(runtime.bus, **more)
    return replace(runtime, bus=proxy), proxy


async def unpublished(runtime: Runtime) -> int:
    waiting = select(func.count()).where(outbox.c.published_at.is_(None)).select_from(outbox)
    async with runtime.database.system(writes=False) as connection:
        return int(await connection.scalar(waiting) or 0)


async def test_what_one_context_emits_others_handle_each_for_itself(bench: Bench):
    source = await bench.context("source", LEDGER)
    first = await bench.context("first", LEDGER)
    second = await bench.context("second", LEDGER)
    await count(source, "a", 1, 2, 3)
    await settle(source, first, second)
    for context in (source, first, second):
        assert await numbers(context.database, "a") == [1, 2, 3]


async def test_two_consumers_of_one_context_get_each_event_once(bench: Bench):
    both = await bench.context("both", LEDGER, replace(LEDGER, consumer="Other"))
    await count(both, "a", 1)
    await settle(both)
    assert await numbers(both.database, "a") == [1, 1]


async def test_who_comes_late_gets_what_was_published_before(bench: Bench):
    source = await bench.context("source")
    await count(source, "a", 1, 2)
    await settle(source)
    late = await bench.context("late", LEDGER)
    await settle(late)
    assert await numbers(late.database, "a") == [1, 2]


async def test_repeated_and_shuffled_deliveries_are_applied_once_and_in_order(bench: Bench):
    source = await bench.context("source")
    sink, _ = through(await bench.context("sink", LEDGER), Shuffling)
    expected = {f"key{key}": list(range(1, 21)) for key in range(5)}
    for start in (1, 11):
        for key in expected:
            for number in range(start, start + 10):
                await emit_in_sequence(source, key, number)
        await settle(source, sink)
        await settle(sink)
    for key, wanted in expected.items():
        assert await numbers(sink.database, key) == wanted


async def emit_in_sequence(runtime: Runtime, key: str, number: int) -> None:
    """As an aggregate would that has this version; publishes at once, past the outbox."""
    event = CountedV1(counter=key, number=number)
    envelope = Envelope.of(event, source="/x/y", time=runtime.clock(), sequence=number * 1000)
    await runtime.bus.publish([envelope])


async def test_an_event_published_twice_is_applied_once(bench: Bench):
    """As after a relay that died between publishing and marking."""
    source = await bench.context("source", LEDGER)
    await count(source, "a", 1, 2)
    async with source.database.system(writes=False) as connection:
        rows = (await connection.execute(select(outbox.c.envelope).order_by(outbox.c.id))).all()
    await source.bus.publish([Envelope.from_json(row.envelope) for row in rows])
    await settle(source)
    assert await numbers(source.database, "a") == [1, 2]
    assert await unpublished(source) == 0


async def test_two_relays_at_once_lose_nothing_and_keep_the_order(bench: Bench):
    source = await bench.context("source", LEDGER)
    twin = await bench.another("source")
    for start in range(0, 60, 10):
        for key in "abc":
            await count(source, key, *range(start, start + 10))
    relays = [Relay(source), Relay(twin)]
    await asyncio.gather(*(drained(relay) for relay in relays))
    await settle(source)
    for key in "abc":
        assert await numbers(source.database, key) == list(range(60))


async def drained(relay: Relay) -> None:
    while await relay.step():
        pass


async def test_a_transaction_that_commits_late_is_published_all_the_same(bench: Bench):
    if not bench.url:
        pytest.skip("SQLite has one writer at a time: nobody commits late")
    source = await bench.context("source", LEDGER)
    name = source.database.names.schema
    slow = source.database.engine.execution_options(schema_translate_map={None: name})
    event = Envelope.of(CountedV1(counter="a", number=1), source="/x/y", time=source.clock())
    row = {"event_id": event.id, "topic": event.type, "key": "a", "tenant": ""}
    times = {"envelope": event.to_json(), "created_at": source.clock()}
    async with slow.begin() as connection:
        await connection.execute(outbox.insert().values(**row, **times))
        await count(source, "b", 2)
        await settle(source)
        assert await entries(source.database) == [("b", 2)]
    await settle(source)
    assert await entries(source.database) == [("b", 2), ("a", 1)]


class Refusing(Proxy):
    """Does not take one counter's events."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus)
        self.refused: set[str] = {"bad"}

    async def publish(self, envelopes):
        if any(one.subject in self.refused for one in envelopes):
            raise ValueError("too large")
        return await super().publish(envelopes)


async def test_a_key_that_the_bus_refuses_does_not_hold_up_others_and_goes_on_later(bench: Bench):
    source, bus = through(await bench.context("source", LEDGER), Refusing)
    await count(source, "bad", 1, 2)
    await count(source, "good", 1, 2)
    relay = Relay(source)
    await relay.step()
    assert [one.subject for one in bus.published] == ["good", "good"]
    bus.refused.clear()
    async with asyncio.timeout(10):
        while await unpublished(source):
            await relay.step()
            await asyncio.sleep(0.01)
    await settle(source)
    assert await numbers(source.database, "bad") == [1, 2]


class Down(Proxy):
    """Cannot be reached for a while."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus)
        self.down = True

    async def publish(self, envelopes):
        if self.down:
            raise Unavailable("no route")
        return await super().publish(envelopes)


async def test_while_the_bus_is_down_events_wait_and_no_key_is_blamed(bench: Bench):
    source, bus = through(await bench.context("source", LEDGER), Down)
    await count(source, "a", 1, 2)
    relay = Relay(source)
    with pytest.raises(Unavailable):
        await relay.step()
    bus.down = False
    assert await relay.step()
    await settle(source)
    assert await numbers(source.database, "a") == [1, 2]


async def test_an_unreadable_row_stops_its_key_and_no_other(bench: Bench):
    source = await bench.context("source", LEDGER)
    await count(source, "bad", 1)
    async with source.database.system() as connection:
        await connection.execute(update(outbox).values(envelope={"not": "an envelope"}))
    await count(source, "bad", 2)
    await count(source, "good", 1)
    await settle(source)
    assert await entries(source.database) == [("good", 1)]


class CountedV9(PublishedEvent):
    """A version that nobody listens to."""

    topic: ClassVar[str] = "counting.source.Counted.v9"
    key: ClassVar[str] = "counter"
    counter: str


class Eager(Proxy):
    """A broker that also brings what nobody asked for."""

    async def receive(self, group, topics, limit):
        return await super().receive(group, [*topics, CountedV9.topic], limit)


async def test_versions_that_nobody_knows_are_acknowledged_and_ignored(bench: Bench):
    sink, _ = through(await bench.context("sink", LEDGER), Eager)
    unknown = Envelope.of(CountedV9(counter="a"), source="/x/y", time=sink.clock())
    await sink.bus.publish([unknown])
    await emit_in_sequence(sink, "a", 1)
    await settle(sink)
    assert await numbers(sink.database, "a") == [1]
    assert await sink.bus.receive(sink.service.name, [CountedV9.topic], 10) == []


class Garbled(Proxy):
    """Somebody else writes to the bus, too."""

    async def receive(self, group, topics, limit):
        found = await super().receive(group, topics, limit)
        return [Delivery("77", CountedV1.topic, "no envelope"), *found] if found else []


async def test_what_is_no_envelope_is_dead_at_once_and_holds_nothing_up(bench: Bench):
    sink, _ = through(await bench.context("sink", LEDGER), Garbled)
    await emit_in_sequence(sink, "a", 1)
    await settle(sink)
    assert await numbers(sink.database, "a") == [1]
    async with sink.database.system(writes=False) as connection:
        dead = select(inbox.c.reason, inbox.c.blocks).where(inbox.c.state == "dead")
        ((reason, blocks),) = (await connection.execute(dead)).all()
    assert reason.startswith("no envelope: ")
    assert not blocks


async def test_the_tenant_and_the_trace_go_along_with_the_event(bench: Bench):
    seen: list[tuple[str, int]] = []

    async def look(work, event):
        seen.append((work.caller.tenant, get_current_span().get_span_context().trace_id))
        await noted(work, event)

    source = await bench.context("source", tenancy=True)
    sink = await bench.context("sink", subscribe(CountedV1, look, consumer="Ledger"), tenancy=True)
    with source.tracer.start_as_current_span("request") as span:
        await count(source, "a", 1, tenant="one")
    await settle(source, sink)
    assert seen == [("one", span.get_span_context().trace_id)]


async def test_workers_deliver_by_themselves_and_finish_what_they_have_in_hand(bench: Bench):
    begun = asyncio.Event()

    async def slow(work, event):
        begun.set()
        await asyncio.sleep(0.2)
        await noted(work, event)

    source = await bench.context("source")
    sink = await bench.context("sink", subscribe(CountedV1, slow, consumer="Ledger"))
    async with Worker(source), Worker(sink):
        await count(source, "a", 1)
        async with asyncio.timeout(20):
            await begun.wait()
    assert await numbers(sink.database, "a") == [1]


async def test_a_worker_survives_a_database_that_goes_away_for_a_while(bench: Bench):
    if not bench.url:
        pytest.skip("a file does not go away")
    source = await bench.context("source", replace(LEDGER, retry=Retry(attempts=50)))
    async with Worker(source):
        await cut_all_connections(source)
        await counted_in_the_end(source, "a", 1)
        await cut_all_connections(source)
        await until(lambda: has_come(source, "a", [1]))


async def counted_in_the_end(runtime: Runtime, counter: str, number: int) -> None:
    """As a client does: again until it succeeds. Its first connection may be a broken one."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await count(runtime, counter, number)
            except Unavailable:
                await asyncio.sleep(0.01)


async def has_come(runtime: Runtime, counter: str, wanted: list[int]) -> bool:
    """Whether exactly this stands in the ledger; not where the database does not answer."""
    try:
        return await numbers(runtime.database, counter) == wanted
    except DBAPIError:
        return False


async def cut_all_connections(runtime: Runtime) -> None:
    """Those of the context, from the server's side."""
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND (query LIKE :its OR application_name LIKE :its)"
    )
    async with runtime.database.engine.connect() as connection:
        await connection.execute(cut, {"its": f"%{runtime.service.name}%"})
