"""What compose.yaml runs: the processes of the topology that the blueprint names."""

import asyncio
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx2
import pytest
import yaml

from tests.demo.system import free_port, stop, wait_until_ready
from tests.demo.workplace import Workplace
from tests.samples.workspaces import PYTHON, ROOT, Workspace, new
from tests.servers import need_postgres

HELLO = ROOT / "sample_blueprints" / "hello" / "blueprint.yaml"


@pytest.fixture
def monolith(tmp_path: Path) -> Workplace:
    """The sample `hello`, to be run as one process."""
    blueprint = tmp_path / "blueprint.yaml"
    written = HELLO.read_text(encoding="utf-8") + "\ndeploy:\n  topology: modular-monolith\n"
    blueprint.write_text(written, encoding="utf-8")
    new(str(blueprint), tmp_path / "workspace")
    return Workplace(tmp_path / "workspace", PYTHON)


def _composed(workspace: Path) -> dict[str, dict[str, object]]:
    written = (workspace / "compose.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(written)["services"])


def test_each_context_is_two_processes_where_services_are_asked_for(diagnostics: Workspace) -> None:
    composed = _composed(diagnostics.path)
    contexts = [(name, f"{name}-worker") for name in diagnostics.contexts]
    assert set(composed) == {"postgres", "migrate", *(p for both in contexts for p in both)}


@pytest.mark.postgres
def test_a_modular_monolith_is_one_process_that_serves_and_works(monolith: Workplace) -> None:
    composed = _composed(monolith.path)
    assert set(composed) == {"postgres", "migrate", "app"}
    command = composed["app"]["command"]
    assert isinstance(command, list)

    with _new_database() as database, _running(monolith, shlex.join(command), database) as base:
        made = httpx2.post(f"{base}/api/tasks/v1/tasks", json={"title": "Write it down"})
        read = httpx2.get(f"{base}{made.headers['Location']}")

    assert (made.status_code, read.status_code) == (201, 200)


@contextmanager
def _new_database() -> Iterator[str]:
    """The URL of a database that nobody else uses, dropped afterwards."""
    server = need_postgres()
    name = f"monolith_{uuid4().hex[:12]}"
    _told(server, f'CREATE DATABASE "{name}"')
    try:
        yield server.rpartition("/")[0] + f"/{name}"
    finally:
        _told(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _told(server: str, statement: str) -> None:
    async def tell() -> None:
        connection = await asyncpg.connect(server.replace("+asyncpg", ""))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(tell())


@contextmanager
def _running(workplace: Workplace, command: str, database: str) -> Iterator[str]:
    """What *command* of compose.yaml starts, on a free port of this machine alone."""
    port = free_port()
    local = command.replace("0.0.0.0", "127.0.0.1").replace("8000", str(port))
    log = workplace.path / "app.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(PYTHON), *shlex.split(local)[1:]],
            cwd=workplace.path,
            env=workplace.environment | {"DATABASE_URL": database},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_ready(base, process, log)
            yield base
        finally:
            stop(process)
