"""Whether a service lives and is ready, for whoever starts, stops and routes to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import unwritten
from ..runtime import Runtime, direct_url
from ..storage import migrations
from ..storage.runtime_tables import outbox
from ..storage.sessions import keeps_sessions

if TYPE_CHECKING:
    from ..service import Service
    from .middleware import Slot

PATIENCE = 2.0  # seconds for one check


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; *needed*: without it the service is not ready."""

    name: str
    ok: bool
    needed: bool
    detail: str = ""


def add_routes(app: FastAPI, service: Service, slot: Slot) -> None:
    """`/livez`, which touches nothing, and `/readyz`, which looks at all that is needed."""

    async def livez(request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(request: Request) -> Response:
        if slot.runtime is None or slot.draining:
            return JSONResponse({"status": "draining"}, 503)
        found = await checks(slot.runtime)
        fit = ready(found)
        told = {"status": "ready" if fit else "not ready", "checks": [asdict(c) for c in found]}
        return JSONResponse(told, 200 if fit else 503)

    app.add_route("/livez", livez, include_in_schema=False)
    app.add_route("/readyz", readyz, include_in_schema=False)


def ready(found: Sequence[Check]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(check.ok or not check.needed for check in found)


async def checks(runtime: Runtime) -> list[Check]:
    """Everything worth knowing of *runtime*, looked at side by side."""
    return [
        *await asyncio.gather(*(look(runtime) for look in _LOOKS)),
        _unwritten(runtime),
    ]


async def _database(runtime: Runtime) -> Check:
    try:
        async with asyncio.timeout(PATIENCE), runtime.database.read("") as connection:
            await connection.execute(select(1))
    except Exception as error:  # whatever it is, it is what there is to tell
        return Check("database", ok=False, needed=True, detail=type(error).__name__)
    return Check("database", ok=True, needed=True)


async def _head(runtime: Runtime) -> Check:
    try:
        async with asyncio.timeout(PATIENCE):
            reached = await migrations.head_reached(runtime.service, runtime.database)
    except Exception as error:
        return Check("migrations", ok=False, needed=True, detail=type(error).__name__)
    return Check(
        "migrations", ok=reached, needed=True, detail="" if reached else "revisions are to be run"
    )


async def _tenants(runtime: Runtime) -> Check:
    """Whether the database keeps tenants apart; it was looked at before, if it was migrated."""
    try:
        async with asyncio.timeout(PATIENCE):
            await runtime.database.check(strict=runtime.settings.production)
    except Exception as error:
        return Check("row_security", ok=False, needed=True, detail=type(error).__name__)
    return Check("row_security", ok=True, needed=True)


async def _bus(runtime: Runtime) -> Check:
    """Whether the bus answers: without it events wait in the outbox, and requests can go on."""
    try:
        async with asyncio.timeout(PATIENCE):
            await runtime.bus.check()
    except Exception as error:
        return Check("bus", ok=False, needed=False, detail=type(error).__name__)
    return Check("bus", ok=True, needed=False)


_keeping: set[str] = set()  # URLs that have kept sessions: they do so for good


async def _sessions(runtime: Runtime) -> Check:
    """Whether DATABASE_DIRECT_URL leads past any pooler: leadership and wake-ups depend on it."""
    url = direct_url(runtime.settings)
    if url is None or url in _keeping:
        return Check("sessions", ok=True, needed=True)
    try:
        async with asyncio.timeout(PATIENCE):
            kept = await keeps_sessions(url)
    except Exception as error:
        return Check("sessions", ok=False, needed=False, detail=type(error).__name__)
    if not kept:
        told = "DATABASE_DIRECT_URL leads to a pooler that does not keep sessions"
        return Check("sessions", ok=False, needed=True, detail=told)
    _keeping.add(url)
    return Check("sessions", ok=True, needed=True)


async def _lag(runtime: Runtime) -> Check:
    """How old the oldest unpublished event is: worth knowing, no reason to take requests away."""
    oldest = select(func.min(outbox.c.created_at)).where(outbox.c.published_at.is_(None))
    try:
        async with asyncio.timeout(PATIENCE), runtime.database.system(writes=False) as connection:
            since = (await connection.execute(oldest)).scalar()
    except Exception as error:
        return Check("relay", ok=False, needed=False, detail=type(error).__name__)
    lag = (runtime.clock() - since).total_seconds() if since is not None else 0.0
    return Check("relay", ok=lag < 60.0, needed=False, detail=f"{max(0.0, lag):.1f} s behind")


def _unwritten(runtime: Runtime) -> Check:
    left = unwritten.find(runtime.service.fills)
    return Check("unwritten", ok=not left, needed=False, detail=", ".join(left))


_LOOKS = (_database, _head, _tenants, _bus, _sessions, _lag)
