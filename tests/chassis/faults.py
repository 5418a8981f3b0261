"""Worker processes that die where a test wants them to."""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

from _system__chassis.messaging.inbox import Retry, subscribe
from _system__chassis.messaging.relay import Relay
from _system__chassis.messaging.sql_bus import SqlBus
from _system__chassis.runtime import open_runtime
from _system__chassis.service import Service
from _system__chassis.settings import Settings
from _system__chassis.work import Work
from _system__chassis.worker import Worker

from tests.chassis import counting
from tests.chassis.counting import CountedV1, note

POINTS = (
    "published, not marked",
    "stored, not acknowledged",
    "handled, not committed",
    "committed",
)
LEASE = 10.0  # seconds; shorter, and a busy machine loses what no worker died of


def service(folder: str, system: str, name: str) -> Service:
    """A context with the ledger; its messages survive many deaths."""
    handling = subscribe(CountedV1, slowly_noted, consumer="Ledger", retry=Retry(attempts=1000))
    return counting.service(Path(folder), system, name, subscriptions=[handling])


async def slowly_noted(work: Work, event: CountedV1) -> None:
    """Takes a while, so that some die in the middle of it."""
    note(work, event.counter, event.number)
    await asyncio.sleep(random.random() * 0.02)


def die(*_: object, **__: object) -> None:
    """At once, without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Lets this process die the first time that it comes to *point*."""

    async def dying(*_: object, **__: object) -> None:
        die()

    match point:
        case "published, not marked":
            Relay._mark = dying
        case "stored, not acknowledged":
            SqlBus.acknowledge = dying
        case "handled, not committed":
            Work.commit = dying
        case "committed":
            Work._tell = dying


async def _work(folder: str, system: str, name: str, point: str) -> None:
    arm(point)
    made = service(folder, system, name)
    async with open_runtime(made, Settings()) as runtime, Worker(runtime, lease=LEASE):
        print("ready", flush=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on, and a full pipe blocks
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:]))
