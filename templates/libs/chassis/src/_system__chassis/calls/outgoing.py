"""How calls go out: who is called where, with which identity, how often, and when no more."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import stamina
from opentelemetry.propagate import inject
from opentelemetry.trace import SpanKind, StatusCode, Tracer

from ..caller import Caller
from ..errors import DeadlineExceeded, KeyInFlight, Unavailable
from ..observability import metrics
from ..security.keys import ServiceKeys
from ..settings import Settings
from ..values import Json
from . import deadline
from .breaker import Breaker, State
from .client import LONGEST, Query, Reply, parameters, reply
from .external import External
from .keyed import READING
from .public import PublicOnly

PASSING = frozenset({408, 425, 429, 502, 503, 504})  # statuses that may be gone a moment later
LONGEST_WAIT = 2.0  # seconds between two attempts, whatever Retry-After says


class _Passing(Unavailable):
    """A failure that another attempt may get past; *after* seconds at the earliest."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


def _again(error: Exception) -> bool | float:
    if not isinstance(error, _Passing):
        return False
    if error.after is None:
        return True
    return error.after if error.after <= LONGEST_WAIT else False


@dataclass(frozen=True, slots=True)
class Peer:
    """Whom calls go to: a context, or an external with what lets us in there."""

    name: str
    client: httpx2.AsyncClient
    breaker: Breaker
    external: External | None


