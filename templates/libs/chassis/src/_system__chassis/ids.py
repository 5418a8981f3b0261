"""Ids that sort by the time of their making, so that new rows stand together in an index."""

import os
import threading
import time
from uuid import UUID

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A version 7 UUID of RFC 9562, greater than every earlier one of this process.

    Milliseconds, then 74 random bits; within one millisecond the last id is counted up by a
    random step instead, so that the next one cannot be guessed.
    """
    milliseconds, random = divmod(_next(), 1 << _RANDOM_BITS)
    high, low = divmod(random, 1 << 62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _next() -> int:
    global _last
    fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | _random(_RANDOM_BITS)
    with _lock:
        _last = fresh if fresh > _last else _last + 1 + _random(32)
        return _last


def _random(bits: int) -> int:
    return int.from_bytes(os.urandom(10)) >> (80 - bits)
