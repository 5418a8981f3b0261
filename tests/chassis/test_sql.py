"""Queries that ask in SQL read their own context's tables and their tenant's rows, and no more."""

import asyncio
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from _system__chassis.errors import DeadlineExceeded
from _system__chassis.storage import fence, migrations
from _system__chassis.storage import sql as statements
from _system__chassis.storage.database import Database
from _system__chassis.storage.sql import SqlReader, StatementRefusedError
from sqlalchemy.exc import DBAPIError, ResourceClosedError

from tests.chassis.shop import NOW, Order, OrderRepository, Shop, ShopRuntime, order

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What one buyer's orders come to."""

    id: UUID
    buyer_id: str
    total: Decimal
    at: dt.datetime


@pytest.fixture
async def mine(runtime: ShopRuntime) -> Order:
    """An order of this tenant, beside one of another."""
    made = order(total=Decimal("12.50"))
    for work, item in ((runtime.work("two"), order(tenant="two")), (runtime.work(), made)):
        OrderRepository(work).add(item)
        await work.commit()
    return made


def sql(runtime: ShopRuntime) -> SqlReader:
    return SqlReader(runtime.work())


async def test_a_statement_sees_the_rows_of_its_tenant_alone(
    runtime: ShopRuntime, mine: Order
) -> None:
    rows = await sql(runtime)("SELECT number, total FROM orders")

    assert [(row["number"], float(str(row["total"]))) for row in rows] == [(mine.number, 12.5)]


async def test_rows_become_what_they_are_asked_as(runtime: ShopRuntime, mine: Order) -> None:
    found = await sql(runtime).into(
        Sold,
        "SELECT id, buyer_id, total, created_at AS at FROM orders"
        " WHERE id = :id AND created_at >= :since AND created_at < :until AND buyer_id IN :buyers",
        id=mine.id,
        since=NOW,
        until=NOW + dt.timedelta(seconds=1),
        buyers=["ann", "bob"],
    )

    assert found == (Sold(id=mine.id, buyer_id="ann", total=Decimal("12.50"), at=NOW),)


@pytest.mark.parametrize("several", [list, tuple, set, frozenset])
async def test_a_list_is_whatever_holds_several(
    runtime: ShopRuntime, mine: Order, several: type[Iterable[str]]
) -> None:
    statement = f"SELECT 1 AS one FROM orders WHERE buyer_id IN :buyers  -- {several.__name__}"

    assert len(await sql(runtime)(statement, buyers=several(["ann", "bob"]))) == 1
    assert await sql(runtime)(statement, buyers=several(["bob"])) == ()
    with pytest.raises(StatementRefusedError, match="buyers is an empty list"):
        await sql(runtime)(statement, buyers=several([]))


async def test_values_are_never_taken_for_sql(runtime: ShopRuntime, mine: Order) -> None:
    text = "' OR 1 = 1 --"

    assert await sql(runtime)("SELECT 1 FROM orders WHERE buyer_id = :who", who=text) == ()


WRONG = [
    "INSERT INTO board (order_id, tenant) VALUES ('{id}', 'one')",
    "UPDATE orders SET status = 'x'",
    "DELETE FROM orders",
    "DROP TABLE orders",
    "COPY orders TO PROGRAM 'true'",
    "RESET ROLE",
    "SET ROLE postgres",
    "BEGIN",
    "COMMIT",
    "ATTACH DATABASE ':memory:' AS other",
    "PRAGMA query_only = OFF",
    "EXPLAIN ANALYZE DELETE FROM orders",
    "SELECT set_config('app.tenant', 'two', true)",
    "SELECT pg_catalog.set_config('app.tenant', 'two', true)",
    "WITH x AS (SELECT \"set_config\"('app.tenant', 'two', true)) SELECT * FROM x, orders",
    "SELECT U&\"\\0073et_config\"('app.tenant', 'two', true)",
    "SELECT pg_notify('shop_signals', 'x')",
    "SELECT pg_advisory_lock(1)",
    "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
    "SELECT ts_rewrite('a'::tsquery, 'SELECT set_' || 'config(''app.tenant'', ''two'', true)')",
    "SELECT * FROM crosstab('SELECT set_' || 'config(''app.tenant'', ''two'', true)') AS x(y text)",
    "SELECT nextval('x')",
    "SELECT load_extension('x')",
]


@pytest.mark.parametrize("statement", WRONG)
async def test_what_is_no_reading_is_refused_before_it_is_sent(
    runtime: ShopRuntime, mine: Order, statement: str
) -> None:
    with pytest.raises(StatementRefusedError):
        await sql(runtime)(statement)


SMUGGLED = [
    "WITH gone AS (DELETE FROM orders RETURNING number) SELECT * FROM gone",
    "SELECT 1; DELETE FROM orders",
    "SELECT * FROM orders FOR UPDATE",
    "SELECT number INTO copied FROM orders",
    "SELECT * FROM idempotency",
    "SELECT * FROM outbox",
    "SELECT * FROM alembic_version",
]


@pytest.mark.parametrize("statement", SMUGGLED)
async def test_what_looks_like_reading_and_is_none_fails(
    runtime: ShopRuntime, mine: Order, statement: str
) -> None:
    with pytest.raises(DBAPIError):
        await sql(runtime)(statement)
    assert await OrderRepository(runtime.work()).get(mine.id)


