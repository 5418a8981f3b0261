"""No process serves or works on a database that would show one tenant's rows to another."""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import _system__chassis
import pytest
from _system__chassis import embedded
from _system__chassis.runtime import Runtime, open_runtime
from _system__chassis.storage.database import UnsafeDatabaseError
from _system__chassis.web import health

from tests.chassis.bench import Bench
from tests.chassis.counting import make_entrypoint

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
SOURCES = Path(_system__chassis.__file__).parents[1]


def needs_postgres(bench: Bench) -> None:
    if not bench.url:
        pytest.skip("SQLite has no roles")


async def weaken(runtime: Runtime) -> str:
    """Lets use cases see the rows of all tenants; answers what is to be said of it."""
    role = runtime.database.names.app
    async with runtime.database.engine.begin() as connection:
        await connection.exec_driver_sql(f'ALTER ROLE "{role}" BYPASSRLS')
    return f"the role {role} is above row-level security"


async def row_security(runtime: Runtime) -> health.Check:
    (found,) = [one for one in await health.checks(runtime) if one.name == "row_security"]
    return found


async def test_a_runtime_opens_on_a_safe_database_and_is_ready(bench: Bench) -> None:
    await bench.context("safe")
    runtime = await bench.another("safe")
    assert await row_security(runtime) == health.Check("row_security", ok=True, needed=True)


async def test_a_runtime_does_not_open_on_an_unsafe_database(bench: Bench) -> None:
    needs_postgres(bench)
    sentence = await weaken(await bench.context("weak"))
    with pytest.raises(UnsafeDatabaseError, match=sentence):
        await bench.another("weak")


async def test_a_database_that_becomes_unsafe_makes_the_service_unready(bench: Bench) -> None:
    needs_postgres(bench)
    runtime = await bench.context("weak")
    await weaken(runtime)
    assert not health.ready([await row_security(runtime)])


async def test_in_production_the_login_must_not_be_above_row_security(bench: Bench) -> None:
    needs_postgres(bench)
    runtime = await bench.context("proud")
    settings = bench.settings.model_copy(update={"env": "production"})
    with pytest.raises(UnsafeDatabaseError, match="the login postgres is above row-level security"):
        async with open_runtime(runtime.service, settings):
            pass


@dataclass(frozen=True, slots=True)
class Unsafe:
    """A context on an unsafe database that processes can import: what is wrong, and where it is."""

    package: str
    sentence: str
    source: Path


@pytest.fixture
async def unsafe(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Unsafe:
    needs_postgres(bench)
    runtime = await bench.context("weak")
    service, settings = runtime.service, bench.settings
    made = f'SERVICE = faults.service("{bench.folder}", "{bench.system}", "{service.name}")'
    source = make_entrypoint(bench.folder, service, made)
    monkeypatch.setenv("ENV", "test")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    return Unsafe(service.package, await weaken(runtime), source)


def run(module: str, unsafe: Unsafe) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(each) for each in (SOURCES, ROOT, unsafe.source))
    return subprocess.run(
        [sys.executable, "-m", f"_system__chassis.{module}", unsafe.package],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("module", ["serve", "worker"])
async def test_a_process_that_must_not_start_says_so_in_one_sentence(
    unsafe: Unsafe, module: str
) -> None:
    ended = await asyncio.to_thread(run, module, unsafe)
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines()[-1] == unsafe.sentence
    assert "Traceback" not in ended.stderr


async def test_the_whole_system_does_not_start_and_logs_the_sentence(
    unsafe: Unsafe,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.syspath_prepend(str(unsafe.source))
    sys.modules.pop(unsafe.package, None)
    mounted = embedded.mount(bench.system, [unsafe.package], [])
    with pytest.raises(UnsafeDatabaseError, match=unsafe.sentence):
        async with mounted.root.router.lifespan_context(mounted.root):
            pass
    assert unsafe.sentence in capsys.readouterr().out
