"""Migrations bring a database to what the code says, once, and notice when it is not so."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database, UnsafeDatabaseError
from _system__chassis.storage.engines import sqlite_url, writing
from _system__chassis.storage.revisions import scripts
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from sqlalchemy import Column, Connection, MetaData, String, inspect

from tests.chassis.shop import Shop, orders

pytestmark = pytest.mark.anyio

UPGRADE = """
import asyncio, sys
sys.path[:0] = {path!r}
from dataclasses import replace
from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database
from tests.chassis.shop import Shop
service = Shop(system="shop", name={name!r}, package={package!r})
async def main():
    database = Database.open({url!r}, service)
    sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
    await migrations.upgrade(service, database)
    assert await migrations.differences(service, database) == []
    await database.close()
asyncio.run(main())
"""


async def test_a_migrated_database_is_what_the_tables_say(
    service: Shop, database: Database
) -> None:
    assert await migrations.head_reached(service, database)
    assert await migrations.differences(service, database) == []
    await database.check()


async def test_a_second_upgrade_changes_nothing(service: Shop, database: Database) -> None:
    await migrations.upgrade(service, database)
    assert await migrations.differences(service, database) == []


async def test_an_empty_database_has_not_reached_the_head(service: Shop, tmp_path: Path) -> None:
    database = Database.open(sqlite_url(tmp_path, "empty"), service)
    assert not await migrations.head_reached(service, database)
    assert "add table orders" in await migrations.differences(service, database)
    await database.close()


async def test_an_empty_postgresql_has_not_reached_the_head(
    service: Shop, postgres_url: str
) -> None:
    database = Database.open(postgres_url, service)
    assert not await migrations.head_reached(service, database)
    with pytest.raises(UnsafeDatabaseError, match="run the migrations"):
        await database.check()
    await database.close()


async def test_a_table_that_drifted_is_reported(service: Shop, database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            f'ALTER TABLE {_named(database, "orders")} ADD COLUMN "by_hand" VARCHAR(3)'
        )
        index = _named(database, "ix_orders_tenant_due")
        await connection.exec_driver_sql(f"DROP INDEX {index}")
    assert await migrations.differences(service, database) == [
        "add index ix_orders_tenant_due on orders",
        "remove column orders by_hand",
    ]


async def test_a_column_that_no_revision_makes_is_reported(
    service: Shop, database: Database
) -> None:
    changed = MetaData()
    orders.to_metadata(changed).append_column(Column("colour", String(8), nullable=False))
    newer = Shop(
        system=service.system, name=service.name, package=service.package, metadata=changed
    )
    found = await migrations.differences(newer, database)
    assert "add column orders colour" in found


async def test_processes_that_upgrade_at_once_make_one_database(
    service: Shop, database: Database, tmp_path: Path
) -> None:
    await database.close()
    url = _fresh(database, tmp_path)
    fresh = Shop(system="shop", name=f"{service.name}_b", package=service.package)
    if database.dialect == "postgresql":
        fresh = service
        await _empty(database)
    code = UPGRADE.format(
        path=[str(tmp_path / "src"), *sys.path],
        name=fresh.name,
        package=fresh.package,
        url=url,
    )
    processes = [_started(code) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    errors = await asyncio.gather(*(asyncio.to_thread(p.communicate, "go\n") for p in processes))
    assert [process.returncode for process in processes] == [0] * 4, errors


async def test_upgrades_of_several_contexts_at_once_do_not_mix(
    service: Shop, tmp_path: Path
) -> None:
    contexts = [Shop(system="shop", name=name, package=service.package) for name in "abc"]
    databases = [Database.open(sqlite_url(tmp_path, one.name), one) for one in contexts]
    pairs = list(zip(contexts, databases, strict=True))
    await asyncio.gather(*(migrations.upgrade(*pair) for pair in pairs))
    for one, database in pairs:
        assert await migrations.differences(one, database) == []
        await database.close()


async def test_a_revision_that_fails_leaves_nothing_behind(
    service: Shop, database: Database
) -> None:
    path = migrations.new(service.migrations, "Break off.")
    text = path.read_text()
    path.write_text(
        text.replace(
            "    op.get_bind()\n",
            "    op.execute('CREATE TABLE half (id INTEGER)')\n    raise KeyError('half')\n",
            1,
        )
    )
    with pytest.raises(KeyError):
        await migrations.upgrade(service, database)
    assert not await migrations.head_reached(service, database)
    path.unlink()
    assert await migrations.head_reached(service, database)
    assert await migrations.differences(service, database) == []


async def test_what_the_first_revision_made_it_unmakes(service: Shop, database: Database) -> None:
    script = scripts(service.package)

    def unmake(connection: Connection) -> list[str]:
        def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
            return script._downgrade_revs("base", revision)

        context = MigrationContext.configure(connection, opts={"fn": steps, "script": script})
        with Operations.context(context):
            context.run_migrations()
        return inspect(connection).get_table_names()

    async with writing(database.engine).begin() as connection:
        if database.dialect == "postgresql":
            await connection.exec_driver_sql(f'SET LOCAL search_path = "{database.names.schema}"')
        assert await connection.run_sync(unmake) == ["alembic_version"]


async def test_a_new_revision_follows_the_newest(service: Shop, database: Database) -> None:
    path = migrations.new(service.migrations, 'Add "colour" to orders')
    assert path.name == "0002_add_colour_to_orders.py"
    assert 'down_revision = "0001"' in path.read_text()
    assert migrations.new(service.migrations, "…").name == "0003_change.py"
    assert not await migrations.head_reached(service, database)
    await migrations.upgrade(service, database)
    assert await migrations.head_reached(service, database)


async def test_a_table_without_forced_row_level_security_is_reported(
    service: Shop, postgres: Database
) -> None:
    async with postgres.engine.begin() as connection:
        table = _named(postgres, "orders")
        await connection.exec_driver_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    sentence = "row-level security is not forced on orders"
    assert await migrations.differences(service, postgres) == [sentence]
    with pytest.raises(UnsafeDatabaseError, match=sentence):
        await postgres.check()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ('DROP POLICY "tenant_rows" ON {table}', "no policy tenant_rows by tenant"),
        ("CREATE POLICY more ON {table} USING (true)", "another policy that permits rows"),
        ('ALTER TABLE {table} OWNER TO "{app}"', "owns orders"),
        ('ALTER ROLE "{app}" BYPASSRLS', "is above row-level security"),
        ("DROP TABLE {table}", "orders is missing"),
    ],
)
async def test_whatever_opens_one_tenants_rows_to_another_is_found_at_the_start(
    postgres: Database, statement: str, sentence: str
) -> None:
    app = postgres.names.app
    async with postgres.engine.begin() as connection:
        await connection.exec_driver_sql(
            f'GRANT CREATE ON SCHEMA "{postgres.names.schema}" TO "{app}"'
        )
        await connection.exec_driver_sql(
            statement.format(table=_named(postgres, "orders"), app=app)
        )
    with pytest.raises(UnsafeDatabaseError, match=sentence):
        await postgres.check()


async def test_a_table_that_use_cases_may_not_write_is_reported(
    service: Shop, postgres: Database
) -> None:
    async with postgres.engine.begin() as connection:
        await connection.exec_driver_sql(
            f'REVOKE DELETE ON {_named(postgres, "board")} FROM "{postgres.names.app}"'
        )
    found = await migrations.differences(service, postgres)
    assert found == [f"board is not granted to {postgres.names.app}"]


def _named(database: Database, table: str) -> str:
    if database.dialect == "sqlite":
        return f'"{table}"'
    return f'"{database.names.schema}"."{table}"'


def _fresh(database: Database, folder: Path) -> str:
    if database.dialect == "sqlite":
        return sqlite_url(folder / "fresh", "fresh")
    return database.engine.url.render_as_string(hide_password=False)


async def _empty(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(f'DROP SCHEMA "{database.names.schema}" CASCADE')
        for role in database.names.roles:
            await connection.exec_driver_sql(f'DROP ROLE "{role}"')
    await database.close()


def _started(code: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