async def test_postgresql_refuses_by_itself_what_the_text_might_hide(
    service: Shop, postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = ShopRuntime(service, postgres)
    monkeypatch.setattr(statements, "_checked", lambda said, _: statements.text(said))
    refused = [
        "INSERT INTO board (order_id, tenant) VALUES (gen_random_uuid(), 'one')",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SET TRANSACTION READ WRITE",
        "COPY orders TO PROGRAM 'true'",
        "CREATE TEMP TABLE x (y int)",
        "SELECT 1; SELECT 2",
    ]
    for statement in refused:
        with pytest.raises(DBAPIError):
            await sql(runtime)(statement)
    # What a statement does to its settings ends with it.
    await sql(runtime)("SELECT set_config('app.tenant', 'two', false)")
    with pytest.raises(ResourceClosedError):  # it has no rows
        await sql(runtime)("RESET ROLE")
    [now] = await sql(runtime)("SELECT current_user AS who, current_setting('app.tenant') AS t")
    assert dict(now) == {"who": postgres.names.reader, "t": "one"}


async def test_another_contexts_tables_are_out_of_reach(
    service: Shop, postgres: Database, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with postgres.engine.begin() as on:
        await on.exec_driver_sql(f'CREATE SCHEMA "{service.name}_other"')
        await on.exec_driver_sql(f'CREATE TABLE "{service.name}_other".secrets (x int)')
    try:
        with pytest.raises(DBAPIError, match="permission denied"):
            await sql(ShopRuntime(service, postgres))(
                f'SELECT * FROM "{service.name}_other".secrets'
            )
    finally:
        async with postgres.engine.begin() as on:
            await on.exec_driver_sql(f'DROP SCHEMA "{service.name}_other" CASCADE')


HIDDEN = [
    "SELECT * FROM main.orders",
    "WITH orders AS (SELECT * FROM main.orders) SELECT * FROM orders",
    "SELECT sql FROM sqlite_master",
    "SELECT sql FROM sqlite_temp_master",
    "SELECT * FROM pragma_table_info('orders')",
]


@pytest.mark.parametrize("statement", HIDDEN)
async def test_sqlite_shows_no_table_but_through_its_tenants_view(
    service: Shop, sqlite: Database, statement: str
) -> None:
    runtime = ShopRuntime(service, sqlite)
    work = runtime.work("two")
    OrderRepository(work).add(order(tenant="two"))
    await work.commit()

    with pytest.raises(DBAPIError):
        await sql(runtime)(statement)


async def test_a_tenant_may_be_called_anything(service: Shop, sqlite: Database) -> None:
    work = ShopRuntime(service, sqlite).work("o'neill")
    OrderRepository(work).add(order(tenant="o'neill"))
    await work.commit()

    assert await SqlReader(work)("SELECT count(*) AS n FROM orders") == ({"n": 1},)


async def test_a_connection_is_as_it_was_before(runtime: ShopRuntime, mine: Order) -> None:
    for _ in range(12):  # every connection there is
        await sql(runtime)("SELECT count(*) FROM orders")
    changed = runtime.work()
    orders = OrderRepository(changed)
    orders.remove(await orders.get(mine.id))
    await changed.commit()

    assert await sql(runtime)("SELECT number FROM orders") == ()
    other = runtime.work("two")
    assert len([one async for one in OrderRepository(other).where()]) == 1


async def test_a_statement_that_is_cancelled_leaves_no_fence_behind(
    service: Shop, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime, permits = ShopRuntime(service, sqlite), fence._authorizer

    def cancelled(shown: frozenset[str], inner: frozenset[str]) -> fence.Authorizer:
        asking.cancel()
        return permits(shown, inner)

    with monkeypatch.context() as patched:
        patched.setattr(fence, "_authorizer", cancelled)
        asking = asyncio.ensure_future(sql(runtime)("SELECT number FROM orders"))
        with pytest.raises(asyncio.CancelledError):
            await asking

    work = runtime.work()
    OrderRepository(work).add(order())
    await work.commit()
    assert len(await sql(runtime)("SELECT number FROM orders")) == 1


async def test_a_statement_that_takes_too_long_is_stopped(
    runtime: ShopRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fence, "LONGEST", 0.1)

    with pytest.raises(DeadlineExceeded):
        await sql(runtime)(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)"
            " SELECT count(*) FROM n"
        )
    assert await sql(runtime)("SELECT 1 AS one") == ({"one": 1},)


async def test_more_rows_than_a_report_can_need_are_refused(runtime: ShopRuntime) -> None:
    with pytest.raises(StatementRefusedError, match="LIMIT"):
        await sql(runtime)(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)"
            " SELECT i FROM n"
        )


async def test_a_database_that_was_migrated_before_this_can_be_read(
    service: Shop, postgres: Database
) -> None:
    async with postgres.engine.begin() as on:
        await on.exec_driver_sql(
            f'REVOKE SELECT ON "{postgres.names.schema}".orders FROM "{postgres.names.reader}"'
        )
    await migrations.upgrade(service, postgres)

    assert await sql(ShopRuntime(service, postgres))("SELECT * FROM orders") == ()
