"""A context as it runs, for its tests: the real application, a database of its own, no network."""

import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx2
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from .. import worker
from ..absent import ABSENT
from ..caller import Caller
from ..calls.client import Query, Refused, Reply, Send
from ..calls.transport import InProcess
from ..errors import Unavailable
from ..runtime import Parts, Runtime, database_url
from ..security.issuer import DevelopmentIssuer, Wanted
from ..service import Service, build_app, runtime_of
from ..settings import Settings
from ..storage import migrations
from ..storage.database import Database
from ..storage.repository import Aggregate, Repository
from ..values import Json
from ..web.ratelimit import NoLimiter
from ..work import Work
from .fakes import FakeCall, FakeRepository, FakeSql, FakeViews, Recorder, a_caller

__all__ = [
    "ABSENT",
    "Canned",
    "FakeCall",
    "FakeRepository",
    "FakeSql",
    "FakeViews",
    "Recorder",
    "Sent",
    "System",
    "a_caller",
    "put_in_place",
    "running",
    "temporary_database",
]

SUBJECT = "someone"
TENANT = "tenant-one"
BASE = "http://service"

A = TypeVar("A", bound=Aggregate)

Needs = Mapping[str, Json | Refused]


@dataclass(frozen=True, slots=True)
class Sent:
    """One call that went out to another context."""

    target: str
    caller: Caller
    method: str
    path: str
    body: Json
    key: str | None = None
    """The idempotency key of a write."""


@dataclass(slots=True)
class Canned:
    """Other contexts and externals, whose answers are known beforehand."""

    needs: Needs = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def send(self, target: str, caller: Caller, *, timeout: float, retry: int) -> Send:
        """A sender that answers what *needs* says of *target*."""

        async def send(
            method: str,
            path: str,
            *,
            query: Query | None = None,
            body: Json = None,
            idempotency_key: str | None = None,
            fallback_key: str | None = None,
        ) -> Reply:
            key = idempotency_key or fallback_key
            self.sent.append(Sent(target, caller, method, path, body, key))
            if target not in self.needs:
                raise Unavailable(f"the test says nothing of {target}")
            answer = self.needs[target]
            if isinstance(answer, Refused):
                return Reply(answer.status, None, answer.name, answer.detail)
            return Reply(200, answer)

        return send

    async def close(self) -> None:
        """There is nothing to close."""


@dataclass(slots=True)
class System:
    """A context that runs, and ways to ask it."""

    service: Service
    app: FastAPI
    runtime: Runtime
    calls: Canned
    clients: AsyncExitStack

    def as_role(
        self, *roles: str, subject: str = SUBJECT, tenant: str = TENANT
    ) -> httpx2.AsyncClient:
        """A client whose token has *roles*."""
        issuer = DevelopmentIssuer(self.runtime.settings.keys_dir, self.service.expected)
        token = issuer.token(Wanted(roles=roles, subject=subject, tenant=tenant))
        return self._client({"Authorization": f"Bearer {token}"})

    def anonymous(self) -> httpx2.AsyncClient:
        """A client without a token."""
        return self._client({})

    @asynccontextmanager
    async def work(
        self, role: str | None = None, *, subject: str = SUBJECT, tenant: str = TENANT
    ) -> AsyncIterator[Work]:
        """A unit of work of a user, to store what a test begins with; committed at the end."""
        roles = () if role is None else (role,)
        work = _work(self.runtime, a_caller(subject, tenant if self.service.tenancy else "", roles))
        async with work:
            yield work
            await work.commit()

    async def settle(self) -> None:
        """Returns when every event that is out has been delivered and handled."""
        await worker.settle(self.runtime)

    def _client(self, headers: Mapping[str, str]) -> httpx2.AsyncClient:
        client = httpx2.AsyncClient(
            transport=InProcess(self.app), base_url=BASE, headers=headers, timeout=60
        )
        self.clients.push_async_callback(client.aclose)
        return client


def put_in_place(repository: Repository[A], item: A) -> A:
    """Stores *item* in whatever state of its lifecycle it is, where `add` begins with the first."""
    return repository._put_in_place(item)


@asynccontextmanager
async def running(
    service: Service,
    *,
    needs: Needs | None = None,
    seeded: bool = False,
    limited: bool = False,
    worker: bool = False,
    settings: Mapping[str, object] | None = None,
) -> AsyncIterator[System]:
    """*service* with a fresh database, gone afterwards: SQLite, or PostgreSQL by DATABASE_URL.

    *needs* says what others answer, by `context.Operation`; *limited* keeps the rate limit;
    *worker* runs relay, inbox and schedules beside it, where else `settle` runs them once.
    """
    calls = Canned(needs or {})
    parts = Parts(calls=calls, limiter=None if limited else NoLimiter())
    async with _settings(settings or {}) as made, AsyncExitStack() as stack:
        await _migrated(service, made)
        app = build_app(service, made, parts)
        await stack.enter_async_context(app.router.lifespan_context(app))
        runtime = runtime_of(app)
        if seeded:
            work = _work(runtime, a_caller(SUBJECT, TENANT if service.tenancy else ""))
            await service.seed(work)
            await work.commit()
        if worker:
            await stack.enter_async_context(_Worker(runtime))
        yield System(service, app, runtime, calls, stack)


@asynccontextmanager
async def temporary_database(service: Service) -> AsyncIterator[Database]:
    """A fresh database of *service*, migrated, gone afterwards."""
    async with _settings({}) as settings:
        await _migrated(service, settings)
        database = Database.open(database_url(service, settings), service)
        try:
            yield database
        finally:
            await database.close()


_Worker = worker.Worker


def _work(runtime: Runtime, caller: Caller) -> Work:
    return Work(runtime=runtime, caller=caller, now=runtime.clock())


async def _migrated(service: Service, settings: Settings) -> None:
    database = Database.open(database_url(service, settings), service)
    try:
        await migrations.upgrade(service, database)
    finally:
        await database.close()


@asynccontextmanager
async def _settings(more: Mapping[str, object]) -> AsyncIterator[Settings]:
    """Settings of a test: a folder of its own, and a database of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with _database(os.environ.get("DATABASE_URL", "")) as url:
            given = {"env": "test", "data_dir": Path(folder), "database_url": url, **more}
            yield Settings.model_validate(given)


@asynccontextmanager
async def _database(server: str) -> AsyncIterator[str]:
    """A database of its own on *server*, dropped afterwards; "" where there is none."""
    if not server:
        yield ""
        return
    name = f"test_{uuid4().hex}"
    await _run(server, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _run(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()
