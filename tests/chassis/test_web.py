"""What every answer carries, whatever it answers."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import pytest
from _system__chassis.calls import deadline
from _system__chassis.calls.transport import InProcess
from _system__chassis.errors import Unavailable
from _system__chassis.ids import uuid7
from _system__chassis.observability import metrics
from _system__chassis.runtime import Parts
from _system__chassis.service import build_app, runtime_of
from _system__chassis.storage import sessions
from _system__chassis.testing import System, running
from _system__chassis.web import health
from _system__chassis.web.call import Call
from _system__chassis.work import Work
from fastapi import APIRouter, Depends, Response
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.chassis import web_shop
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

V1, V2 = "/api/shop/v1", "/api/shop/v2"
LEFT: list[float | None] = []


async def slow(work: Work) -> None:
    LEFT.append(deadline.remaining())
    await asyncio.sleep(30)


def slow_router() -> APIRouter:
    router = APIRouter()

    @router.get("/slow")
    async def slowly(call: Annotated[Call, Depends(web_shop.HELLO)]) -> Response:
        return await call.answer(slow)

    return router


@pytest.fixture
async def system(tmp_path: Path) -> AsyncIterator[System]:
    service = web_shop.service(tmp_path, custom=slow_router())
    async with running(service, settings={"body_limit": 2000}) as system:
        yield system


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{V2}/hello", 200),
        ("GET", f"{V2}/nowhere", 404),
        ("GET", "/", 404),
        ("PATCH", f"{V2}/orders", 405),
        ("GET", f"{V2}/orders", 401),
        ("POST", f"{V2}/orders", 401),
        ("GET", "/livez", 200),
    ],
)
async def test_every_answer_carries_its_headers_and_every_refusal_is_a_problem(
    system: System, method: str, path: str, status: int
) -> None:
    answer = await system.anonymous().request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["instance"] == path
        assert len(answer.json()["trace_id"]) == 32


async def test_whoever_asks_for_a_method_that_is_not_there_is_told_which_are(
    system: System,
) -> None:
    answer = await system.anonymous().patch(f"{V2}/orders")
    assert answer.headers["allow"]


async def test_a_request_id_is_kept_and_one_that_is_none_replaced(system: System) -> None:
    client = system.anonymous()
    kept = await client.get(f"{V2}/hello", headers={"X-Request-Id": "abc-1"})
    assert kept.headers["x-request-id"] == "abc-1"
    for bad in ("a b", "x" * 65, '"}'):
        answer = await client.get(f"{V2}/hello", headers={"X-Request-Id": bad})
        assert answer.headers["x-request-id"] != bad


async def test_a_deprecated_version_says_so_in_every_answer(system: System) -> None:
    for path in (f"{V1}/orders/{uuid7()}", f"{V1}/nowhere"):
        answer = await system.as_role("boss").get(path)
        assert answer.status_code == 404
        assert answer.headers["deprecation"] == "@0"
        assert answer.headers["sunset"] == "Wed, 30 Jun 2027 00:00:00 GMT"
        assert answer.headers["link"] == '</api/shop/v2>; rel="successor-version"'
    current = await system.as_role("boss").get(f"{V2}/nowhere")
    assert "deprecation" not in current.headers


async def test_a_body_that_is_too_large_is_refused_however_it_comes(system: System) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"x" * 1000

    clerk, told = system.as_role("clerk"), {"Content-Type": "application/json"}
    for content in (b"x" * 3000, chunks()):
        answer = await clerk.post(f"{V2}/orders", content=content, headers=told)
        assert answer.status_code == 413
        assert answer.json()["type"] == "/problems/too_large"
    lied = {**told, "Content-Length": "10"}
    answer = await clerk.post(f"{V2}/orders", content=b"x" * 3000, headers=lied)
    assert answer.status_code in (413, 422)


async def test_when_time_is_up_the_answer_is_504_and_the_caller_may_say_when(
    system: System,
) -> None:
    LEFT.clear()
    answer = await system.anonymous().get(
        "/api/shop/custom/slow", headers={"X-Request-Deadline": "1.5"}
    )
    assert (answer.status_code, answer.json()["type"]) == (504, "/problems/deadline_exceeded")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert LEFT[0] is not None
    assert LEFT[0] <= 1.5


async def test_a_deadline_that_is_none_changes_nothing(system: System) -> None:
    for said in ("nonsense", "-1", "0", "nan", "inf", "1e9"):
        answer = await system.anonymous().get(f"{V2}/hello", headers={"X-Request-Deadline": said})
        assert answer.status_code == 200, said


async def test_browsers_are_let_in_from_where_the_blueprint_says(system: System) -> None:
    client = system.anonymous()
    asked = {"Access-Control-Request-Method": "POST"}
    for origin, allowed in (
        ("https://app.example.org", True),
        ("http://localhost:3000", True),
        ("https://evil.example.org", False),
    ):
        answer = await client.options(f"{V2}/orders", headers={**asked, "Origin": origin})
        assert (answer.headers.get("access-control-allow-origin") == origin) is allowed


async def test_one_line_is_logged_for_a_request_with_its_trace(
    system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    parent = f"00-{'a' * 32}-{'b' * 16}-01"
    await system.anonymous().get(f"{V2}/hello", headers={"traceparent": parent})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["trace_id"] == "a" * 32
    assert line["context"] == system.service.name
    assert (line["operation"], line["status"]) == ("Hello", 200)
    assert line["request_id"]
    assert line["span_id"]


async def test_requests_are_counted_by_operation(system: System) -> None:
    await system.anonymous().get(f"{V2}/hello")
    await system.anonymous().get(f"{V2}/nowhere/{uuid7()}")
    told = metrics.render().decode()
    name = system.service.name
    labels = f'context="{name}",method="GET",operation="Hello",status="200"'
    assert f"http_server_request_duration_seconds_count{{{labels}}} 1.0" in told
    assert f'context="{name}",method="GET",operation="unmatched",status="404"' in told


async def test_a_request_is_one_span_and_each_statement_another(tmp_path: Path) -> None:
    spans = InMemorySpanExporter()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    service = web_shop.service(tmp_path)
    async with running(service) as system:
        settings = system.runtime.settings
        app = build_app(service, settings, Parts(tracers=tracers))
        async with app.router.lifespan_context(app):
            clerk = system.as_role("clerk")
            clerk._transport = InProcess(app)
            spans.clear()
            assert (await clerk.get(f"{V2}/orders")).status_code == 200
            assert runtime_of(app).tracer
    names = [span.name for span in spans.get_finished_spans()]
    assert names.count("GET /api/shop/v2/orders") == 1
    assert names.count("SELECT") == 1
    request = next(s for s in spans.get_finished_spans() if s.name.startswith("GET"))
    select = next(s for s in spans.get_finished_spans() if s.name == "SELECT")
    assert select.parent is not None
    assert select.parent.span_id == request.context.span_id


async def test_it_lives_without_looking_and_is_ready_when_it_has_looked(system: System) -> None:
    client = system.anonymous()
    assert (await client.get("/livez")).json() == {"status": "alive"}
    ready = await client.get("/readyz")
    checks = {check["name"]: check for check in ready.json()["checks"]}
    assert ready.status_code == 200
    assert checks["database"]["ok"]
    assert checks["migrations"]["ok"]
    assert not checks["unwritten"]["ok"]
    assert "web_shop.revenue" in checks["unwritten"]["detail"]
    system.app.state.slot.draining = True
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/livez")).status_code == 200
    system.app.state.slot.draining = False


async def test_without_a_bus_it_is_ready_and_says_what_is_missing(system: System) -> None:
    assert (await checked(system))["bus"]["ok"]

    async def gone() -> None:
        raise Unavailable

    system.runtime.bus.check = gone
    ready = await system.anonymous().get("/readyz")
    assert ready.status_code == 200, "events wait in the outbox"
    assert (await checked(system))["bus"] == {
        "name": "bus",
        "ok": False,
        "needed": False,
        "detail": "Unavailable",
    }


async def checked(system: System) -> dict[str, dict[str, object]]:
    """What /readyz says, by name."""
    ready = await system.anonymous().get("/readyz")
    return {check["name"]: check for check in ready.json()["checks"]}


@pytest.mark.parametrize("kept", [True, False])
async def test_a_direct_url_that_keeps_no_sessions_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    async def keeps(url: str) -> bool:
        return await sessions.keeps_sessions(url) and kept

    monkeypatch.setattr(health, "keeps_sessions", keeps)
    monkeypatch.setattr(health, "_keeping", set())
    monkeypatch.setenv("DATABASE_URL", need_postgres())
    async with running(web_shop.service(tmp_path)) as system:
        ready = await system.anonymous().get("/readyz")
        assert ready.status_code == (200 if kept else 503)
        assert (await checked(system))["sessions"]["ok"] == kept


class Pooled:
    """A connection of a pooler in transaction mode: served by whichever session is free."""

    def __init__(self, free: list[int], *, held: bool = False) -> None:
        self.free = free
        self.held = held

    async def session(self) -> int:
        taken = self.free.pop()
        if not self.held:
            self.free.append(taken)
        return taken


async def test_a_pooler_is_told_from_a_server_by_who_serves_whom() -> None:
    for free in ([1, 2], [1, 2, 3]):
        assert not await sessions.kept(Pooled(free), Pooled(free, held=True))
    assert await sessions.kept(Pooled([1]), Pooled([2], held=True))


async def test_it_serves_its_own_contract(system: System) -> None:
    document = (await system.anonymous().get(f"{V2}/openapi.json")).json()
    assert f"{V2}/orders" in document["paths"]
    assert (await system.anonymous().get("/docs")).status_code == 404
    assert (await system.anonymous().get("/openapi.json")).status_code == 404
