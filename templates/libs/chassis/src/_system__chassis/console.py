"""What `python main.py …` does: seeds, dead messages, what is unwritten, a prompt, a migration."""

from __future__ import annotations

import argparse
import asyncio
import code
import json
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from . import unwritten
from .caller import Caller
from .errors import DuplicateValue
from .messaging import dead
from .observability import logs
from .runtime import database_url, open_runtime
from .serve import migrated
from .storage import migrations
from .storage.database import Database, UnsafeDatabaseError
from .storage.revisions import folder_of
from .work import Work

if TYPE_CHECKING:
    from .embedded import Embedded
    from .service import Service
    from .settings import Settings

TENANT = "demo"


def main(app: Embedded, argv: Sequence[str]) -> int:
    """Runs one goal over the contexts of *app*; answers the exit status."""
    with logs.diverted(sys.stderr):  # what goals print is for people and for pipes
        try:
            return _run(app, argv)
        except UnsafeDatabaseError as error:
            print(error, file=sys.stderr)
            return 1


def _run(app: Embedded, argv: Sequence[str]) -> int:
    if argv[:1] == ["dead"]:
        return asyncio.run(_dead(app, argv[1:]))
    asked = _parser(sorted(app.services)).parse_args(argv)
    match asked.goal:
        case "seed":
            return asyncio.run(_seed(app, asked.tenant or [TENANT]))
        case "todo":
            return _todo(app, as_json=asked.json)
        case "migration":
            print(migrations.new(folder_of(app.services[asked.context].package), asked.name))
            return 0
    known = {"app": app, "services": app.services, "settings": app.settings, "run": asyncio.run}
    code.interact(banner=f"{app.system}: {', '.join(known)}", local=known)
    return 0


def _parser(contexts: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="The system, from a terminal.")
    goals = parser.add_subparsers(dest="goal", required=True)
    seeding = goals.add_parser("seed", help="run every context's seeds")
    seeding.add_argument("--tenant", action="append", help=f"for whom; {TENANT} by default")
    goals.add_parser("dead", help="messages that failed for good", add_help=False)
    listing = goals.add_parser("todo", help="what is still unwritten")
    listing.add_argument("--json", action="store_true")
    beginning = goals.add_parser("migration", help="begin a revision")
    beginning.add_argument("context", choices=contexts)
    beginning.add_argument("name")
    goals.add_parser("shell", help="a prompt with everything at hand")
    return parser


async def _dead(app: Embedded, argv: Sequence[str]) -> int:
    async with AsyncExitStack() as stack:
        databases: dict[str, Database] = {}
        for name, service in app.services.items():
            await migrated(service, app.settings)
            databases[name] = Database.open(database_url(service, app.settings), service)
            stack.push_async_callback(databases[name].close)
        return await dead.main(databases, argv)


async def _seed(app: Embedded, tenants: Sequence[str]) -> int:
    for service in app.services.values():
        await migrated(service, app.settings)
        for tenant in tenants if service.tenancy else [""]:
            done = await seeded(service, app.settings, tenant)
            said = "seeded" if done else "has its seeds already"
            print(f"{service.name}{f' for {tenant}' if tenant else ''}: {said}")
    return 0


async def seeded(service: Service, settings: Settings, tenant: str) -> bool:
    """Runs the seeds of *service* for *tenant*; False where they were there already."""
    async with open_runtime(service, settings) as runtime:
        caller = Caller(subject="seed", tenant=tenant, acting=False)
        work = Work(runtime=runtime, caller=caller, now=runtime.clock())
        try:
            await service.seed(work)
            await work.commit()
        except DuplicateValue:
            return False
    return True


def _todo(app: Embedded, *, as_json: bool) -> int:
    left = {name: unwritten.find(service.fills) for name, service in app.services.items()}
    if as_json:
        print(json.dumps(left, indent=2))
        return 0
    for name, names in left.items():
        for each in names:
            print(f"{name}: {each}")
    for name, error in app.broken.items():
        print(f"{name}: does not start: {type(error).__name__}: {error}")
    if not any(left.values()) and not app.broken:
        print("nothing is unwritten")
    return 0
