"""HTTP to a context that lives in this process: what a network would do, without the network."""

import asyncio
from collections.abc import AsyncIterator
from contextvars import Context
from dataclasses import dataclass, field
from typing import Final

import httpx2
import structlog
from starlette.types import ASGIApp, Message, Scope

_RUNNING: Final[set[asyncio.Task[None]]] = set()  # the loop itself keeps only weak references

_log = structlog.get_logger(__name__)


@dataclass
class _Exchange:
    """One request to the application, and what has come back so far."""

    body: bytes
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    answer: bytearray = field(default_factory=bytearray)
    received: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Message:
        if not self.received:
            self.received = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.done.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(bytes(k), bytes(v)) for k, v in message.get("headers", [])]
        elif message["type"] == "http.response.body":
            self.answer += message.get("body", b"")
            if not message.get("more_body", False):
                self.done.set()


class InProcess(httpx2.AsyncBaseTransport):
    """Calls an ASGI application as if it were elsewhere.

    The application runs in a task and a context of its own, so that the caller's tenant, trace and
    log fields do not leak in; it goes on when the caller is cancelled or no longer waits; what it
    raises is a 500; and nothing but bytes crosses.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends *request*; raises ReadTimeout when the answer takes longer than it may."""
        exchange = _Exchange(await request.aread())
        task = asyncio.get_running_loop().create_task(
            self._run(_scope(request), exchange), context=Context()
        )
        _RUNNING.add(task)
        task.add_done_callback(_RUNNING.discard)
        try:
            async with asyncio.timeout(_patience(request)):
                await exchange.done.wait()
        except TimeoutError as error:
            raise httpx2.ReadTimeout("no answer in time", request=request) from error
        return httpx2.Response(
            exchange.status,
            headers=exchange.headers,
            stream=_Bytes(bytes(exchange.answer)),
            request=request,
        )

    async def _run(self, scope: Scope, exchange: _Exchange) -> None:
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except Exception:
            _log.exception("in_process_call_failed", path=scope["path"])
            if not exchange.done.is_set():
                exchange.status, exchange.headers = 500, []
                exchange.answer.clear()
        finally:
            exchange.done.set()


class _Bytes(httpx2.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


def _patience(request: httpx2.Request) -> float | None:
    timeout = request.extensions.get("timeout", {})
    read = timeout.get("read") if isinstance(timeout, dict) else None
    return float(read) if read is not None else None


def _scope(request: httpx2.Request) -> Scope:
    host, port = request.url.host, request.url.port or 80
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(k.lower(), v) for k, v in request.headers.raw],
        "server": (host, port),
        "client": ("127.0.0.1", 0),
        "state": {},
    }
