"""The part of a context that nobody calls: it publishes, takes in, handles, and runs by the clock.

python -m diagnostics_chassis.worker diagnostics_ordering
"""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Protocol, Self

import structlog

from .errors import NotFitToStartError
from .messaging.claims import MESSAGE_LEASE
from .messaging.dispatcher import Dispatcher
from .messaging.gauges import Gauges
from .messaging.inbox import Intake
from .messaging.leader import Leadership, leader
from .messaging.loops import Loop
from .messaging.relay import Relay
from .messaging.retention import Retention
from .messaging.schedule import Scheduler
from .observability import logs
from .runtime import Runtime, database_url, direct_url, open_runtime
from .settings import Settings
from .storage.database import UnsafeDatabaseError
from .web import internal

_UNPARK = 60.0  # seconds between two looks whether what was unwritten is written

_log = structlog.get_logger(__name__)


class _Part(Protocol):
    """What goes round in a loop."""

    async def step(self) -> bool: ...
    async def rest(self) -> None: ...


class Worker:
    """Works for one context while the block runs; at its end it finishes what it has in hand."""

    def __init__(self, runtime: Runtime, *, lease: float = MESSAGE_LEASE) -> None:
        """*lease*: seconds after which others take over what a dead worker had in hand."""
        self._runtime = runtime
        self._dispatcher = Dispatcher(runtime, lease=lease)
        self._stack = AsyncExitStack()
        self._loops: list[Loop] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        lead = await self._stack.enter_async_context(_candidate(self._runtime))
        self._loops = list(self._make_loops(lead))
        self._tasks = [asyncio.create_task(one.run(), name=one.name) for one in self._loops]
        _log.info("worker_started", context=self._runtime.service.name)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Takes up nothing new, waits for what is under way, then gives up the lead."""
        try:
            for loop in self._loops:
                loop.stop()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._dispatcher.finish()
        finally:
            await self._stack.aclose()
        _log.info("worker_stopped", context=self._runtime.service.name)

    def _make_loops(self, lead: Leadership) -> Iterator[Loop]:
        runtime = self._runtime
        scale = runtime.settings.backoff_scale
        leading: Sequence[_Part] = (
            Relay(runtime),
            Retention(runtime),
            *(Scheduler(runtime, one) for one in runtime.service.schedules),
        )
        for part in leading:
            yield Loop(type(part).__name__, partial(_if_leading, lead, part), part.rest, scale)
        gauges = Gauges(runtime)
        yield Loop("Gauges", gauges.step, gauges.rest, scale)
        if runtime.service.subscriptions:
            intake, dispatcher = Intake(runtime), self._dispatcher
            yield Loop("Intake", intake.step, intake.rest, scale)
            yield Loop("Dispatcher", dispatcher.step, dispatcher.rest, scale)
            yield Loop("Unpark", self._unpark, partial(asyncio.sleep, _UNPARK), scale)

    async def _unpark(self) -> bool:
        await self._dispatcher.unpark()
        return False


async def settle(*runtimes: Runtime) -> None:
    """Publishes, takes in and handles, without loops, until nothing is due in any of *runtimes*.

    What was parked is tried once more; what waits for its next attempt is left waiting.
    """
    relays = [Relay(one) for one in runtimes]
    intakes = [Intake(one) for one in runtimes]
    dispatchers = [Dispatcher(one) for one in runtimes]
    for dispatcher in dispatchers:
        await dispatcher.unpark()
    steps: list[Callable[[], Awaitable[bool]]] = [
        *(one.step for one in relays),
        *(one.step for one in intakes),
        *(partial(_finish, one) for one in dispatchers),
    ]
    while any([await step() for step in steps]):
        pass


async def _finish(dispatcher: Dispatcher) -> bool:
    found = await dispatcher.step()
    await dispatcher.finish()
    return found


def _candidate(runtime: Runtime) -> AbstractAsyncContextManager[Leadership]:
    service = runtime.service
    url = direct_url(runtime.settings) or database_url(service, runtime.settings)
    return leader(url, f"{service.system}_{service.stored}_worker")


async def _if_leading(lead: Leadership, part: _Part) -> bool:
    return await lead.held() and await part.step()


async def work(package: str) -> None:
    """Works for the context of *package* until SIGTERM or SIGINT, then drains."""
    service = import_module(f"{package}.entrypoints.app").SERVICE
    settings = Settings()
    logs.configure(settings.log_level, service.pii)
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    async with (
        open_runtime(service, settings) as runtime,
        Worker(runtime),
        internal.served(runtime),
    ):
        await asked_to_stop.wait()


def main(argv: Sequence[str]) -> int:
    """The command line; answers the exit status."""
    if len(argv) != 1:
        print("usage: python -m …chassis.worker PACKAGE", file=sys.stderr)
        return 2
    try:
        asyncio.run(work(argv[0]))
    except (NotFitToStartError, UnsafeDatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
