"""What a context runs on: opened once for a process, handed to whoever needs a part of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx2
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import Tracer
from structlog.typing import FilteringBoundLogger

from .calls.client import Calls
from .calls.outgoing import HttpCalls
from .errors import NotFitToStartError
from .messaging.bus import Bus
from .messaging.signals import Signals
from .messaging.sql_bus import SqlBus
from .observability import telemetry
from .security.auth import Verifier
from .security.issuer import ISSUER, DevelopmentIssuer
from .security.jwks import FixedKeys, Jwks, Keys, fetching
from .security.keys import ServiceKeys
from .security.tokens import Tokens
from .settings import Settings
from .storage import migrations
from .storage.database import Database
from .storage.engines import sqlite_url
from .web.cache import MemoryCache, SharedDrops, Store
from .web.ratelimit import Limiter, MemoryLimiter

if TYPE_CHECKING:
    from .service import Service


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """Everything that a context's code reaches the world through.

    `extensions.configure` may answer another with any of it replaced.
    """

    service: Service
    settings: Settings
    database: Database
    bus: Bus
    signals: Signals
    cache: Store
    limiter: Limiter
    calls: Calls
    verifier: Verifier
    tracer: Tracer
    logger: FilteringBoundLogger
    clock: Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What is put in place of what a context would open for itself: several in one process share
    things, and tests bring their own."""

    transports: Mapping[str, httpx2.AsyncBaseTransport] = field(default_factory=dict)
    calls: Calls | None = None
    limiter: Limiter | None = None
    tracers: TracerProvider | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@asynccontextmanager
async def open_runtime(
    service: Service, settings: Settings, parts: Parts | None = None
) -> AsyncIterator[Runtime]:
    """The runtime of *service*; closed at the end, the last opened first.

    Raises UnsafeDatabaseError where a migrated database would show one tenant's rows to another.
    """
    parts = parts or Parts()
    async with AsyncExitStack() as stack:
        tracers = parts.tracers or telemetry.provider(service.system, service.name, settings)
        tracer = tracers.get_tracer("chassis")
        database = Database.open(database_url(service, settings), service)
        stack.push_async_callback(database.close)
        telemetry.instrument(database.engine, tracer)
        if await migrations.head_reached(service, database):  # else /readyz says so, and looks
            await database.check(strict=settings.production)
        bus = await SqlBus.open(bus_url(settings), service.system)
        stack.push_async_callback(bus.close)
        signals = Signals(service.system, service.stored, direct_url(settings))
        stack.push_async_callback(signals.close)
        keys = service_keys(service, settings)
        calls = parts.calls or HttpCalls(
            settings, keys, tracer, service.externals, parts.transports
        )
        stack.push_async_callback(calls.close)
        tokens, issuer = tokens_of(service, settings)
        runtime = service.configure(
            Runtime(
                service=service,
                settings=settings,
                database=database,
                bus=bus,
                signals=signals,
                cache=SharedDrops(MemoryCache(), signals),
                limiter=parts.limiter or MemoryLimiter(),
                calls=calls,
                verifier=Verifier(tokens, issuer, keys),
                tracer=tracer,
                logger=structlog.get_logger().bind(context=service.name),
                clock=parts.clock,
            )
        )
        await signals.start()
        yield runtime


def database_url(service: Service, settings: Settings) -> str:
    """Where the data of *service* is: one database for all, or a file of its own."""
    return settings.database_url or sqlite_url(settings.data_dir, service.stored)


def bus_url(settings: Settings) -> str:
    """Where the bus is, which all contexts share."""
    return settings.database_url or sqlite_url(settings.data_dir, "bus")


def direct_url(settings: Settings) -> str | None:
    """PostgreSQL past any pooler; None on SQLite."""
    url = settings.database_direct_url or settings.database_url
    return url if url.startswith("postgresql") else None


def service_keys(service: Service, settings: Settings) -> ServiceKeys:
    """The keys with which *service* signs; made where they are missing and this is development.

    Raises NotFitToStartError where they are missing in production: nobody else would know them.
    """
    make = settings.service_keys_dir is None and not settings.production
    keys = ServiceKeys(settings.keys_dir, service.system, service.name, make=make)
    if settings.production and not keys.complete:
        pair = settings.keys_dir / service.name
        raise NotFitToStartError(
            f"SERVICE_KEYS_DIR: {service.name} has no keys to sign its calls with; make them with "
            f"`openssl genpkey -algorithm ed25519 -out {pair}.pem` and "
            f"`openssl pkey -in {pair}.pem -pubout -out {pair}.pub.pem`, and give the public one "
            "to the contexts that it calls"
        )
    return keys


def tokens_of(service: Service, settings: Settings) -> tuple[Tokens, Keys]:
    """What is expected of users' tokens, and whose keys they are verified by."""
    tokens = service.expected
    if settings.tokens_audience:
        tokens = replace(tokens, audience=settings.tokens_audience)
    if settings.issues_tokens:
        issuer = DevelopmentIssuer(settings.keys_dir, tokens)
        return replace(tokens, issuer=ISSUER), FixedKeys(issuer.jwks())
    if settings.tokens_issuer:
        tokens = replace(tokens, issuer=settings.tokens_issuer)
    return tokens, Jwks(fetching(tokens.issuer, settings.tokens_jwks_url))
