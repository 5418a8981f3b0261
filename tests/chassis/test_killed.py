"""kill -9 at any point: nothing is lost, nothing applied twice, nothing out of order or stuck."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import _system__chassis
import pytest
from _system__chassis.runtime import Runtime
from _system__chassis.storage.runtime_tables import inbox
from _system__chassis.worker import settle
from sqlalchemy import update

from tests.chassis import faults
from tests.chassis.bench import Bench
from tests.chassis.counting import count, entries, make_entrypoint, numbers
from tests.chassis.eventually import until

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
SOURCES = Path(_system__chassis.__file__).parents[1]


def environment(bench: Bench, *more: Path) -> dict[str, str]:
    settings = bench.settings
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(path) for path in (SOURCES, ROOT, *more)),
        "ENV": "test",
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "BACKOFF_SCALE": "0.01",
        "LOG_LEVEL": "ERROR",
    }


def start(bench: Bench, runtime: Runtime, point: str = "") -> subprocess.Popen:
    """A worker of *runtime*'s context that dies at *point*."""
    name = runtime.service.name
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.chassis.faults",
            str(bench.folder),
            bench.system,
            name,
            point,
        ],
        env=environment(bench),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=bench.folder,
    )


def end(process: subprocess.Popen) -> None:
    """Kills it if it still lives, and forgets it."""
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()


async def context(bench: Bench) -> Runtime:
    """One that listens to itself, here and in the processes that it is started in."""
    made = faults.service(str(bench.folder), "x", "y")
    return await bench.context("both", *made.subscriptions)


@pytest.mark.parametrize("point", faults.POINTS)
async def test_what_a_killed_worker_left_undone_is_done_once_by_the_next(bench: Bench, point: str):
    runtime = await context(bench)
    for key in "abc":
        await count(runtime, key, 1, 2, 3)
    process = start(bench, runtime, point)
    try:
        assert await asyncio.to_thread(process.wait, 60) == -signal.SIGKILL
    finally:
        end(process)
    async with runtime.database.system() as connection:
        await connection.execute(update(inbox).values(lease_until=None))
    await settle(runtime)
    for key in "abc":
        assert await numbers(runtime.database, key) == [1, 2, 3]


async def test_a_worker_that_is_told_to_stop_finishes_and_ends(bench: Bench):
    runtime = await context(bench)
    await count(runtime, "a", *range(20))
    process = start_as_people_do(bench, runtime)
    try:
        await until(lambda: begun(runtime, "a"), 60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 60) == 0
    finally:
        end(process)
    await settle(runtime)  # with no claim left to wait for
    assert await numbers(runtime.database, "a") == list(range(20))


def start_as_people_do(bench: Bench, runtime: Runtime) -> subprocess.Popen:
    service = runtime.service
    call = f'faults.service("{bench.folder}", "{bench.system}", "{service.name}")'
    path = make_entrypoint(bench.folder, service, f"SERVICE = {call}")
    return subprocess.Popen(
        [sys.executable, "-m", "_system__chassis.worker", service.package],
        env=environment(bench, path),
        cwd=bench.folder,
        stdout=subprocess.DEVNULL,
    )


async def begun(runtime: Runtime, counter: str) -> bool:
    return bool(await numbers(runtime.database, counter))


@pytest.mark.slow
async def test_after_a_while_of_random_kills_the_ledger_is_exact(bench: Bench):
    runtime = await context(bench)
    nemesis = Nemesis(bench, runtime, random.Random(int(os.environ.get("LEDGER_SEED", "1"))))
    sent: dict[str, int] = defaultdict(int)
    async with nemesis.at_work():
        enough = time.monotonic() + 15
        while time.monotonic() < enough or nemesis.kills < 3:
            await count_on(runtime, sent, nemesis.chance)
    async with survivors(bench, runtime, 2):
        await until(lambda: all_came(runtime, sum(sent.values())), 240)
    await settle(runtime)
    got: dict[str, list[int]] = defaultdict(list)
    for key, number in await entries(runtime.database):
        got[key].append(number)
    assert verdict(sent, got) == {"lost": 0, "twice": 0, "out of order": 0}


async def all_came(runtime: Runtime, many: int) -> bool:
    return len(await entries(runtime.database)) >= many


async def count_on(runtime: Runtime, sent: dict[str, int], chance: random.Random) -> None:
    """Emits the next few numbers of some key, and notes what is committed."""
    key, some = f"key{chance.randrange(8)}", chance.randint(1, 4)
    await count(runtime, key, *range(sent[key], sent[key] + some))
    sent[key] += some
    await asyncio.sleep(0.03)


def verdict(sent: dict[str, int], got: dict[str, list[int]]) -> dict[str, int]:
    """What went wrong, counted over all keys; *sent* says how many numbers each key had."""
    return {
        "lost": sum(len(set(range(total)) - set(got[key])) for key, total in sent.items()),
        "twice": sum(len(seen) - len(set(seen)) for seen in got.values()),
        "out of order": sum(two < one for seen in got.values() for one, two in pairwise(seen)),
    }


@dataclass
class Nemesis:
    """Keeps three workers going, and kills one after another in the middle of its work."""

    bench: Bench
    runtime: Runtime
    chance: random.Random
    kills: int = 0
    alive: list[subprocess.Popen] = field(default_factory=list)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Kills while the block runs; at its end nobody is left."""
        self.alive = [start(self.bench, self.runtime) for _ in range(3)]
        killing = asyncio.create_task(self._kill_on())
        try:
            yield
        finally:
            killing.cancel()
            for process in self.alive:
                end(process)

    async def _kill_on(self) -> None:
        while True:
            victim = self.alive[0]
            await asyncio.to_thread(victim.stdout.readline)  # then it works
            await asyncio.sleep(self.chance.uniform(0.1, 1.0))
            if self.chance.random() < 0.3:
                victim.send_signal(signal.SIGSTOP)
                await asyncio.sleep(0.5)
            end(victim)
            self.kills += 1
            self.alive = [*self.alive[1:], start(self.bench, self.runtime)]


@asynccontextmanager
async def survivors(bench: Bench, runtime: Runtime, many: int) -> AsyncIterator[None]:
    """Worker processes that nobody kills until the block ends."""
    processes = [start(bench, runtime) for _ in range(many)]
    try:
        yield
    finally:
        for process in processes:
            end(process)
