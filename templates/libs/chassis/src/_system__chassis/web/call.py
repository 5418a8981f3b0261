"""One admitted request on its way through a use case: the key, the commit, the answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast, overload

from fastapi import Request
from starlette.responses import Response

from ..caller import Caller
from ..calls.client import segment
from ..errors import InvalidInput, PreconditionFailed
from ..pages import Page
from ..storage import idempotency
from ..storage.idempotency import IdempotencyClaim, Recorded
from ..uninterrupted import uninterrupted
from ..values import Json
from ..work import ANY_THERE, Work
from .cache import Answered, Cache
from .exchange import Exchange
from .schema import shown

if TYPE_CHECKING:
    from ..runtime import Runtime
    from .policy import Policy

__all__ = ["Cache", "Call"]

D = TypeVar("D")
R = TypeVar("R")
UseCase = Callable[[Work], Awaitable[object]]

MEDIA_TYPE = "application/json"
REPLAYED = "idempotency-replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_TAG = re.compile(r'(W/)?"([^"]*)"')
_NAMES = re.compile(r"\{(\w+)\}")


class Call:
    """A request that the policy let in."""

    def __init__(
        self, *, request: Request, runtime: Runtime, caller: Caller, own: bool, policy: Policy
    ) -> None:
        self.request = request
        self.runtime = runtime
        self.caller = caller
        self.own = own
        self.policy = policy

    @overload
    async def answer(
        self,
        use_case: Callable[[Work, D], Awaitable[R]],
        data: D,
        schema: object = None,
        *,
        status: int = 200,
        location: str | None = None,
        cache: Cache | None = None,
    ) -> Response: ...

    @overload
    async def answer(
        self,
        use_case: Callable[[Work], Awaitable[R]],
        data: None = None,
        schema: object = None,
        *,
        status: int = 200,
        location: str | None = None,
        cache: Cache | None = None,
    ) -> Response: ...

    async def answer(
        self,
        use_case: Callable[[Work, D], Awaitable[R]] | Callable[[Work], Awaitable[R]],
        data: D | None = None,
        schema: object = None,
        *,
        status: int = 200,
        location: str | None = None,
        cache: Cache | None = None,
    ) -> Response:
        """Runs *use_case* on *data* and answers what it gives, shown by *schema*.

        A command is committed first, and answered from its record where its key was seen before.
        *location* is a path below the version, its names filled from the result; *cache* says that
        a query's answer may be kept. Without *schema* there is no body, and the status is 204.
        """

        async def run(work: Work) -> object:
            if data is None:
                return await cast(UseCase, use_case)(work)
            return await cast(Callable[[Work, D], Awaitable[R]], use_case)(work, data)

        shape = _Shape(self, schema, status, location)
        if self.policy.writes:
            return await self._command(run, shape)
        if cache is None:
            return self._fresh(await self._query(run, shape))
        runtime = self.runtime
        tags = [f"{self.caller.tenant}:{tag}" for tag in cache.tags]
        kept = await runtime.cache.get_or_make(
            self._cache_key(data), cache.ttl, tags, lambda: self._query(run, shape)
        )
        return self._fresh(kept)

    def work(self, claim: IdempotencyClaim | None = None) -> Work:
        """A unit of work of this call; whoever asks for one commits it."""
        return Work(
            runtime=self.runtime,
            caller=self.caller,
            now=self.runtime.clock(),
            operation=self.policy.operation,
            own=self.own,
            if_match=self._if_match(),
            guards=self.policy.guards,
            claim=claim,
            audited=self.policy.writes,
            origin=f"{claim.subject} {claim.key}" if claim else "",
        )

    async def _query(self, run: UseCase, shape: _Shape) -> Answered:
        work = self.work()
        answered = shape.of(await run(work))
        if work.writes:
            raise RuntimeError(f"{self.policy.operation}: a query wrote; say writes=True")
        return answered

    async def _command(self, run: UseCase, shape: _Shape) -> Response:
        claim = await self._claim()
        work = self.work(claim)
        if claim is None:
            return _response(await _committed(work, run, shape))
        database, now = self.runtime.database, self.runtime.clock()
        take = idempotency.reserve if claim.reserved else idempotency.find
        known = await take(database, claim, now)
        if known is not None:
            return _replayed(known)
        try:
            return _response(await _committed(work, run, shape))
        except BaseException:
            # Cancelled or not: where nothing was sent, nothing was done, and the key is free again.
            # What was sent may have had its effect: the key stays taken until its reservation
            # lapses. A repetition then runs anew, and sends with the keys of the first time: what
            # keeps to such keys does nothing twice.
            if claim.reserved and not work.reached:
                await uninterrupted(idempotency.release(database, claim))
            raise

    def _fresh(self, answered: Answered) -> Response:
        """The answer, or 304 where the client has it already."""
        etag = dict(answered.headers).get("etag")
        if etag is not None and _among(etag, self._said("if-none-match")):
            headers = {k: v for k, v in answered.headers if k != "content-type"}
            return Response(status_code=304, headers=headers)
        return _response(answered)

    def _if_match(self) -> frozenset[int] | None:
        """The versions that If-Match names: it compares strongly, so that a weak tag is none."""
        said = self._said("if-match") if self.policy.guards else ""
        if not said:
            return None
        if said == "*":
            return ANY_THERE
        tags = (tag for weak, tag in _TAG.findall(said) if not weak)
        versions = frozenset(int(tag) for tag in tags if tag.isdecimal() and len(tag) < 19)
        if not versions:
            raise PreconditionFailed("If-Match names no version that this ever had")
        return versions

    def _said(self, header: str) -> str:
        """All that the request says under *header*, which may stand there several times."""
        return ", ".join(self.request.headers.getlist(header)).strip()

    async def _claim(self) -> IdempotencyClaim | None:
        key = self.request.headers.get("idempotency-key")
        if key is None:
            return None
        if not _KEY.fullmatch(key):
            raise InvalidInput("Idempotency-Key is 1 to 255 visible ASCII characters")
        return IdempotencyClaim(
            tenant=self.caller.tenant,
            subject=self.caller.subject,
            operation=self.policy.kept_as,
            key=key,
            fingerprint=await self._fingerprint(),
            reserved=self.policy.reaches,
        )

    async def _fingerprint(self) -> str:
        """Stands for all that the request says; blanks and order in its JSON say nothing."""
        url = self.request.url
        said = {
            "method": self.request.method,
            "path": url.path,
            "query": url.query,
            "if-match": self._said("if-match"),
            "body": _plain(await self.request.body()),
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def _cache_key(self, data: object) -> str:
        parts = (
            self.caller.tenant,
            self.caller.subject if self.own else "",
            self.policy.operation,
            Exchange.of(self.request.scope).version,
            data,
        )
        return repr(parts)


class _Shape:
    """How a result becomes an answer."""

    def __init__(self, call: Call, schema: object, status: int, location: str | None) -> None:
        self._call = call
        self._schema = schema
        self._status = status
        self._location = location

    def of(self, result: object, written: int | None = None) -> Answered:
        """The answer that shows *result*; *written* is the version of what was changed for it."""
        version = getattr(result, "version", None) if written is None else written
        body = b""
        headers: dict[str, str] = {}
        if self._schema is not None:
            body = shown(self._schema, result)
            headers["content-type"] = MEDIA_TYPE
        if isinstance(version, int) and (body or written is None):
            headers["etag"] = f'"{version}"'
        elif body and self._call.request.method == "GET":
            headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if self._call.request.method == "GET":
            headers["cache-control"] = "private, no-cache"
        if self._location is not None:
            headers["location"] = self._place(self._location, result)
        if isinstance(result, Page) and result.next is not None:
            url = self._call.request.url.include_query_params(cursor=result.next)
            headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
        return Answered(self._code(version), tuple(headers.items()), body)

    def _code(self, version: object) -> int:
        if self._schema is None and self._status == 200:
            return 204
        # A PUT says where the thing is, and whether it made it.
        created = self._call.request.method == "PUT" and self._location is not None
        return 201 if created and version == 1 else self._status

    def _place(self, template: str, result: object) -> str:
        known: Mapping[str, object] = self._call.request.path_params

        def fill(found: re.Match[str]) -> str:
            # What the request named, it knows; `pet_id` is the id of the pet that was made.
            name = found[1]
            made = getattr(result, name if hasattr(result, name) else "id", None)
            return segment(known.get(name, made))

        exchange = Exchange.of(self._call.request.scope)
        return f"{exchange.prefix}{_NAMES.sub(fill, template)}"


def _response(answered: Answered) -> Response:
    return Response(answered.body, answered.status, dict(answered.headers))


async def _committed(work: Work, run: UseCase, shape: _Shape) -> Answered:
    async with work:
        answered = shape.of(await run(work), work.version)
        await work.commit(answer=Recorded(answered.status, dict(answered.headers), answered.body))
    return answered


def _plain(body: bytes) -> Json:
    """What *body* says as JSON; of one that is none, what tells it from others."""
    try:
        return [json.loads(body)] if body else None
    except (ValueError, RecursionError):
        return hashlib.sha256(body).hexdigest()


def _replayed(known: Recorded) -> Response:
    return Response(known.body, known.status, {**known.headers, REPLAYED: "true"})


def _among(etag: str, known: str) -> bool:
    """Whether *etag* is one of those that are *known*, weak or not."""
    return known == "*" or etag in {f'"{tag}"' for _, tag in _TAG.findall(known)}
