"""Prepares the database: `python -m …chassis.migrate diagnostics_ordering …`."""

import asyncio
import sys
from collections.abc import Sequence
from importlib import import_module

from .messaging.sql_bus import SqlBus
from .runtime import bus_url
from .serve import migrated
from .service import Service
from .settings import Settings
from .storage.operations import NotMigratedError
from .storage.preparing import NotPreparedError


async def migrate(packages: Sequence[str]) -> None:
    """Brings the database of each context to its newest revision, and makes the bus."""
    settings = Settings()
    for package in packages:
        service: Service = import_module(f"{package}.entrypoints.app").SERVICE
        await migrated(service, settings)
        bus = await SqlBus.open(bus_url(settings), service.system)
        await bus.close()
        print(f"{service.name}: at the newest revision")


def main(argv: Sequence[str]) -> int:
    """The command line; answers the exit status."""
    if not argv:
        print("usage: python -m …chassis.migrate PACKAGE…", file=sys.stderr)
        return 2
    try:
        asyncio.run(migrate(argv))
    except (NotMigratedError, NotPreparedError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
