"""Contexts that count: one emits numbers under keys, others write down in what order they came.

Whoever receives inserts a row for each message into a table in which nothing is unique: what is
lost, applied twice or out of order is seen there.
"""

import importlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from _system__chassis.caller import Caller
from _system__chassis.messaging.events import PublishedEvent
from _system__chassis.messaging.inbox import Subscription
from _system__chassis.messaging.schedule import Schedule
from _system__chassis.runtime import Runtime
from _system__chassis.security.tokens import Tokens
from _system__chassis.service import Service
from _system__chassis.storage.columns import counted_id, tenant_column
from _system__chassis.storage.database import Database
from _system__chassis.work import Work
from fastapi import APIRouter
from sqlalchemy import BigInteger, Column, MetaData, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

metadata = MetaData()

ledger = Table(
    "ledger",
    metadata,
    counted_id(),
    tenant_column(),
    Column("counter", String(64), nullable=False),
    Column("number", BigInteger, nullable=False),
)

REVISION = '''
"""The first tables."""

from sqlalchemy import BigInteger, Column, String

from _system__chassis.storage import migrations
from _system__chassis.storage.columns import counted_id, tenant_column
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    migrations.create_runtime_tables(op)
    op.create_table(
        "ledger",
        counted_id(),
        tenant_column(),
        Column("counter", String(64), nullable=False),
        Column("number", BigInteger, nullable=False),
    )
    migrations.grant(op, "ledger")


def downgrade() -> None:
    op.drop_table("ledger")
    migrations.drop_runtime_tables(op)
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A counter went on."""

    counter: str
    number: int


class CountedV1(PublishedEvent):
    """As the others see it."""

    topic: ClassVar[str] = "counting.source.Counted.v1"
    key: ClassVar[str] = "counter"
    counter: str
    number: int


PUBLISHED = {Counted: (CountedV1,)}


def service(
    folder: Path,
    system: str,
    name: str,
    *,
    subscriptions: Sequence[Subscription] = (),
    schedules: Sequence[Schedule] = (),
    tenancy: bool = False,
) -> Service:
    """The context *name* of *system*, its package and revisions in *folder*."""
    package = f"{system}_{name}"
    _make_package(folder / name, package)
    return Service(
        system=system,
        name=name,
        title=name,
        about="",
        package=package,
        base=f"/api/{name}",
        versions=(),
        custom=APIRouter(),
        metadata=metadata,
        tenant_tables=(),
        tenancy=tenancy,
        subscriptions=tuple(subscriptions),
        schedules=tuple(schedules),
        fills=(),
        pii=frozenset(),
        rate_limit=None,
        callers=(),
        tokens=Tokens(issuer="development", audience=system),
        cors=(),
        configure=_as_it_is,
        seed=_nothing,
    )


def make_entrypoint(folder: Path, made: Service, expression: str) -> Path:
    """Gives the package of *made* an `entrypoints.app` whose SERVICE is *expression*.

    Answers the folder that must be on a process' path to import it.
    """
    source = folder / made.name / "src"
    entrypoints = source / made.package / "entrypoints"
    entrypoints.mkdir(exist_ok=True)
    (entrypoints / "__init__.py").write_text("")
    (entrypoints / "app.py").write_text(f"from tests.chassis import faults\n\n{expression}\n")
    return source


def _make_package(folder: Path, package: str) -> None:
    home = folder / "src" / package
    home.mkdir(parents=True, exist_ok=True)
    (home / "__init__.py").write_text("")
    (folder / "migrations").mkdir(exist_ok=True)
    (folder / "migrations" / "0001_initial.py").write_text(REVISION)
    sys.path.insert(0, str(home.parent))
    try:
        importlib.invalidate_caches()
        importlib.import_module(package)
    finally:
        sys.path.remove(str(home.parent))


def _as_it_is(runtime: Runtime) -> Runtime:
    return runtime


async def _nothing(work: Work) -> None:
    pass


def a_work(runtime: Runtime, tenant: str = "") -> Work:
    """A unit of work of somebody."""
    return Work(runtime=runtime, caller=Caller(subject="ann", tenant=tenant), now=runtime.clock())


async def count(runtime: Runtime, counter: str, *numbers: int, tenant: str = "") -> None:
    """Emits *numbers* under *counter*, in one commit."""
    work = a_work(runtime, tenant)
    emit = work.emitter(PUBLISHED)
    for number in numbers:
        emit(Counted(counter=counter, number=number))
    await work.commit()


def note(work: Work, counter: str, number: int) -> None:
    """Has the commit write a row into the ledger."""
    row = {"tenant": work.caller.tenant, "counter": counter, "number": number}

    async def write(connection: AsyncConnection) -> None:
        await connection.execute(insert(ledger).values(row))

    work.pending.views.append(("Ledger", write))


async def noted(work: Work, event: CountedV1) -> None:
    """A handler that works: it writes the number down."""
    note(work, event.counter, event.number)


def after(
    first: Callable[[CountedV1], Awaitable[None]],
) -> Callable[[Work, CountedV1], Awaitable[None]]:
    """A handler that does *first* before it writes the number down."""

    async def handle(work: Work, event: CountedV1) -> None:
        await first(event)
        await noted(work, event)

    return handle


async def entries(database: Database) -> list[tuple[str, int]]:
    """Counter and number of each row, in the order of their commits; by nobody's role."""
    schema = database.names.schema if database.dialect == "postgresql" else None
    engine = database.engine.execution_options(schema_translate_map={None: schema})
    wanted = select(ledger.c.counter, ledger.c.number).order_by(ledger.c.id)
    async with engine.connect() as connection:
        return [(row.counter, row.number) for row in await connection.execute(wanted)]


async def numbers(database: Database, counter: str) -> list[int]:
    """What came under *counter*."""
    return [number for name, number in await entries(database) if name == counter]
