"""Databases to test the chassis on: SQLite always, PostgreSQL where one answers."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from _system__chassis.observability import logs
from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database
from _system__chassis.storage.engines import sqlite_url
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chassis.bench import Bench
from tests.chassis.bench import bench as open_bench
from tests.chassis.shop import Shop, ShopRuntime, shop
from tests.servers import need_postgres


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    """Logging as in a service; a test that catches logs would else leave it as it comes."""
    logs.configure("INFO")


@pytest.fixture
def service(tmp_path: Path) -> Shop:
    """A context of a name of its own: its schema and roles are nobody else's."""
    made = shop(tmp_path, f"t{uuid4().hex[:12]}")
    yield made
    sys.modules.pop(made.package, None)


@pytest.fixture
async def sqlite(service: Shop, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated SQLite file."""
    database = Database.open(sqlite_url(tmp_path / "data", service.name), service)
    await migrations.upgrade(service, database)
    yield database
    await database.close()


@pytest.fixture
async def postgres_url(service: Shop) -> AsyncIterator[str]:
    """The URL of a PostgreSQL on which the service's schema and roles are dropped afterwards."""
    url = need_postgres()
    yield url
    await _drop(url, service)


@pytest.fixture
async def postgres(service: Shop, postgres_url: str) -> AsyncIterator[Database]:
    """A migrated schema of a PostgreSQL."""
    database = Database.open(postgres_url, service)
    await migrations.upgrade(service, database)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database, once on each engine."""
    name = "postgres" if request.param == "postgresql" else "sqlite"
    return request.getfixturevalue(name)


@pytest.fixture
def runtime(service: Shop, database: Database) -> ShopRuntime:
    """What a unit of work runs in, once on each engine."""
    return ShopRuntime(service, database)


@pytest.fixture(params=["sqlite", "postgresql"])
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Bench]:
    """A system to add contexts to, once on each engine."""
    url = need_postgres() if request.param == "postgresql" else ""
    async with open_bench(f"s{uuid4().hex[:12]}", tmp_path, url) as made:
        yield made


async def _drop(url: str, service: Shop) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{service.name}" CASCADE')
        for role in ("app", "system", "reader"):
            await connection.exec_driver_sql(f'DROP ROLE IF EXISTS "shop_{service.name}_{role}"')
    await engine.dispose()
