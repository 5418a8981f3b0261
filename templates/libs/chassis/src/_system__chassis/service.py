"""A context as a service: what it is made of, and the application that serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from sqlalchemy import MetaData
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from . import unwritten
from .calls.external import External
from .errors import DeadlineExceeded, NotFitToStartError, Refusal, Unavailable, Unwritten
from .observability import logs, metrics, telemetry
from .runtime import Parts, Runtime, open_runtime, service_keys
from .security.tokens import Tokens
from .settings import Settings
from .storage.columns import AnyTable
from .web import contract, health, problems
from .web.exchange import Exchange
from .web.middleware import Announcement, Slot, Web
from .web.policy import Policy, policies_of, policy_of
from .web.ratelimit import RateLimit

if TYPE_CHECKING:
    from .messaging.inbox import Subscription
    from .messaging.schedule import Schedule
    from .work import Work

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LOCALHOST = r"https?://(localhost|127\.0\.0\.1)(:\d+)?"


@dataclass(frozen=True, slots=True)
class ApiVersion:
    """One version of an API, under `<base>/<name>`."""

    name: str
    router: APIRouter
    deprecated: bool = False
    sunset: date | None = None
    successor: str | None = None
    since: date = date(1970, 1, 1)  # deprecated since; where nobody wrote it down, since ever


@dataclass(frozen=True, kw_only=True)
class Service:
    """All that a context consists of, as its `entrypoints/app.py` puts it together.

    `stored_as` is the name that the context had first, where it has another by now.
    """

    system: str
    name: str
    title: str
    about: str
    package: str
    base: str
    versions: tuple[ApiVersion, ...]
    custom: APIRouter
    metadata: MetaData
    tenant_tables: tuple[AnyTable, ...]
    tenancy: bool
    subscriptions: tuple[Subscription, ...]
    schedules: tuple[Schedule, ...]
    fills: tuple[ModuleType, ...]
    pii: frozenset[str]
    rate_limit: RateLimit | None
    callers: tuple[str, ...]
    tokens: Tokens | None  # None: only the development issuer's, and public operations
    cors: tuple[str, ...]
    configure: Callable[[Runtime], Runtime]
    seed: Callable[[Work], Awaitable[None]]
    externals: tuple[External, ...] = ()
    stored_as: str = ""

    @property
    def stored(self) -> str:
        """The name under which its data and its place in streams are kept, whatever its name is."""
        return self.stored_as or self.name

    @property
    def expected(self) -> Tokens:
        """What is expected of tokens, also where the blueprint says nothing of them."""
        return self.tokens or Tokens(issuer="", audience=self.system)


def build_app(
    service: Service, settings: Settings | None = None, parts: Parts | None = None
) -> FastAPI:
    """The ASGI application of *service*; raises NotFitToStartError where it must not be served."""
    settings = settings or Settings()
    check(service, settings)
    logs.configure(settings.log_level, service.pii)
    parts = parts or Parts()
    slot = Slot()
    app = FastAPI(
        title=service.title,
        description=service.about,
        openapi_url=None,
        lifespan=_lifespan(service, settings, parts, slot),
        telemetry={
            "tracer_provider": parts.tracers
            or telemetry.provider(service.system, service.name, settings),
            "metrics": False,  # ours know the operations
            "logs": False,
            "operation_spans": False,
        },
    )
    app.state.slot = slot
    for version in service.versions:
        app.include_router(version.router, prefix=f"{service.base}/{version.name}")
    app.include_router(service.custom, prefix=f"{service.base}/custom")
    _describe(app, service)
    health.add_routes(app, service, slot)
    for error in (Refusal, Unwritten, Unavailable, DeadlineExceeded, HTTPException):
        app.add_exception_handler(error, _answer)
    app.add_exception_handler(RequestValidationError, _answer)
    app.add_middleware(Web, slot=slot, versions=announcements(service))
    _allow_browsers(app, service, settings)
    return app


def runtime_of(app: FastAPI) -> Runtime:
    """The runtime of an application that has been started."""
    slot: Slot = app.state.slot
    if slot.runtime is None:
        raise RuntimeError("the application has not been started")
    return slot.runtime


def check(service: Service, settings: Settings) -> None:
    """Raises NotFitToStartError for a route without its policy, and for what production forbids."""
    policies = list(_policies(service))
    left = unwritten.find(service.fills)
    metrics.UNWRITTEN.labels(service.name).set(len(left))
    if not settings.production:
        return
    if settings.issues_tokens:
        raise NotFitToStartError("TOKENS_ISSUER: the development issuer has no place in production")
    known = service.expected.issuer or settings.tokens_issuer
    if not known and not all(policy.public for policy in policies):
        raise NotFitToStartError("TOKENS_ISSUER: nobody is known whose tokens could be verified")
    refused = sorted(set(left) - set(settings.accept_unwritten))
    if refused:
        names = ", ".join(refused)
        raise NotFitToStartError(
            f"{service.name}: unwritten: {names}; write them or name them in ACCEPT_UNWRITTEN"
        )
    service_keys(service, settings)


def _policies(service: Service) -> Iterator[Policy]:
    routers = (*(version.router for version in service.versions), service.custom)
    for route in iter_route_contexts([each for router in routers for each in router.routes]):
        found = policies_of(route)
        if wrong := _wrong(found, route.methods or ()):
            raise NotFitToStartError(f"{service.name}: {route.path} {wrong}")
        yield found[0]


def _wrong(policies: Sequence[Policy], methods: Collection[str]) -> str:
    """Why a route with these must not be served; "" where it may."""
    match policies:
        case []:
            return "has no policy; it would be open to all"
        case [policy]:
            if UNSAFE.isdisjoint(methods) or policy.writes or policy.safe:
                return ""
            return f"would lose what it writes; {policy.operation} needs writes=True, or safe=True"
    names = " and ".join(policy.operation for policy in policies)
    return f"has several policies ({names}); which of them would its contract tell of?"


def announcements(service: Service) -> tuple[Announcement, ...]:
    """What the middleware adds to the answers of each version."""
    return tuple(_announcement(service.base, version) for version in service.versions)


def _announcement(base: str, version: ApiVersion) -> Announcement:
    prefix = f"{base}/{version.name}"
    if not version.deprecated:
        return Announcement(version.name, prefix)
    since = int(datetime.combine(version.since, time(), UTC).timestamp())
    said = {"deprecation": f"@{since}"}  # RFC 9745
    if version.sunset is not None:
        gone = datetime.combine(version.sunset, time(), UTC)
        said["sunset"] = format_datetime(gone, usegmt=True)  # RFC 8594: another format
    if version.successor is not None:
        said["link"] = f'<{base}/{version.successor}>; rel="successor-version"'
    headers = tuple((name.encode(), value.encode()) for name, value in said.items())
    return Announcement(version.name, prefix, headers, deprecated=True)


Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def _lifespan(service: Service, settings: Settings, parts: Parts, slot: Slot) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_runtime(service, settings, parts) as runtime:
            slot.runtime = runtime
            for name in unwritten.find(service.fills):
                runtime.logger.warning("unwritten", name=name)
            try:
                yield
            finally:
                slot.runtime = None

    return lifespan


def _describe(app: FastAPI, service: Service) -> None:
    """Serves each version's OpenAPI document under `<base>/<version>/openapi.json`."""

    @cache
    def document(version: str) -> str:
        return contract.render(contract.openapi(service, version))

    for version in service.versions:

        async def described(request: Request, name: str = version.name) -> Response:
            return Response(document(name), media_type="application/json")

        app.add_route(f"{service.base}/{version.name}/openapi.json", described)


async def _answer(request: Request, error: Exception) -> Response:
    """The problem that *error* is. Whoever may not call is not told what is wrong with the body."""
    if isinstance(error, RequestValidationError | HTTPException):
        policy = policy_of(request.scope["route"]) if "route" in request.scope else None
        if policy is not None and Exchange.of(request.scope).call is None and _late(error):
            try:
                await policy(request)
            except Refusal as refusal:
                error = refusal
    answer = problems.of(request, error)
    assert answer is not None, "a handler for what is no problem"
    return answer


def _late(error: RequestValidationError | HTTPException) -> bool:
    """Whether it should have been found out only after the caller was let in: size comes before."""
    return isinstance(error, RequestValidationError) or error.status_code == 400


def _allow_browsers(app: FastAPI, service: Service, settings: Settings) -> None:
    anywhere_here = None if settings.production else LOCALHOST
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(service.cors),
        allow_origin_regex=anywhere_here,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=[
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
        ],
        expose_headers=[
            "ETag",
            "Location",
            "Link",
            "Retry-After",
            "Deprecation",
            "Sunset",
            "X-Request-Id",
        ],
        max_age=600,
    )
