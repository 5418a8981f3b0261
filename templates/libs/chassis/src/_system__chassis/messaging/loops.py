"""A loop that survives what goes wrong in it, and ends between two steps when it is told to."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from .backoff import pause

_MOST = 30.0

_log = structlog.get_logger(__name__)


class Loop:
    """Repeats a step: at once while it finds something to do, otherwise after a rest."""

    def __init__(
        self,
        name: str,
        step: Callable[[], Awaitable[bool]],
        rest: Callable[[], Awaitable[object]],
        scale: float = 1.0,
    ) -> None:
        """*step* answers whether there may be more to do; *scale* is that of all backoffs."""
        self.name = name
        self._step, self._rest, self._scale = step, rest, scale
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ends the loop after the step that is under way."""
        self._stopping.set()

    async def run(self) -> None:
        """Goes round until stopped. A step that fails is logged and tried again, ever later."""
        failures = 0
        while not self._stopping.is_set():
            try:
                if not await self._step():
                    await self._unless_stopped(self._rest())
                failures = 0
            except Exception as error:
                failures += 1
                _log.warning("loop_failed", loop=self.name, failures=failures, exc_info=error)
                later = pause(failures, 0.5, _MOST, self._scale)
                await self._unless_stopped(asyncio.sleep(later))

    async def _unless_stopped(self, resting: Awaitable[object]) -> None:
        """Rests, and cuts it short when the loop is to stop."""
        rest = asyncio.ensure_future(resting)
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({rest, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
            rest.cancel()
        with suppress(asyncio.CancelledError):
            await rest
