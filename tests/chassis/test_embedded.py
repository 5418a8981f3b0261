"""The whole system in one process: contexts beside each other, and what stands around them."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from _system__chassis import embedded
from _system__chassis.calls.fake import example
from _system__chassis.calls.transport import InProcess
from _system__chassis.embedded import Embedded
from _system__chassis.ids import uuid7
from _system__chassis.security.keys import ServiceKeys
from _system__chassis.web.schema import Answer

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]

APP = """
from dataclasses import replace
from pathlib import Path
from _system__chassis.service import build_app
from tests.chassis import web_shop

SERVICE = replace(
    web_shop.service(Path({folder!r}), callers=("ordering",), name={name!r}, base="/api/{name}"),
)
"""

EXTERNAL = """
from typing import Annotated
from pydantic import Field
from _system__chassis.calls.external import External, ExternalOperation
from _system__chassis.web.schema import Answer

class StartRunAnswer(Answer):
    run_id: Annotated[str, Field(min_length=1, max_length=40)]
    barcode: str

EXTERNAL = External(
    "bank", "https://bank.example.com",
    operations=(ExternalOperation("StartRun", "POST", "/runs", StartRunAnswer, 201),),
)
"""


def package(folder: Path, name: str, files: dict[str, str]) -> str:
    """A package on disk."""
    for path, text in files.items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return name


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Two contexts that import, one that does not, and an external."""
    mark = uuid7().hex[-8:]
    system = f"sys{mark}"
    for name in ("ordering", "patients"):
        app = APP.format(folder=str(tmp_path / name), name=name)
        (tmp_path / name).mkdir()
        package(tmp_path, f"{system}_{name}", {"__init__.py": "", "entrypoints/app.py": app})
    package(tmp_path, f"{system}_billing", {"entrypoints/app.py": "import not_there"})
    package(tmp_path, f"{system}_published", {"bank/__init__.py": "", "bank/client.py": EXTERNAL})
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / ".run"))
    monkeypatch.setenv("BACKOFF_SCALE", "0.01")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    contexts = [f"{system}_{name}" for name in ("ordering", "patients", "billing")]
    return [system, *contexts], [f"{system}_published.bank"]


@pytest.fixture
def mounted(packages: tuple[list[str], list[str]]) -> Embedded:
    (system, *contexts), externals = packages
    return embedded.mount(system, contexts, externals)


