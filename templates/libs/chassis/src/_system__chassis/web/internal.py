"""The port that only the cluster sees: metrics, and whether the process lives and is ready."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..observability import metrics
from . import health
from .problems import answer

if TYPE_CHECKING:
    from ..runtime import Runtime


def app(runtime: "Runtime") -> Starlette:
    """`/metrics`, `/livez`, `/readyz` of *runtime*."""

    async def told(request: Request) -> Response:
        return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)

    async def livez(request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(request: Request) -> Response:
        found = await health.checks(runtime)
        ready = all(each.ok or not each.needed for each in found)
        return JSONResponse({"checks": [asdict(one) for one in found]}, 200 if ready else 503)

    return Starlette(
        routes=[Route("/metrics", told), Route("/livez", livez), Route("/readyz", readyz)],
        exception_handlers={HTTPException: answer},
    )


@asynccontextmanager
async def served(runtime: "Runtime") -> AsyncIterator[None]:
    """Serves it on the settings' `metrics_port` while the block runs; without a port, nothing."""
    settings = runtime.settings
    if not settings.metrics_port:
        yield
        return
    config = uvicorn.Config(
        app(runtime),
        host=settings.host,
        port=settings.metrics_port,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(), name="internal port")
    try:
        yield
    finally:
        server.should_exit = True
        await serving
