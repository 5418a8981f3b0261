"""The whole system in one process: every context under its own path, its worker beside it.

What one context says to another goes through the same client as over a network, and each has a
database of its own. What this does not prove is in the README: roles, row-level security, locks.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from importlib import import_module

import httpx2
import structlog
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .calls.external import External
from .calls.fake import Fake
from .calls.transport import InProcess
from .console import main
from .observability import logs, metrics
from .runtime import Parts
from .security.issuer import DevelopmentIssuer
from .serve import migrated
from .service import Service, build_app, runtime_of
from .settings import Settings
from .storage.database import UnsafeDatabaseError
from .web import health
from .web.problems import answer, problem
from .worker import Worker

__all__ = ["Embedded", "main", "mount"]

_log = structlog.get_logger(__name__)


@dataclass
class Embedded:
    """The application. A context whose code does not import is left out, the others run."""

    system: str
    settings: Settings
    services: dict[str, Service] = field(default_factory=dict)
    apps: dict[str, FastAPI] = field(default_factory=dict)
    broken: dict[str, Exception] = field(default_factory=dict)
    root: ASGIApp = field(default_factory=Starlette)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request by whichever context its path belongs to."""
        if scope["type"] == "lifespan":
            await self.root(scope, receive, send)
            return
        for name, service in self.services.items():
            if _under(service.base, scope["path"]):
                await self.apps[name](scope, receive, send)
                return
        for name in self.broken:
            if _under(f"/api/{name}", scope["path"]):
                await self._out(name, scope, receive, send)
                return
        await self.root(scope, receive, send)

    async def _out(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        error = self.broken[name]
        detail = f"{name} does not start: {type(error).__name__}: {error}"
        shown = None if self.settings.production else detail
        await problem(Request(scope), 503, detail=shown)(scope, receive, send)


def _under(base: str, path: str) -> bool:
    return path == base or path.startswith(f"{base}/")


def mount(system: str, contexts: Sequence[str], externals: Sequence[str]) -> Embedded:
    """The application of all *contexts* (packages), and fakes of *externals* (packages, too)."""
    settings = Settings()
    logs.configure(settings.log_level)
    embedded = Embedded(system, settings)
    fakes = {} if settings.production else dict(map(_fake, externals))
    transports: dict[str, httpx2.AsyncBaseTransport] = {
        name: InProcess(fake.app) for name, fake in fakes.items()
    }
    for package in contexts:
        name = package.removeprefix(f"{system}_")
        try:
            service: Service = import_module(f"{package}.entrypoints.app").SERVICE
            app = build_app(service, settings, Parts(transports=transports))
        except Exception as error:  # somebody's half-written code must not stop the others
            embedded.broken[name] = error
            continue
        embedded.services[name], embedded.apps[name] = service, app
        transports[name] = InProcess(app)
    embedded.root = Starlette(
        routes=_routes(embedded, fakes),
        lifespan=_lifespan(embedded),
        exception_handlers={HTTPException: answer},
    )
    return embedded


def _fake(package: str) -> tuple[str, Fake]:
    external: External = import_module(f"{package}.client").EXTERNAL
    return external.name, Fake(external)


def _routes(embedded: Embedded, fakes: dict[str, Fake]) -> list[Route | Mount]:
    async def livez(request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(request: Request) -> Response:
        return await _ready(embedded)

    async def told(request: Request) -> Response:
        return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)

    routes: list[Route | Mount] = [
        Route("/livez", livez),
        Route("/readyz", readyz),
    ]
    if not embedded.settings.production:  # there each process has a port for it that nobody sees
        routes.append(Route("/metrics", told))
    routes += [Mount(f"/fake/{name}", app=fake.app) for name, fake in fakes.items()]
    first = next(iter(embedded.services.values()), None)
    if embedded.settings.issues_tokens and first is not None:
        routes += DevelopmentIssuer(embedded.settings.keys_dir, first.expected).routes()
    return routes


async def _ready(embedded: Embedded) -> Response:
    """Ready when every context is, and none is out."""
    told: dict[str, object] = dict.fromkeys(embedded.broken, "does not start")
    ready = not embedded.broken
    for name, app in embedded.apps.items():
        found = await health.checks(runtime_of(app))
        ready = ready and health.ready(found)
        told[name] = [asdict(check) for check in found]
    status = "ready" if ready else "not ready"
    return JSONResponse({"status": status, "contexts": told}, 200 if ready else 503)


@asynccontextmanager
async def _started(name: str, app: FastAPI) -> AsyncIterator[None]:
    """A context while it runs; where its database is unsafe, the sentence is logged by itself."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(app.router.lifespan_context(app))
        except UnsafeDatabaseError as error:
            _log.critical("database_unsafe", context=name, reason=str(error))
            raise
        yield


Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def _lifespan(embedded: Embedded) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        for name, error in embedded.broken.items():
            _log.error("context_left_out", context=name, exc_info=error)
        async with AsyncExitStack() as stack:
            for service in embedded.services.values():
                await migrated(service, embedded.settings)
            for name, app in embedded.apps.items():
                await stack.enter_async_context(_started(name, app))
            for app in embedded.apps.values():
                await stack.enter_async_context(Worker(runtime_of(app)))
            yield

    return lifespan
