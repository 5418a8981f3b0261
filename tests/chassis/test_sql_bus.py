"""The bus in the database: by state and not by number, with floors that never pass a late one."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from _system__chassis.errors import Unavailable
from _system__chassis.messaging import sql_bus
from _system__chassis.messaging.events import Envelope
from _system__chassis.messaging.sql_bus import SqlBus
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from tests.chassis.counting import CountedV1
from tests.chassis.shop import NOW
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

TOPIC = CountedV1.topic


@pytest.fixture
def system() -> str:
    return f"s{uuid4().hex[:12]}"


@pytest.fixture(params=["sqlite", "postgresql"])
async def bus(request, tmp_path: Path, system: str) -> AsyncIterator[SqlBus]:
    on_postgresql = request.param == "postgresql"
    url = need_postgres() if on_postgresql else f"sqlite+aiosqlite:///{tmp_path}/data/bus.db"
    opened = await SqlBus.open(url, system)
    yield opened
    await opened.close()
    if on_postgresql:
        await drop(url, system)


async def drop(url: str, system: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(f'DROP SCHEMA "{system}_bus" CASCADE'))
        await connection.execute(text(f'DROP ROLE "{system}_bus"'))
    await engine.dispose()


@pytest.fixture
def always_housekeeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Floors move at every look."""
    monkeypatch.setattr(sql_bus, "_HOUSEKEEPING", 0.0)


def events(*numbers: int, key: str = "a") -> list[Envelope]:
    return [
        Envelope.of(CountedV1(counter=key, number=number), source="/x/y", time=NOW)
        for number in numbers
    ]


async def received(bus: SqlBus, group: str = "one", limit: int = 100) -> list[int]:
    """What the group is given now, and then acknowledges."""
    found = await bus.receive(group, [TOPIC], limit)
    await bus.acknowledge(group, found)
    return [Envelope.from_json(delivery.body).data["number"] for delivery in found]


async def test_what_is_acknowledged_does_not_come_again_and_the_rest_does(bus: SqlBus):
    await bus.publish(events(1, 2, 3))
    first, *rest = await bus.receive("one", [TOPIC], 10)
    await bus.acknowledge("one", [first])
    assert await bus.receive("one", [TOPIC], 10) == rest


async def test_groups_do_not_take_from_each_other(bus: SqlBus):
    await bus.publish(events(1, 2))
    assert await received(bus, "one") == [1, 2]
    assert await received(bus, "two") == [1, 2]


async def test_the_same_event_again_is_acknowledged_and_not_delivered_again(bus: SqlBus):
    sent = events(1)
    assert list(await bus.publish(sent)) == [sent[0].id]
    assert list(await bus.publish(sent)) == [sent[0].id]
    assert await received(bus) == [1]


async def test_a_limit_gives_the_oldest(bus: SqlBus):
    await bus.publish(events(1, 2, 3))
    assert await received(bus, limit=2) == [1, 2]
    assert await received(bus, limit=2) == [3]


async def test_acknowledging_again_or_nothing_is_no_error(bus: SqlBus):
    await bus.publish(events(1))
    found = await bus.receive("one", [TOPIC], 10)
    await bus.acknowledge("one", found)
    await bus.acknowledge("one", found)
    await bus.acknowledge("one", [])
    assert await received(bus) == []


@pytest.mark.usefixtures("always_housekeeping")
async def test_behind_a_moved_floor_nothing_is_lost_or_comes_again(bus: SqlBus):
    seen = []
    for number in range(10):
        await bus.publish(events(number))
        if number % 3 == 0:
            seen += await received(bus, limit=2)
    while found := await received(bus, limit=2):
        seen += found
    assert seen == list(range(10))


@pytest.mark.usefixtures("always_housekeeping")
async def test_a_topic_that_a_group_takes_up_later_is_given_from_its_beginning(bus: SqlBus):
    await bus.publish(events(1))
    assert await bus.receive("one", ["another.topic"], 10) == []
    assert await bus.receive("one", ["another.topic"], 10) == []
    assert await received(bus) == [1]


@pytest.mark.usefixtures("always_housekeeping")
async def test_a_publisher_that_commits_late_is_not_passed_by_a_floor(bus: SqlBus):
    if not bus._postgresql:
        pytest.skip("SQLite has one writer at a time: nobody commits late")
    inserted, commit = asyncio.Event(), asyncio.Event()
    slow = asyncio.create_task(publish_slowly(bus, events(1)[0], inserted, commit))
    await inserted.wait()
    await bus.publish(events(2))
    bus._housekept["one"] = float("inf")  # a look without housekeeping gets what is there
    assert await received(bus) == [2]
    del bus._housekept["one"]
    housekeeping = asyncio.create_task(received(bus))  # has to wait for the slow one
    await asyncio.sleep(0.2)
    assert not housekeeping.done()
    commit.set()
    await slow
    assert await housekeeping == [1]


async def publish_slowly(
    bus: SqlBus, envelope: Envelope, inserted: asyncio.Event, commit: asyncio.Event
) -> None:
    async with bus._transaction() as connection:
        await insert_message(connection, envelope)
        inserted.set()
        await commit.wait()


async def insert_message(connection: AsyncConnection, envelope: Envelope) -> None:
    row = {"event_id": envelope.id, "topic": envelope.type, "envelope": envelope.to_json()}
    await connection.execute(sql_bus.messages.insert().values(**row, published_at=0.0))


async def test_a_bus_that_does_not_answer_is_unavailable(system: str):
    with pytest.raises(Unavailable):
        await SqlBus.open("postgresql+asyncpg://nobody@127.0.0.1:9/none", system)


async def test_many_contexts_may_open_one_bus_at_the_same_moment(tmp_path: Path, system: str):
    url = f"sqlite+aiosqlite:///{tmp_path}/data/bus.db"
    opened = await asyncio.gather(*(SqlBus.open(url, system) for _ in range(5)))
    await asyncio.gather(*(bus.publish(events(number)) for number, bus in enumerate(opened)))
    assert sorted(await received(opened[0])) == list(range(5))
    for bus in opened:
        await bus.close()


async def test_many_contexts_may_open_one_schema_at_the_same_moment(system: str):
    url = need_postgres()
    try:
        opened = await asyncio.gather(*(SqlBus.open(url, system) for _ in range(5)))
        for bus in opened:
            await bus.close()
    finally:
        await drop(url, system)
