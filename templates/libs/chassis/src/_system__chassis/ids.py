"""Ids that sort by the time of their making, so that new rows stand together in an index."""

import os
import threading
import time
from uuid import UUID

_UUID_BITS = 74  # behind the milliseconds
_INT_BITS = 12  # 41 bits of milliseconds before them: enough until 2093
_YEAR_2024 = 1_704_067_200_000  # milliseconds since 1970


class _Clock:
    """Counts upwards: milliseconds and *bits* that are random where nothing else is asked."""

    def __init__(self, bits: int, since: int = 0) -> None:
        self._bits = bits
        self._since = since
        self._last = 0
        self._lock = threading.Lock()

    def next(self, most: int) -> int:
        """Greater than every earlier one; within a millisecond by a random step of *most* bits."""
        now = time.time_ns() // 1_000_000 - self._since
        fresh = now << self._bits | _random(self._bits)
        with self._lock:
            self._last = fresh if fresh > self._last else self._last + 1 + _random(most)
            return self._last


_uuids = _Clock(_UUID_BITS)
_ints = _Clock(_INT_BITS, _YEAR_2024)


def uuid7() -> UUID:
    """A version 7 UUID of RFC 9562, greater than every earlier one of this process.

    Milliseconds, then 74 random bits; within one millisecond the last id is counted up by a
    random step instead, so that the next one cannot be guessed.
    """
    milliseconds, random = divmod(_uuids.next(32), 1 << _UUID_BITS)
    high, low = divmod(random, 1 << 62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def int_id() -> int:
    """A number for aggregates with `id: int`, greater than every earlier one of this process.

    Below 2**53, so that JavaScript keeps it. Two processes may make the same one in the same
    millisecond, once in 4096 times: then the second write is a DuplicateValue.
    """
    return _ints.next(0)


def _random(bits: int) -> int:
    """A random number of *bits*, at most 80."""
    return int.from_bytes(os.urandom(10)) >> (80 - bits)