@pytest.fixture
async def client(mounted: Embedded) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the system while it runs."""
    async with (
        mounted.root.router.lifespan_context(mounted.root),
        httpx2.AsyncClient(transport=InProcess(mounted), base_url="http://system") as client,
    ):
        yield client


async def log_in(client: httpx2.AsyncClient, role: str) -> None:
    wanted = {"role": role, "subject": "dr-grey", "tenant": "st-mary"}
    answer = await client.post("/dev/token", json=wanted)
    assert answer.json()["token_type"] == "Bearer"
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


async def test_each_context_answers_under_its_own_path_with_data_of_its_own(
    client: httpx2.AsyncClient,
) -> None:
    await log_in(client, "clerk")
    made = await client.post("/api/ordering/v2/orders", json={"number": "1"})
    assert made.status_code == 201
    assert (await client.get(made.headers["location"])).status_code == 200
    other = made.headers["location"].replace("ordering", "patients")
    assert (await client.get(other)).status_code == 404
    assert (await client.get("/api/nowhere")).status_code == 404


async def test_one_context_calls_another_as_itself_and_for_the_user(
    client: httpx2.AsyncClient,
) -> None:
    await log_in(client, "clerk")
    said = (await client.get(f"/api/ordering/v2/said/{uuid7()}")).json()["said"]
    for part in ("'subject': 'dr-grey'", "'tenant': 'st-mary'", "'service': 'ordering'"):
        assert part in said
    # patients has no relation that would let it call itself
    assert (await client.get(f"/api/patients/v2/said/{uuid7()}")).status_code == 500


async def test_one_trace_runs_through_the_contexts(
    client: httpx2.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    await log_in(client, "clerk")
    trace = uuid7().hex
    headers = {"traceparent": f"00-{trace}-{trace[:16]}-01"}
    await client.get(f"/api/ordering/v2/said/{uuid7()}", headers=headers)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line[0] == "{"]
    seen = {line["context"] for line in lines if line.get("trace_id") == trace}
    assert seen == {"ordering", "patients"}


async def test_a_context_that_does_not_import_is_out_and_the_others_run(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/api/billing/v1/invoices")
    assert answer.status_code == 503
    assert "not_there" in answer.json()["detail"]
    ready = await client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["contexts"]["billing"] == "does not start"
    assert (await client.get("/livez")).status_code == 200


async def test_a_fake_answers_fails_when_told_to_and_is_healed(client: httpx2.AsyncClient) -> None:
    await log_in(client, "clerk")
    run = f"/api/ordering/v2/runs/{uuid7()}"
    first = (await client.get(run)).json()
    assert "'barcode': 'TUBE-0001'" in first["said"]
    assert (await client.get(run)).json() == first
    told = await client.put("/fake/bank/_behaviour", json={"status": 503})
    assert told.status_code == 204
    assert (await client.get(run)).status_code == 503
    assert (await client.post("/fake/bank/runs", json={})).status_code == 503
    assert (await client.delete("/fake/bank/_behaviour")).status_code == 204
    await asyncio.sleep(0.2)
    assert (await client.get(run)).json() == first
    wrong = await client.put("/fake/bank/_behaviour", json={"status": "down"})
    assert wrong.status_code == 422


async def test_what_is_wrong_outside_the_contexts_is_a_problem_too(
    client: httpx2.AsyncClient,
) -> None:
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("GET", "/", 404),
        ("DELETE", "/livez", 405),
        ("GET", "/dev/token", 405),
    ):
        answer = await client.request(method, path)
        assert (answer.status_code, answer.json()["status"]) == (status, status), path
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("said", [b"{", b'{"roles": 5}', b'{"more": 1}', b'"\xff"', b"[]"])
async def test_a_wish_for_a_token_that_cannot_be_read_is_not_valid(
    client: httpx2.AsyncClient, said: bytes
) -> None:
    answer = await client.post("/dev/token", content=said)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid_input")
    assert answer.json()["errors"]


async def test_metrics_are_told(client: httpx2.AsyncClient) -> None:
    await client.get("/api/ordering/v2/hello")
    assert "http_server_request_duration_seconds" in (await client.get("/metrics")).text


def test_in_production_nobody_hands_out_tokens_and_nothing_is_faked(
    packages: tuple[list[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENV", "production")
    monkeypatch.setenv("ACCEPT_UNWRITTEN", "web_shop.revenue")
    (system, *contexts), externals = packages
    unsigned = embedded.mount(system, contexts, externals)
    assert "SERVICE_KEYS_DIR" in str(unsigned.broken["ordering"])
    for name in ("ordering", "patients"):
        ServiceKeys(tmp_path / ".run" / "keys", system, name, make=True)
    mounted = embedded.mount(system, contexts, externals)
    assert set(mounted.broken) == {"billing"}
    paths = {route.path for route in mounted.root.routes}
    assert paths == {"/livez", "/readyz"}, "metrics are for the port that nobody sees"


def test_the_terminal_says_what_is_unwritten_and_seeds(
    mounted: Embedded, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert embedded.main(mounted, ["todo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ordering"] == ["web_shop.revenue"]
    assert embedded.main(mounted, ["seed", "--tenant", "st-mary"]) == 0
    assert "ordering for st-mary: seeded" in capsys.readouterr().out
    assert embedded.main(mounted, ["dead", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


class Many(Answer):
    name: str
    count: int
    inner: list[int]


def test_an_example_is_what_the_model_takes_and_gives_back_what_it_was_given() -> None:
    made = example(Many, "seed", {"name": "Ada"})
    assert Many.model_validate(made).name == "Ada"
    assert example(Many, "seed", {}) == example(Many, "seed", {})
    assert example(Many, "seed", {}) != example(Many, "other", {})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_service_alone_finishes_what_it_has_begun_when_it_is_told_to_stop(
    packages: tuple[list[str], list[str]], tmp_path: Path
) -> None:
    (_, ordering, *_), _ = packages
    port = free_port()
    sources = [str(tmp_path), str(ROOT), str(ROOT / "templates/libs/chassis/src")]
    process = subprocess.Popen(
        [sys.executable, "-m", "_system__chassis.serve", ordering],
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sources), "PORT": str(port), "HOST": "127.0.0.1"}
        | {"DRAIN": "0.5"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=tmp_path,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base, process)
        token = httpx2.post(f"{base}/dev/token", json={"role": "clerk", "tenant": "one"}).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        assert httpx2.get(f"{base}/api/ordering/v2/orders", headers=headers).status_code == 200
        process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        assert httpx2.get(f"{base}/readyz").status_code == 503
        assert httpx2.get(f"{base}/api/ordering/v2/orders", headers=headers).status_code == 200
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()


def wait_for(base: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when it answers."""
    for _ in range(300):
        assert process.poll() is None, process.stdout.read().decode()
        try:
            httpx2.get(f"{base}/livez", timeout=1)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("it did not start")
