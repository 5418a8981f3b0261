"""Texts and SQL: a default is a bound value, and what makes the tables holds no text at all."""

import json
from pathlib import Path

import pytest

from blueprint.read import read_text
from blueprint.resolve import resolve
from generator import generate
from tests.hostile.test_texts import files, plain
from tests.hostile.texts import TEXTS, blueprint
from tests.properties.workspaces import write
from tests.samples.workspaces import Workspace
from tests.servers import need_postgres

DEFAULT = (
    "\"'; DROP TABLE orders; -- \\ %s %(a)s :a $1 $$ {x} ${HOME}\nE'\\x41' \u05d0\u4e2d\U0001f600"
)
STORING = """
import asyncio, json, sys
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.schema import CreateTable
from shop_sales.adapters.tables import metadata, orders
from shop_sales.testing import order

url, texts = sys.argv[1], json.loads(sys.argv[2])
items = [order(), *(order(note=text, long=text) for text in texts)]


async def store():
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.exec_driver_sql("CREATE SCHEMA hostile_texts")
            await connection.exec_driver_sql("SET LOCAL search_path TO hostile_texts")
        await connection.run_sync(metadata.create_all)
        for item in items:
            row = {column.name: getattr(item, column.name) for column in orders.columns}
            await connection.execute(insert(orders).values(row))
        rows = await connection.execute(select(orders.c.id, orders.c.note, orders.c.long))
        found = {id_: [note, long] for id_, note, long in rows}
        await connection.rollback()
    tables = [str(CreateTable(one).compile(engine)) for one in metadata.sorted_tables]
    await engine.dispose()
    print(json.dumps({"kept": [found[item.id] for item in items], "tables": tables}))


asyncio.run(store())
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose fields have DEFAULT as their default."""
    folder = tmp_path_factory.mktemp("texts")
    document = read_text(blueprint(DEFAULT)).document
    assert document is not None
    write(generate(resolve(document)), folder)
    return Workspace("texts", folder)


@pytest.mark.parametrize("on_postgresql", [False, True], ids=["sqlite", "postgresql"])
def test_a_default_and_any_text_comes_back_from_the_database(
    workspace: Workspace, on_postgresql: bool
) -> None:
    url = need_postgres() if on_postgresql else "sqlite+aiosqlite://"

    done = workspace.run_code(STORING, url, json.dumps(TEXTS))

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["kept"] == [[text, text] for text in (DEFAULT, *TEXTS)]
    assert len(told["tables"]) == 3
    assert not any("DROP" in table or "COMMENT" in table for table in told["tables"])


@pytest.mark.parametrize("text", [DEFAULT, *TEXTS[:12]])
def test_tables_and_migrations_are_those_of_plain_words(text: str) -> None:
    found = files(text)
    of_tables = [p for p in plain() if "/migrations/" in p or p.endswith("/adapters/tables.py")]

    assert [Path(path).name for path in of_tables if path.startswith("services/sales")]
    assert [path for path in of_tables if found[path] != plain()[path]] == []
