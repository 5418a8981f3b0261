"""How long whoever is waiting will still wait; carried along in the context of the task."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "x-request-deadline"  # seconds left, not a clock's time: clocks of two machines differ

_until: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[float]:
    """Everything inside has *seconds*, or less where somebody outside allows less; gives the time
    of the event loop at which it ends."""
    outer = _until.get()
    end = asyncio.get_running_loop().time() + seconds
    token = _until.set(end if outer is None else min(outer, end))
    try:
        yield _until.get() or end
    finally:
        _until.reset(token)


def remaining() -> float | None:
    """Seconds left, never below zero; None where nobody waits."""
    end = _until.get()
    return None if end is None else max(0.0, end - asyncio.get_running_loop().time())
