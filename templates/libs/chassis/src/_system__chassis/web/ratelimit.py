"""How often somebody may ask: counted in a sliding window, told in headers."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter


@dataclass(frozen=True, slots=True)
class RateLimit:
    """*count* requests in *seconds* for each token's subject, tenant, or client address."""

    count: int
    seconds: int
    per: Literal["token", "tenant", "address"] = "token"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limiter says to one request."""

    allowed: bool
    limit: RateLimit
    remaining: int
    reset: float  # seconds until something is free again

    def headers(self) -> Mapping[str, str]:
        """The RateLimit fields, and Retry-After where the request was one too many."""
        wait = str(max(1, math.ceil(self.reset)))
        told = {
            "ratelimit-policy": f'"{self.limit.per}";q={self.limit.count};w={self.limit.seconds}',
            "ratelimit": f'"{self.limit.per}";r={self.remaining};t={wait}',
        }
        return told if self.allowed else {**told, "retry-after": wait}


class Limiter(Protocol):
    """Counts requests; one for a process, or one for all of them."""

    async def hit(self, limit: RateLimit, *key: str) -> Verdict:
        """Counts one request of whoever *key* names."""
        ...


class MemoryLimiter:
    """Counts in this process alone: with four processes, four times as much is let in."""

    def __init__(self) -> None:
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def hit(self, limit: RateLimit, *key: str) -> Verdict:
        """Counts one request of whoever *key* names."""
        item = RateLimitItemPerSecond(limit.count, limit.seconds)
        allowed = await self._window.hit(item, *key)
        stats = await self._window.get_window_stats(item, *key)
        reset = max(0.0, stats.reset_time - time.time())
        return Verdict(allowed, limit, max(0, stats.remaining), reset)


class NoLimiter:
    """Lets everything through; for tests that ask more often than people do."""

    async def hit(self, limit: RateLimit, *key: str) -> Verdict:
        """Always allowed."""
        return Verdict(allowed=True, limit=limit, remaining=limit.count, reset=0.0)
