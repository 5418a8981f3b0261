"""Transactions are short, wait for each other where they must, and fail with a plain meaning."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from _system__chassis.errors import Busy, InvalidInput, Unavailable
from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database
from _system__chassis.storage.engines import open_engine, sqlite_url, writing
from _system__chassis.storage.names import Names
from _system__chassis.storage.preparing import NotPreparedError
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from tests.chassis.shop import OrderRepository, Shop, ShopRuntime, order, orders

pytestmark = pytest.mark.anyio

COUNTING = """
import asyncio, sys
sys.path[:0] = {path!r}
from _system__chassis.storage.engines import open_engine, writing
async def main():
    engine = open_engine({url!r}, patience=30)
    sys.stdout.write("ready\\n"); sys.stdout.flush(); sys.stdin.readline()
    for _ in range(50):
        async with writing(engine).begin() as on:
            n = (await on.exec_driver_sql("SELECT n FROM counted")).scalar_one()
            await on.exec_driver_sql("UPDATE counted SET n = ?", (n + 1,))
    await engine.dispose()
asyncio.run(main())
"""


async def test_processes_that_read_and_then_write_one_file_lose_nothing(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path, "counted")
    engine = open_engine(url)
    async with writing(engine).begin() as on:
        await on.exec_driver_sql("CREATE TABLE counted (n INTEGER)")
        await on.exec_driver_sql("INSERT INTO counted VALUES (0)")
    code = COUNTING.format(path=sys.path, url=url)
    processes = [_started(code) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    await asyncio.gather(*(asyncio.to_thread(one.communicate, "go\n") for one in processes))
    async with engine.connect() as on:
        assert (await on.exec_driver_sql("SELECT n FROM counted")).scalar_one() == 150
    await engine.dispose()


async def test_sqlite_reads_while_another_writes(sqlite: Database) -> None:
    async with sqlite.write("one"), sqlite.read("one") as reading:
        assert (await reading.execute(select(orders))).all() == []


async def test_sqlite_that_stays_locked_is_unavailable(service: Shop, sqlite: Database) -> None:
    url = sqlite.engine.url.render_as_string(hide_password=False)
    impatient = Database(open_engine(url, patience=0.05), service)
    async with sqlite.write("one"):
        with pytest.raises(Unavailable):
            async with impatient.write("one"):
                pass
    async with impatient.write("one"):
        pass
    await impatient.close()


async def test_sqlite_is_set_up_to_keep_what_it_was_told(sqlite: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    async with sqlite.read("") as on:
        for pragma, value in wanted.items():
            assert (await on.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value


async def test_an_error_undoes_the_whole_transaction(runtime: ShopRuntime) -> None:
    work = runtime.work()
    made = OrderRepository(work).add(order())
    await work.commit()

    async def fail() -> None:
        async with runtime.database.write("one") as on:
            await on.execute(update(orders).values(status="lost"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert (await OrderRepository(runtime.work()).get(made.id)).status == "open"


async def test_a_cancelled_transaction_is_undone_and_its_connection_usable(
    runtime: ShopRuntime,
) -> None:
    async def hold() -> None:
        async with runtime.database.write("one") as on:
            await on.execute(update(orders).values(status="lost"))
            inside.set()
            await asyncio.Event().wait()

    work = runtime.work()
    made = OrderRepository(work).add(order())
    await work.commit()
    inside = asyncio.Event()
    task = asyncio.create_task(hold())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])
    async with runtime.database.write("one") as on:
        await on.execute(update(orders).values(buyer_id="eve"))
    found = await OrderRepository(runtime.work()).get(made.id)
    assert (found.status, found.buyer_id) == ("open", "eve")


async def test_what_a_column_cannot_hold_is_invalid_input(runtime: ShopRuntime) -> None:
    statement = select(orders).where(orders.c.version == 2**70)
    with pytest.raises(InvalidInput):
        async with runtime.database.read("one") as on:
            await on.execute(statement)


async def test_postgresql_refuses_a_text_with_a_null_as_invalid_input(postgres: Database) -> None:
    with pytest.raises(InvalidInput):
        async with postgres.read("one") as on:
            await on.execute(select(orders).where(orders.c.number == "a\0b"))


async def test_of_two_that_wait_for_each_other_one_is_refused(
    service: Shop, postgres: Database
) -> None:
    runtime = ShopRuntime(service, postgres)
    work = runtime.work()
    first, second = (OrderRepository(work).add(order()) for _ in range(2))
    await work.commit()

    async def both(ids: list[object]) -> None:
        async with postgres.write("one") as on:
            await on.execute(update(orders).where(orders.c.id == ids[0]).values(status="x"))
            await met.wait()
            await on.execute(update(orders).where(orders.c.id == ids[1]).values(status="x"))

    met = asyncio.Barrier(2)
    results = await asyncio.wait_for(
        asyncio.gather(
            both([first.id, second.id]), both([second.id, first.id]), return_exceptions=True
        ),
        30,
    )
    assert Busy in [type(result) for result in results]


async def test_a_connection_that_the_server_cut_is_unavailable_and_replaced(
    postgres: Database,
) -> None:
    async with postgres.read("one") as on:
        pid = (await on.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    admin = create_async_engine(postgres.engine.url)
    async with admin.begin() as on:
        await on.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    await admin.dispose()
    with pytest.raises(Unavailable):
        async with postgres.read("one") as on:
            await on.execute(text("SELECT 1"))
    async with postgres.read("one") as on:
        assert (await on.execute(text("SELECT 1"))).scalar_one() == 1


async def test_what_a_transaction_was_told_ends_with_it(postgres: Database) -> None:
    async with postgres.write("one"):
        pass
    async with postgres.engine.begin() as on:
        found = await on.execute(
            text("SELECT current_user, current_setting('app.tenant', true), current_schema()")
        )
        user, tenant, schema = found.one()
    assert user not in postgres.names.roles
    assert tenant in ("", None)
    assert schema != postgres.names.schema


@pytest.fixture
async def login(service: Shop, postgres_url: str) -> AsyncIterator[str]:
    """The URL of an ordinary login that may make schemas in this database, and no roles."""
    name = f"login_{uuid4().hex[:12]}"
    admin = create_async_engine(postgres_url)
    async with admin.begin() as on:
        await on.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
        database = make_url(postgres_url).database
        await on.exec_driver_sql(f'GRANT CREATE ON DATABASE "{database}" TO {name}')
    yield make_url(postgres_url).set(username=name).render_as_string(hide_password=False)
    async with admin.begin() as on:
        await on.exec_driver_sql(f"DROP OWNED BY {name} CASCADE")
        await on.exec_driver_sql(f"DROP ROLE {name}")
    await admin.dispose()


async def test_a_login_that_may_not_make_roles_says_what_to_run(service: Shop, login: str) -> None:
    database = Database.open(login, service)
    with pytest.raises(NotPreparedError, match=f'CREATE ROLE "{database.names.app}"'):
        await migrations.upgrade(service, database)
    await database.close()


async def test_an_ordinary_login_with_prepared_roles_can_run_all(
    service: Shop, login: str, postgres_url: str
) -> None:
    names, user = Names.of(service), make_url(login).username
    admin = create_async_engine(postgres_url)
    async with admin.begin() as on:
        for role in names.roles:
            await on.exec_driver_sql(f'CREATE ROLE "{role}" NOLOGIN')
            await on.exec_driver_sql(f'GRANT "{role}" TO {user}')
    await admin.dispose()
    database = Database.open(login, service)
    await migrations.upgrade(service, database)
    await database.check()
    assert await migrations.differences(service, database) == []
    runtime = ShopRuntime(service, database)
    work = runtime.work(audited=True)
    made = OrderRepository(work).add(order())
    await work.commit()
    assert await OrderRepository(runtime.work()).get(made.id) == made
    async with database.engine.begin() as on:
        everything = await on.exec_driver_sql(f'SELECT * FROM "{names.schema}".orders')
        assert everything.all() == []
    await database.close()


def test_names_that_are_too_long_stay_different(service: Shop) -> None:
    def roles(name: str) -> Iterator[str]:
        names = Names.of(Shop(system="s" * 40, name=name, package=service.package))
        yield from names.roles

    found = [*roles("n" * 39 + "a"), *roles("n" * 39 + "b")]
    assert len(set(found)) == 6
    assert max(map(len, found)) <= 63


def _started(code: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True)
