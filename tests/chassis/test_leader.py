"""One leads at a time, and who is gone, cut off or stopped leads no more."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import _system__chassis
import pytest
from _system__chassis.messaging.leader import Leadership, leader
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chassis.eventually import until
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

SOURCES = str(Path(_system__chassis.__file__).parents[1])

CANDIDATE = """
import asyncio, sys
from _system__chassis.messaging.leader import leader

async def main():
    async with leader(*sys.argv[1:]) as lead:
        while True:
            print(await lead.held(), flush=True)
            await asyncio.sleep(0.05)

asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return need_postgres()
    return f"sqlite+aiosqlite:///{tmp_path}/data/one.db"


@pytest.fixture
def name() -> str:
    return f"test {uuid4()}"


@contextmanager
def candidate(url: str, name: str) -> Iterator[subprocess.Popen]:
    """A process that tries to lead, and says so on standard output."""
    process = subprocess.Popen(
        [sys.executable, "-c", CANDIDATE, url, name],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCES},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def leads_in_the_end(lead: Leadership) -> None:
    await until(lead.held)


def read_until(process: subprocess.Popen, answer: str) -> None:
    for line in process.stdout:
        if line.strip() == answer:
            return
    raise AssertionError(f"the candidate ended without saying {answer}")


async def test_of_two_candidates_one_leads(url: str, name: str):
    async with leader(url, name) as first, leader(url, name) as second:
        assert [await first.held(), await second.held()] == [True, False]
        assert [await first.held(), await second.held()] == [True, False]


async def test_leaders_of_different_things_do_not_meet(url: str, name: str):
    async with leader(url, name) as first, leader(url, f"{name} two") as second:
        assert [await first.held(), await second.held()] == [True, True]


async def test_who_ends_gives_the_lead_up(url: str, name: str):
    async with leader(url, name) as second:
        async with leader(url, name) as first:
            assert await first.held()
            assert not await second.held()
        await leads_in_the_end(second)


async def test_when_the_leading_process_is_killed_another_takes_over(url: str, name: str):
    with candidate(url, name) as process:
        await asyncio.to_thread(read_until, process, "True")
        async with leader(url, name) as lead:
            assert not await lead.held()
            process.kill()
            await leads_in_the_end(lead)


async def test_a_leader_whose_connection_is_cut_knows_and_another_takes_over(name: str):
    url = need_postgres()
    async with leader(url, name) as first, leader(url, name) as second:
        assert await first.held()
        await cut(url, name)
        await leads_in_the_end(second)
        await until(lambda: leads_no_more(first))
        assert await second.held()


async def leads_no_more(lead: Leadership) -> bool:
    return not await lead.held()


async def cut(url: str, name: str) -> None:
    engine = create_async_engine(url)
    statement = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
    )
    async with engine.connect() as connection:
        await connection.execute(statement, {"name": f"{name} leader"})
    await engine.dispose()


async def test_a_leader_that_is_stopped_loses_the_lead_and_knows_when_it_goes_on(name: str):
    url = need_postgres()
    with candidate(url, name) as process:
        await asyncio.to_thread(read_until, process, "True")
        process.send_signal(signal.SIGSTOP)
        async with leader(url, name) as lead:
            await leads_in_the_end(lead)
            process.send_signal(signal.SIGCONT)
            await asyncio.to_thread(read_until, process, "False")
            assert await lead.held()


async def test_a_leader_that_works_for_long_keeps_the_lead(name: str):
    """Longer than the server waits for a silent one: it is pinged meanwhile."""
    url = need_postgres()
    async with leader(url, name) as first, leader(url, name) as second:
        assert await first.held()
        await asyncio.sleep(5.5)
        assert not await second.held()
        assert await first.held()


async def test_nobody_leads_while_the_database_does_not_answer(name: str):
    async with leader("postgresql+asyncpg://nobody@127.0.0.1:9/none", name) as lead:
        assert not await lead.held()
