"""What has to come to its end, although whoever waits for it is cancelled."""

import asyncio
from collections.abc import Coroutine
from typing import Final

_RUNNING: Final[set[asyncio.Task[None]]] = set()  # the loop itself keeps only weak references


async def uninterrupted(doing: Coroutine[object, object, None]) -> None:
    """Awaits *doing*; a cancellation ends the waiting, and *doing* goes on."""
    task = asyncio.get_running_loop().create_task(doing)
    _RUNNING.add(task)
    task.add_done_callback(_RUNNING.discard)
    await asyncio.shield(task)
