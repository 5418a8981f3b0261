"""Wake-ups reach whoever waits, in this process and in others, and none is kept for ever."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from _system__chassis.messaging.signals import BUS, INBOX, Signals
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chassis.eventually import until
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def started(system: str, context: str, url: str | None = None) -> AsyncIterator[Signals]:
    signals = Signals(system, context, url)
    await signals.start()
    try:
        yield signals
    finally:
        await signals.close()


@pytest.fixture
def system() -> str:
    return f"s{uuid4().hex[:12]}"


async def test_a_wake_up_before_the_wait_counts_once(system: str):
    async with started(system, "one") as signals:
        signals.wake(INBOX)
        signals.wake(INBOX)
        assert await signals.wait(INBOX, 5)
        assert not await signals.wait(INBOX, 0.01)


async def test_channels_do_not_wake_each_other(system: str):
    async with started(system, "one") as signals:
        signals.wake(BUS)
        assert not await signals.wait(INBOX, 0.01)


async def test_the_bus_is_the_whole_systems_and_other_channels_are_a_contexts(system: str):
    async with started(system, "one") as one, started(system, "two") as two:
        one.wake(BUS)
        one.wake(INBOX)
        assert await two.wait(BUS, 5)
        assert not await two.wait(INBOX, 0.01)


async def test_two_of_one_context_hear_each_other(system: str):
    async with started(system, "one") as one, started(system, "one") as two:
        one.wake(INBOX)
        assert await two.wait(INBOX, 5)


async def test_who_has_closed_hears_nothing(system: str):
    async with started(system, "one") as one:
        async with started(system, "one") as two:
            pass
        one.wake(INBOX)
        assert not await two.wait(INBOX, 0.01)


async def test_listeners_are_called_with_the_channel_and_do_not_keep_each_other_from_hearing(
    system: str,
):
    heard: list[str] = []

    def fail(channel: str) -> None:
        raise RuntimeError(channel)

    async with started(system, "one") as signals:
        signals.on("drop:", fail)
        signals.on("drop:", heard.append)
        signals.wake("drop:one:Order")
        signals.wake(BUS)
    assert heard == ["drop:one:Order"]


class Elsewhere:
    """A process of the same context, as far as a thread with a loop of its own can be one."""

    def __init__(self, system: str, context: str, url: str) -> None:
        self._made = (system, context, url)
        self.heard: list[str] = []
        self._ready, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def __aenter__(self):
        self._thread.start()
        await asyncio.to_thread(self._ready.wait)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await asyncio.to_thread(self._thread.join)

    async def _run(self) -> None:
        async with started(*self._made) as signals:
            signals.on("", self.heard.append)
            self._ready.set()
            await asyncio.to_thread(self._stop.wait)


async def say_until_heard(signals: Signals, channel: str, other: Elsewhere) -> None:
    async with asyncio.timeout(20):
        while channel not in other.heard:
            signals.wake(channel)
            await asyncio.sleep(0.02)


async def test_other_processes_hear_through_postgresql(system: str):
    url = need_postgres()
    async with Elsewhere(system, "one", url) as other, started(system, "one", url) as signals:
        await say_until_heard(signals, "drop:one:Order", other)
        await say_until_heard(signals, BUS, other)


async def test_other_contexts_hear_the_bus_and_nothing_else(system: str):
    url = need_postgres()
    async with Elsewhere(system, "two", url) as other, started(system, "one", url) as signals:
        signals.wake(INBOX)
        await say_until_heard(signals, BUS, other)
        assert INBOX not in other.heard


async def test_after_a_lost_connection_signals_are_heard_again(system: str):
    url = need_postgres()
    async with Elsewhere(system, "one", url) as other, started(system, "one", url) as signals:
        await say_until_heard(signals, "first", other)
        await cut(url)
        await say_until_heard(signals, "second", other)


async def cut(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'one signals'"
            )
        )
    await engine.dispose()


async def test_many_wake_ups_are_few_notifications(system: str):
    url = need_postgres()
    async with Elsewhere(system, "one", url) as other, started(system, "one", url) as signals:
        await say_until_heard(signals, "ready", other)
        other.heard.clear()
        for _ in range(1000):
            signals.wake(INBOX)
        await until(lambda: has_heard(other, INBOX))
        assert other.heard.count(INBOX) == 1


async def has_heard(other: Elsewhere, channel: str) -> bool:
    return channel in other.heard


async def test_without_a_database_it_still_starts_wakes_and_closes(system: str):
    async with started(system, "one", "postgresql+asyncpg://no@127.0.0.1:9/no") as signals:
        signals.wake(INBOX)
        assert await signals.wait(INBOX, 5)