class HttpCalls:
    """Calls over HTTP; over a transport in this process for whom there is one in *transports*."""

    def __init__(
        self,
        settings: Settings,
        keys: ServiceKeys,
        tracer: Tracer,
        externals: tuple[External, ...] = (),
        transports: Mapping[str, httpx2.AsyncBaseTransport] | None = None,
    ) -> None:
        self.settings = settings
        self.keys = keys
        self.tracer = tracer
        self._externals = {external.name: external for external in externals}
        self._transports = {} if transports is None else transports
        self._peers: dict[str, Peer] = {}

    def send(self, target: str, caller: Caller, *, timeout: float, retry: int) -> "Sender":
        """A sender to *target*, `patients.GetPatient`, on behalf of *caller*."""
        return Sender(self, target, caller, timeout, retry)

    async def close(self) -> None:
        """Closes all connections."""
        for peer in self._peers.values():
            await peer.client.aclose()

    def peer(self, name: str) -> Peer:
        """Whom *name* names; raises Unavailable where nobody said where that is."""
        if name not in self._peers:
            self._peers[name] = self._make(name)
        return self._peers[name]

    def _make(self, name: str) -> Peer:
        external = self._externals.get(name)
        url, transport = self._place(name, external)
        client = httpx2.AsyncClient(base_url=url, transport=transport, follow_redirects=False)
        breaker = Breaker(pause=10.0 * self.settings.backoff_scale)
        return Peer(name, client, breaker, external)

    def _place(
        self, name: str, external: External | None
    ) -> tuple[str, httpx2.AsyncBaseTransport | None]:
        """Where *name* is: as settings say, else in this process, else as the blueprint says."""
        url = self.settings.url_of(name)
        if url is not None:
            return url, None
        if name in self._transports:
            return f"http://{name.replace('_', '-')}", self._transports[name]
        if external is None:
            raise Unavailable(f"{name.upper()}_URL is not set")
        return (external.url, None) if external.url is not None else ("", PublicOnly())


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends to one operation of another, on behalf of one caller."""

    calls: HttpCalls
    target: str
    caller: Caller
    timeout: float
    retry: int

    async def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Json = None,
        idempotency_key: str | None = None,
        fallback_key: str | None = None,
    ) -> Reply:
        """The reply below 500; see `client.Send`."""
        peer = self.calls.peer(self.target.partition(".")[0])
        # Contexts keep to any key; an external only where whoever calls it says so.
        safe = method in READING or peer.external is None or idempotency_key is not None
        key = None if method in READING else idempotency_key or fallback_key or uuid4().hex
        try:
            request = peer.client.build_request(
                method,
                path,
                params=parameters(query),
                json=body,
                headers={} if key is None else {"Idempotency-Key": key},
            )
            return await self._patiently(peer, request, 1 + (self.retry if safe else 0))
        except httpx2.InvalidURL as error:  # an address that is data
            raise Unavailable(f"{peer.name} has no address that can be called") from error
        except _Passing as error:
            raise Unavailable(str(error)) from error.__cause__

    async def _patiently(self, peer: Peer, request: httpx2.Request, attempts: int) -> Reply:
        scale = self.calls.settings.backoff_scale
        async for attempt in stamina.retry_context(
            on=_again,
            attempts=attempts,
            timeout=None,
            wait_initial=0.05 * scale,
            wait_max=LONGEST_WAIT,
            wait_jitter=0.05 * scale,
        ):
            with attempt:
                return await self._attempt(peer, request)
        raise Unavailable(self.target)  # not reached: the last attempt raises

    async def _attempt(self, peer: Peer, request: httpx2.Request) -> Reply:
        if not peer.breaker.admits():
            raise Unavailable(f"{peer.name} does not answer; it is left alone for a while")
        name = f"{request.method} {self.target}"
        outcome, began = "error", time.perf_counter()
        with self.calls.tracer.start_as_current_span(name, kind=SpanKind.CLIENT) as span:
            try:
                answer = await self._ask(peer, request)
                outcome = str(answer.status)
                return answer
            except Unavailable as error:
                span.set_status(StatusCode.ERROR, str(error))
                raise
            finally:
                took = time.perf_counter() - began
                context = self.calls.keys.context
                metrics.CALLS.labels(context, self.target, outcome).observe(took)
                is_open = peer.breaker.state is not State.CLOSED
                metrics.BREAKERS.labels(context, peer.name).set(is_open)

    async def _ask(self, peer: Peer, request: httpx2.Request) -> Reply:
        seconds = self._patience()
        request.headers.update(self._identity(peer, seconds))
        request.extensions["timeout"] = httpx2.Timeout(seconds).as_dict()
        try:
            async with asyncio.timeout(seconds):
                answer = await peer.client.send(request, stream=True)
                try:
                    content = await _content(answer)
                finally:
                    await answer.aclose()
        except (httpx2.TransportError, TimeoutError) as error:
            peer.breaker.failed()
            raise _Passing(f"{peer.name} does not answer") from error
        except httpx2.DecodingError as error:
            peer.breaker.failed()
            raise Unavailable(f"{peer.name} answered what cannot be read") from error
        return self._judge(peer, answer, content)

    def _judge(self, peer: Peer, answer: httpx2.Response, content: bytes) -> Reply:
        status = answer.status_code
        # 501 is an answer: the other is there, and has not been written yet.
        if status >= 500 and status != 501:
            peer.breaker.failed()
        else:
            peer.breaker.succeeded()
        if status in PASSING:
            raise _Passing(f"{peer.name} answered {status}", _retry_after(answer))
        if status >= 500:
            raise Unavailable(f"{peer.name} answered {status}")
        said = reply(status, content)
        if said.problem == KeyInFlight.name and peer.external is None:
            raise _Passing(f"{peer.name} is still at an earlier attempt of this")
        return said

    def _patience(self) -> float:
        left = deadline.remaining()
        if left is None:
            return self.timeout
        if left <= 0:
            raise DeadlineExceeded(self.target)
        return min(left, self.timeout)

    def _identity(self, peer: Peer, seconds: float) -> dict[str, str]:
        if peer.external is not None:
            told = peer.external.headers(self.calls.settings)
        else:
            told = {"Authorization": f"Bearer {self.calls.keys.token(peer.name, self.caller)}"}
            told[deadline.HEADER] = f"{seconds:.3f}"
        inject(told)
        return told


async def _content(answer: httpx2.Response) -> bytes:
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > LONGEST:
            raise Unavailable(f"an answer of more than {LONGEST} bytes")
    return bytes(content)


def _retry_after(answer: httpx2.Response) -> float | None:
    said = answer.headers.get("retry-after", "")
    return float(said) if said.isdecimal() else None
