"""Serves one context: `python -m …chassis.serve diagnostics_ordering`."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

import uvicorn
from fastapi import FastAPI

from .errors import NotFitToStartError
from .runtime import database_url
from .security.issuer import DevelopmentIssuer
from .service import Service, build_app, runtime_of
from .settings import Settings
from .storage import migrations
from .storage.database import Database, UnsafeDatabaseError
from .storage.operations import NotMigratedError
from .storage.preparing import NotPreparedError
from .web import internal


class Draining(uvicorn.Server):
    """A server that, told to stop, first says that it is not ready, and takes requests meanwhile.

    Whoever routes requests needs a moment to notice; what then is under way is finished.
    """

    def __init__(self, config: uvicorn.Config, app: FastAPI, seconds: float) -> None:
        super().__init__(config)
        self._application = app
        self._seconds = seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops at once on Ctrl-C and on the second signal."""
        slot = self._application.state.slot
        if sig == signal.SIGINT or slot.draining:
            super().handle_exit(sig, frame)
            return
        slot.draining = True
        asyncio.get_running_loop().call_later(self._seconds, super().handle_exit, sig, frame)


def application(service: Service, settings: Settings) -> FastAPI:
    """The application of *service* alone; outside production it hands out tokens too."""
    app = build_app(service, settings)
    if settings.issues_tokens:
        app.router.routes.extend(DevelopmentIssuer(settings.keys_dir, service.expected).routes())
    return app


async def serve(package: str) -> None:
    """Serves the context of *package* until it is told to stop."""
    service: Service = import_module(f"{package}.entrypoints.app").SERVICE
    settings = Settings()
    app = application(service, settings)
    if not settings.production:
        await migrated(service, settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.deadline) + 1,
    )
    server = Draining(config, app, settings.drain)
    async with app.router.lifespan_context(app), internal.served(runtime_of(app)):
        config.lifespan = "off"  # it has been started here, so that the internal port has a runtime
        await server.serve()


async def migrated(service: Service, settings: Settings) -> None:
    """Brings the database of *service* to its newest revision."""
    database = Database.open(database_url(service, settings), service)
    try:
        await migrations.upgrade(service, database)
    finally:
        await database.close()


def main(argv: Sequence[str]) -> int:
    """The command line; answers the exit status."""
    if len(argv) != 1:
        print("usage: python -m …chassis.serve PACKAGE", file=sys.stderr)
        return 2
    try:
        asyncio.run(serve(argv[0]))
    except (NotFitToStartError, NotMigratedError, NotPreparedError, UnsafeDatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
