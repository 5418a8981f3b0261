"""Databases that revisions are run on: brought up and down, and described."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database
from _system__chassis.storage.engines import open_engine, sqlite_url, writing
from _system__chassis.storage.revisions import scripts
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from generator.migrating.difference import difference
from generator.migrating.renames import Renames, renames
from generator.migrating.steps import CreateTable
from generator.migrating.tables import Tables, Wanted
from generator.migrating.writing import Draft
from tests.chassis.shop import Shop, shop

_TRIES = 10

FIRST = """
from alembic import op
from _system__chassis.storage import migrations
from _system__chassis.storage.columns import *
from sqlalchemy import *

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_runtime_tables(op)
{made}


def downgrade() -> None:
    migrations.drop_runtime_tables(op)
"""
TABLES = """
from _system__chassis.storage.columns import *
from sqlalchemy import *

metadata = MetaData()
"""
SECURITY = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
  array(SELECT polname || polcmd::text FROM pg_policy WHERE polrelid = c.oid ORDER BY 1)::text,
  has_table_privilege($2, c.oid, 'SELECT') AND has_table_privilege($2, c.oid, 'INSERT')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind = 'r'
"""


def first_revision(tables: Tables) -> str:
    """A revision that makes the runtime's tables and these."""
    made = [line for step in difference({}, tables, Renames()) for line in step.code]
    return FIRST.format(made="\n".join(f"    {line}" for line in made))


def next_revision(old: Tables, wanted: Wanted) -> str:
    """The revision from *old* to what is wanted, as Blueprint writes it, unformatted."""
    names = renames(old, wanted)
    steps = difference(old, wanted.tables, names, wanted.existing)
    back = difference(wanted.tables, old, names.undone())
    chassis = "_system__chassis"
    return Draft(chassis=chassis, number=2, after=("0001",), steps=steps, back=back).text


def metadata_of(tables: Tables) -> MetaData:
    """The tables as the code would know them."""
    made = [step for step in difference({}, tables, Renames()) if isinstance(step, CreateTable)]
    lines = [step.code[0].replace("op.create_table(", "Table(", 1) for step in made]
    space: dict[str, MetaData] = {}
    exec(TABLES + "\n".join(one.replace(", ", ", metadata, ", 1) for one in lines), space)
    return space["metadata"]


