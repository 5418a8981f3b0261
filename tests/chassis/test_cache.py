"""Answers that are kept: made once, dropped with what they were made of."""

import asyncio

import pytest
from _system__chassis.web.cache import Answered, MemoryCache, SharedDrops

pytestmark = pytest.mark.anyio


class Source:
    """What answers are made of; holds the maker up until it is let go."""

    def __init__(self) -> None:
        self.value = 0
        self.made = 0
        self.go = asyncio.Event()
        self.go.set()

    async def make(self) -> Answered:
        self.made += 1
        seen = self.value
        await self.go.wait()
        return Answered(200, (), str(seen).encode())


async def get(cache: MemoryCache, source: Source, key: str = "k", ttl: float = 60) -> bytes:
    return (await cache.get_or_make(key, ttl, ["one:Order"], source.make)).body


async def test_however_many_ask_at_once_it_is_made_once() -> None:
    cache, source = MemoryCache(), Source()
    source.go.clear()
    asking = [asyncio.create_task(get(cache, source)) for _ in range(20)]
    await asyncio.sleep(0)
    source.go.set()
    assert set(await asyncio.gather(*asking)) == {b"0"}
    assert source.made == 1


async def test_it_is_dropped_by_its_tag_and_by_no_other() -> None:
    cache, source = MemoryCache(), Source()
    await get(cache, source)
    source.value = 1
    await cache.drop(["two:Order", "one:Patient"])
    assert await get(cache, source) == b"0"
    await cache.drop(["one:Order"])
    assert await get(cache, source) == b"1"


async def test_what_was_read_before_a_write_is_not_kept_after_it() -> None:
    cache, source = MemoryCache(), Source()
    source.go.clear()
    early = asyncio.create_task(get(cache, source))
    await asyncio.sleep(0.01)
    source.value = 1
    await cache.drop(["one:Order"])
    late = asyncio.create_task(get(cache, source))
    await asyncio.sleep(0.01)
    source.go.set()
    assert (await early, await late) == (b"0", b"1")
    assert await get(cache, source) == b"1"


async def test_it_expires() -> None:
    now = 0.0
    cache, source = MemoryCache(clock=lambda: now), Source()
    await get(cache, source, ttl=10)
    source.value, now = 1, 8.9
    assert await get(cache, source, ttl=10) == b"0"
    now = 10.0
    assert await get(cache, source, ttl=10) == b"1"


async def test_a_failure_is_kept_by_nobody() -> None:
    cache, source = MemoryCache(), Source()

    async def fail() -> Answered:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await cache.get_or_make("k", 60, [], fail)
    assert await get(cache, source) == b"0"


async def test_whoever_leaves_takes_nothing_from_those_who_wait() -> None:
    cache, source = MemoryCache(), Source()
    source.go.clear()
    first, second = (asyncio.create_task(get(cache, source)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    source.go.set()
    assert await second == b"0"
    assert source.made == 1


async def test_it_holds_so_many_and_forgets_the_least_used() -> None:
    cache, source = MemoryCache(size=2), Source()
    for key in ("a", "b", "a", "c", "a"):
        await get(cache, source, key)
    assert source.made == 3
    await get(cache, source, "b")
    assert source.made == 4


class Wire:
    """Signals between processes, as far as a cache knows them."""

    def __init__(self) -> None:
        self.callbacks: list[object] = []

    def wake(self, channel: str) -> None:
        for callback in self.callbacks:
            callback(channel)

    def on(self, prefix: str, callback: object) -> None:
        assert prefix == "drop:"
        self.callbacks.append(callback)


async def test_a_write_in_one_process_drops_what_the_other_keeps() -> None:
    wire, source = Wire(), Source()
    here, there = SharedDrops(MemoryCache(), wire), SharedDrops(MemoryCache(), wire)
    await get(there, source)
    source.value = 1
    await here.drop(["one:Order"])
    assert await get(there, source) == b"1"
