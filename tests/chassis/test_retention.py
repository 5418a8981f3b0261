"""What is done with is deleted after its time, and nothing else ever."""

import datetime as dt
from dataclasses import replace

import pytest
from _system__chassis.ids import uuid7
from _system__chassis.messaging.inbox import Retry, subscribe
from _system__chassis.messaging.relay import Relay
from _system__chassis.messaging.retention import Retention
from _system__chassis.runtime import Runtime
from _system__chassis.storage.runtime_tables import idempotency, inbox, outbox
from _system__chassis.worker import settle
from sqlalchemy import func, insert, select, text, update

from tests.chassis.bench import Bench
from tests.chassis.counting import CountedV1, count, noted, numbers

pytestmark = pytest.mark.anyio

YEAR = dt.timedelta(days=365)
LEDGER = subscribe(CountedV1, noted, consumer="Ledger", retry=Retry(attempts=1))


def later(runtime: Runtime, by: dt.timedelta = YEAR) -> Retention:
    """Retention as it is after a while; of the bus everything is old at once."""
    return Retention(replace(runtime, clock=lambda: dt.datetime.now(dt.UTC) + by))


async def rows(runtime: Runtime, table) -> int:
    async with runtime.database.system(writes=False) as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_published_events_and_handled_messages_go_when_they_are_old(bench: Bench):
    runtime = await bench.context("both", LEDGER)
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    await later(runtime, dt.timedelta(days=1)).step()
    assert [await rows(runtime, outbox), await rows(runtime, inbox)] == [2, 2]
    await later(runtime, dt.timedelta(days=10)).step()
    assert [await rows(runtime, outbox), await rows(runtime, inbox)] == [0, 2]
    await later(runtime).step()
    assert [await rows(runtime, outbox), await rows(runtime, inbox)] == [0, 0]


async def test_what_is_not_published_stays_however_old_it_is(bench: Bench):
    runtime = await bench.context("both", LEDGER)
    await count(runtime, "a", 1)
    await later(runtime).step()
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [1]


@pytest.mark.parametrize("state", ["pending", "parked", "dead"])
async def test_what_is_not_done_stays_however_old_it_is(bench: Bench, state: str):
    runtime = await bench.context("both", LEDGER)
    await count(runtime, "a", 1)
    await settle(runtime)
    async with runtime.database.system() as connection:
        await connection.execute(update(inbox).values(state=state))
    await later(runtime).step()
    assert await rows(runtime, inbox) == 1


async def test_expired_idempotency_keys_go_and_others_stay(bench: Bench):
    runtime = await bench.context("both", LEDGER)
    now = runtime.clock()
    async with runtime.database.system() as connection:
        for key, expires in (("old", now - YEAR), ("new", now + YEAR)):
            row = {
                "tenant": "",
                "subject": "ann",
                "operation": "Count",
                "key": key,
                "fingerprint": "x",
                "state": "done",
                "token": uuid7(),
                "expires_at": expires,
            }
            await connection.execute(insert(idempotency).values(row))
    await Retention(runtime).step()
    async with runtime.database.system(writes=False) as connection:
        assert (await connection.scalars(select(idempotency.c.key))).all() == ["new"]


async def age_the_bus(runtime: Runtime, bench: Bench) -> None:
    """Makes everything on the bus a year old, its groups stay as young as they are."""
    engine = runtime.bus._engine
    schema = f'"{bench.system}_bus".' if bench.url else ""
    async with engine.begin() as connection:
        statement = f"UPDATE {schema}bus_messages SET published_at = published_at - 31536000"
        await connection.execute(text(statement))


async def bus_messages(runtime: Runtime, bench: Bench) -> int:
    schema = f'"{bench.system}_bus".' if bench.url else ""
    async with runtime.bus._engine.connect() as connection:
        return await connection.scalar(text(f"SELECT count(*) FROM {schema}bus_messages"))


async def test_old_messages_leave_the_bus_when_every_group_has_them(bench: Bench):
    runtime = await bench.context("both", LEDGER)
    await count(runtime, "a", 1, 2)
    await settle(runtime)
    await age_the_bus(runtime, bench)
    runtime.bus._housekept.clear()
    await runtime.bus.receive(runtime.service.name, [CountedV1.topic], 1)  # moves the floor
    await Retention(runtime).step()
    assert await bus_messages(runtime, bench) == 0
    await count(runtime, "a", 3)  # ids do not begin again below the floor
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [1, 2, 3]


async def test_a_message_that_one_group_does_not_have_yet_stays_on_the_bus(bench: Bench):
    runtime = await bench.context("both", LEDGER)
    slow = await bench.context("slow", LEDGER)
    await settle(runtime, slow)  # both are known to the bus
    await count(runtime, "a", 1)
    await Relay(runtime).step()
    await settle(runtime)
    await age_the_bus(runtime, bench)
    await Retention(runtime).step()
    await settle(slow)
    assert await numbers(slow.database, "a") == [1]


async def test_a_full_batch_says_that_there_is_more(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    runtime = await bench.context("both", LEDGER)
    await count(runtime, "a", *range(5))
    await settle(runtime)
    monkeypatch.setattr("_system__chassis.messaging.retention.BATCH", 2)
    retention = later(runtime)
    assert [await retention.step() for _ in range(3)] == [True, True, False]
    assert await rows(runtime, inbox) == 0