class Upgraded:
    """A database of a service with revisions of its own; *url* is "" for SQLite.

    On a server all is done by a login that is no superuser, as it should be: such a one obeys
    policies, and so do its revisions.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.service: Shop = shop(folder, f"m{uuid4().hex[:12]}")
        (self.service.migrations / "0001_initial.py").unlink()
        self._admin, self.login = url, f"login_{self.service.name}"
        self._url = sqlite_url(folder / "data", self.service.name)
        if url:
            named = make_url(url).set(username=self.login)
            self._url = named.render_as_string(hide_password=False)
        self.database = Database.open(self._url, self.service)

    async def prepare(self) -> None:
        """Makes the login, and the roles that it may not make."""
        if self._admin:
            roles = self.database.names.roles
            await self._as_admin(
                f"CREATE ROLE {self.login} LOGIN",
                f'GRANT CREATE ON DATABASE "{make_url(self._admin).database}" TO {self.login}',
                *(f'CREATE ROLE "{role}" NOLOGIN' for role in roles),
                *(f'GRANT "{role}" TO {self.login}' for role in roles),
            )

    async def _as_admin(self, *statements: str) -> None:
        """Once more where others change the rights on the one database in the same moment."""
        engine = create_async_engine(self._admin)
        for left in reversed(range(_TRIES)):
            try:
                async with engine.begin() as connection:
                    for statement in statements:
                        await connection.exec_driver_sql(statement)
                break
            except DBAPIError as error:
                if not left or "concurrently updated" not in str(error):
                    raise
        await engine.dispose()

    def add(self, name: str, text: str) -> None:
        """One more revision."""
        (self.service.migrations / name).write_text(text)

    async def up(self) -> None:
        """To the newest revision."""
        await migrations.upgrade(self.service, self.database)

    async def down(self, to: str) -> None:
        """Back to an older one."""
        script = scripts(self.service.package)

        def steps(revision: str, _: MigrationContext) -> list[RevisionStep]:
            return script._downgrade_revs(to, revision)

        def run(connection: Connection) -> None:
            opts = {"fn": steps, "script": script, "names": self.database.names}
            context = MigrationContext.configure(connection, opts=opts)
            with Operations.context(context):
                context.run_migrations()

        await self.run(run)

    async def run(self, work) -> object:
        """Runs *work* on a connection, as a migration does, in the context's schema."""
        if self.database.dialect == "postgresql":
            async with self.database.engine.begin() as connection:
                schema = self.database.names.schema
                await connection.exec_driver_sql(f'SET LOCAL search_path = "{schema}"')
                return await connection.run_sync(work)
        engine = open_engine(self._url, foreign_keys=False)
        async with writing(engine).begin() as connection:
            found = await connection.run_sync(work)
        await engine.dispose()
        return found

    async def store(self, tables: Tables, table: str, *rows: dict[str, object]) -> None:
        """Stores rows as use cases do: each as its tenant's."""
        into = metadata_of(tables).tables[table]
        for row in rows:
            async with self.database.write(str(row.get("tenant", ""))) as connection:
                await connection.execute(into.insert().values(**row))

    async def stored(self, tables: Tables, table: str, tenant: str = "") -> list[dict[str, object]]:
        """The rows that a tenant sees, which on SQLite is said and not enforced, by their ids."""
        found = metadata_of(tables).tables[table]
        rows = found.select().order_by(found.c.id)
        if self.database.dialect == "sqlite" and tenant:
            rows = rows.where(found.c.tenant == tenant)
        async with self.database.read(tenant) as connection:
            return [dict(row) for row in (await connection.execute(rows)).mappings()]

    async def delete(self, tables: Tables, table: str, tenant: str = "") -> None:
        """Deletes the rows that a tenant sees."""
        async with self.database.write(tenant) as connection:
            await connection.execute(metadata_of(tables).tables[table].delete())

    async def differences(self, tables: Tables) -> list[str]:
        """Where it differs from these tables, as the chassis says it."""
        metadata = metadata_of(tables)
        owned = tuple(metadata.tables[name] for name, one in tables.items() if one.tenancy)
        service = replace(self.service, metadata=metadata, tenant_tables=owned)
        return await migrations.differences(service, self.database)

    async def described(self) -> dict[str, object]:
        """Everything in which the tables of two databases can differ, but the order of columns."""
        found = await self.run(_described)
        if self.database.dialect == "postgresql":
            names = self.database.names
            async with self.database.engine.begin() as connection:
                rows = await connection.exec_driver_sql(SECURITY, (names.schema, names.app))
                for name, *facts in rows:
                    found[name]["security"] = facts
        return found

    async def close(self) -> None:
        """Drops what is in a server that tests share."""
        await self.database.close()
        if self._admin:
            names = self.database.names
            await self._as_admin(
                f'DROP SCHEMA IF EXISTS "{names.schema}" CASCADE',
                f"DROP OWNED BY {self.login} CASCADE",
                *(f'DROP ROLE "{role}"' for role in (*names.roles, self.login)),
            )


def _described(connection: Connection) -> dict[str, dict[str, object]]:
    looked = inspect(connection)
    return {
        name: {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"]) for one in looked.get_columns(name)
            },
            "key": set(looked.get_pk_constraint(name)["constrained_columns"]),
            "indexes": {one["name"]: one["column_names"] for one in looked.get_indexes(name)},
            "uniques": {
                one["name"]: one["column_names"] for one in looked.get_unique_constraints(name)
            },
            "children": {
                one["name"]: (
                    one["constrained_columns"],
                    one["referred_table"],
                    one["referred_columns"],
                    one["options"].get("ondelete"),
                )
                for one in looked.get_foreign_keys(name)
            },
        }
        for name in looked.get_table_names()
    }


@asynccontextmanager
async def upgraded(folder: Path, url: str = "") -> AsyncIterator[Upgraded]:
    """A database without revisions yet, gone afterwards."""
    made = Upgraded(folder, url)
    await made.prepare()
    try:
        yield made
    finally:
        await made.close()
