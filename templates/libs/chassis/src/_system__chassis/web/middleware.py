"""The one middleware: request id, deadline, headers, metrics, the access line of a request."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from ..calls import deadline
from ..ids import uuid7
from ..observability import metrics
from ..runtime import Runtime
from . import problems
from .exchange import Exchange

Headers = Sequence[tuple[bytes, bytes]]

REQUEST_ID = b"x-request-id"
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

STANDING: Headers = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)
IN_PRODUCTION: Headers = ((b"strict-transport-security", b"max-age=31536000"),)


@dataclass
class Slot:
    """Holds the runtime while the application runs; whether it is being drained."""

    runtime: Runtime | None = None
    draining: bool = False


@dataclass(frozen=True)
class Announcement:
    """What every answer under *prefix* says of its API version; nothing where it is current."""

    version: str
    prefix: str
    headers: Headers = ()
    deprecated: bool = field(default=False)


class Web:
    """Pure ASGI: wraps `receive` and `send` and adds no task, so that it costs next to nothing."""

    def __init__(self, app: ASGIApp, slot: Slot, versions: Sequence[Announcement]) -> None:
        self._app = app
        self._slot = slot
        self._versions = versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        runtime = self._slot.runtime
        if runtime is None:
            raise RuntimeError("the application has not been started: its lifespan did not run")
        given = dict(scope["headers"])
        exchange = Exchange(runtime, _request_id(given.get(REQUEST_ID)))
        exchange.attach(scope)
        announced = self._announced(scope["path"])
        if announced is not None:
            exchange.version, exchange.prefix = announced.version, announced.prefix
        answering = _Answering(send, exchange, announced.headers if announced else ())
        seconds = _patience(given.get(deadline.HEADER.encode()), runtime.settings.deadline)
        await self._serve(scope, receive, answering, exchange, seconds)

    async def _serve(
        self, scope: Scope, receive: Receive, send: "_Answering", exchange: Exchange, seconds: float
    ) -> None:
        context = exchange.runtime.service.name
        active = metrics.ACTIVE.labels(context)
        began = time.perf_counter()
        active.inc()
        with bound_contextvars(context=context, request_id=exchange.request_id):
            try:
                with deadline.within(seconds):
                    async with asyncio.timeout(seconds):
                        limited = _Limited(receive, exchange.runtime.settings.body_limit)
                        limited.refuse(scope["headers"])
                        await self._app(scope, limited, send)
            except Exception as error:
                await _last_resort(scope, receive, send, error)
            finally:
                active.dec()
                self._account(scope, exchange, time.perf_counter() - began)

    def _announced(self, path: str) -> Announcement | None:
        return next((each for each in self._versions if path.startswith(each.prefix + "/")), None)

    def _account(self, scope: Scope, exchange: Exchange, seconds: float) -> None:
        context, operation = exchange.runtime.service.name, exchange.operation or "unmatched"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        status = exchange.status or 499  # the client went away
        metrics.REQUESTS.labels(context, operation, method, status).observe(seconds)
        if any(each.deprecated and each.version == exchange.version for each in self._versions):
            metrics.DEPRECATED.labels(context, exchange.version, operation).inc()
        exchange.runtime.logger.info(
            "request",
            method=method,
            path=scope["path"],
            operation=operation,
            status=status,
            ms=round(seconds * 1000, 1),
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Limited:
    """`receive` that counts what comes, since a Content-Length may be missing or wrong."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._seen = 0

    def refuse(self, headers: Headers) -> None:
        """Raises a 413 at once where a body is announced that is too large."""
        for name, value in headers:
            if name == b"content-length" and value.isdigit() and int(value) > self._most:
                raise HTTPException(413)

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self._most:
                raise HTTPException(413)
        return message


class _Answering:
    """`send` that adds what every answer carries and notes what was answered."""

    def __init__(self, send: Send, exchange: Exchange, announced: Headers) -> None:
        self._send = send
        self._exchange = exchange
        self._announced = announced
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self._exchange.status = message["status"]
            message = {**message, "headers": self._headers(message.get("headers", ()))}
        await self._send(message)

    def _headers(self, headers: Headers) -> list[tuple[bytes, bytes]]:
        """*headers* and ours; what the answer itself says is left as it is."""
        said = [*headers, *self._announced]
        names = {name.lower() for name, _ in headers}
        production = self._exchange.runtime.settings.production
        standing = (*STANDING, *IN_PRODUCTION) if production else STANDING
        said += [(name, value) for name, value in standing if name not in names]
        said += _encoded(self._exchange.headers)
        said.append((REQUEST_ID, self._exchange.request_id.encode()))
        return said


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


async def _last_resort(scope: Scope, receive: Receive, send: _Answering, error: Exception) -> None:
    """Answers what nobody caught: 504 where time was up, else 500 with no word of what it was."""
    runtime = Exchange.of(scope).runtime
    if not isinstance(error, TimeoutError | HTTPException):
        runtime.logger.error("fault", exc_info=error)
    if send.started:
        raise error  # half an answer is out: the server must break the connection off
    request = Request(scope, receive)
    answer: Response = problems.of(request, error) or problems.problem(
        request, 500, detail="Something went wrong here; the trace id leads to it."
    )
    await answer(scope, receive, send)


def _request_id(given: bytes | None) -> str:
    if given is not None and _REQUEST_ID.fullmatch(given):
        return given.decode()
    return uuid7().hex


def _patience(given: bytes | None, most: float) -> float:
    """Seconds that the request may take: what the caller has left, and never more than *most*."""
    try:
        wanted = float(given) if given is not None else most
    except ValueError:
        return most
    return min(wanted, most) if wanted > 0 else most
