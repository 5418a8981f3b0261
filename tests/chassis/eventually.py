"""Waiting in tests for what comes about by itself."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 30.0) -> None:
    """Returns when *condition* holds; raises TimeoutError after *seconds*."""
    async with asyncio.timeout(seconds):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.02)
