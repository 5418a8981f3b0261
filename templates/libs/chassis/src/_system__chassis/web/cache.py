"""Answers kept for a while: made once however many ask, dropped when their source changes."""

import asyncio
import random
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

_DROP = "drop:"  # the channel of signals that says what has been written

JITTER = 0.1  # entries made in one moment do not all expire in one moment


@dataclass(frozen=True, slots=True)
class Cache:
    """That an answer may be kept for *ttl* seconds, and which aggregates' writes drop it."""

    ttl: float
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer ready to be sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Store(Protocol):
    """Where answers are kept."""

    async def get_or_make(
        self,
        key: str,
        ttl: float,
        tags: Collection[str],
        make: Callable[[], Awaitable[Answered]],
    ) -> Answered:
        """What is kept under *key*; made by *make* when there is nothing, once for all who ask."""
        ...

    async def drop(self, tags: Collection[str]) -> None:
        """Forgets every answer that carries one of *tags*, and those just being made."""
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    answer: Answered
    expires: float
    tags: frozenset[str]


class MemoryCache:
    """Keeps answers in this process, the most recently used *size* of them."""

    def __init__(self, size: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._tagged: dict[str, set[str]] = {}
        self._making: dict[str, tuple[frozenset[str], asyncio.Task[Answered]]] = {}
        self._drops: Counter[str] = Counter()

    async def get_or_make(
        self,
        key: str,
        ttl: float,
        tags: Collection[str],
        make: Callable[[], Awaitable[Answered]],
    ) -> Answered:
        """What is kept under *key*; made by *make* when there is nothing, once for all who ask."""
        entry = self._entries.get(key)
        if entry is not None and entry.expires > self._clock():
            self._entries.move_to_end(key)
            return entry.answer
        if key not in self._making:
            task = asyncio.ensure_future(self._make(key, ttl, frozenset(tags), make))
            self._making[key] = (frozenset(tags), task)
            task.add_done_callback(lambda done: self._made(key, done))
        # Whoever asked first may be cancelled; the others still want the answer.
        return await asyncio.shield(self._making[key][1])

    async def drop(self, tags: Collection[str]) -> None:
        """Forgets every answer that carries one of *tags*, and those just being made."""
        self.forget(tags)

    def forget(self, tags: Collection[str]) -> None:
        """The same, for whoever cannot wait."""
        for tag in tags:
            self._drops[tag] += 1
            for key in tuple(self._tagged.get(tag, ())):
                self._forget(key)
        # Who asks from now on must not get what was read before the write.
        for key, (tagged, _) in tuple(self._making.items()):
            if not tagged.isdisjoint(tags):
                del self._making[key]

    async def _make(
        self,
        key: str,
        ttl: float,
        tags: frozenset[str],
        make: Callable[[], Awaitable[Answered]],
    ) -> Answered:
        before = {tag: self._drops[tag] for tag in tags}
        answer = await make()
        if all(self._drops[tag] == seen for tag, seen in before.items()):
            expires = self._clock() + ttl * (1 - random.random() * JITTER)
            self._keep(key, _Entry(answer, expires, tags))
        return answer

    def _made(self, key: str, task: asyncio.Task[Answered]) -> None:
        if key in self._making and self._making[key][1] is task:
            del self._making[key]
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody waiting is no news

    def _keep(self, key: str, entry: _Entry) -> None:
        self._entries[key] = entry
        for tag in entry.tags:
            self._tagged.setdefault(tag, set()).add(key)
        while len(self._entries) > self._size:
            self._forget(next(iter(self._entries)))

    def _forget(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        for tag in entry.tags if entry else ():
            keys = self._tagged[tag]
            keys.discard(key)
            if not keys:
                del self._tagged[tag]


class Wakes(Protocol):
    """The part of `Signals` that a cache needs."""

    def wake(self, channel: str) -> None: ...

    def on(self, prefix: str, callback: Callable[[str], None]) -> None: ...


class SharedDrops:
    """A cache of one process that hears of the writes of the others."""

    def __init__(self, store: MemoryCache, signals: Wakes) -> None:
        self._store = store
        self._signals = signals
        signals.on(_DROP, lambda channel: store.forget([channel.removeprefix(_DROP)]))

    async def get_or_make(
        self,
        key: str,
        ttl: float,
        tags: Collection[str],
        make: Callable[[], Awaitable[Answered]],
    ) -> Answered:
        """What is kept under *key* here; made by *make* when there is nothing."""
        return await self._store.get_or_make(key, ttl, tags, make)

    async def drop(self, tags: Collection[str]) -> None:
        """Forgets every answer that carries one of *tags*, here and in the other processes."""
        self._store.forget(tags)
        for tag in tags:
            self._signals.wake(_DROP + tag)
