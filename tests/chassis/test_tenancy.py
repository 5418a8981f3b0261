"""One tenant's rows are no other's: by the repositories on both engines, by PostgreSQL itself."""

from dataclasses import replace

import pytest
from _system__chassis.errors import Conflict, NotFound
from _system__chassis.storage import migrations
from _system__chassis.storage.database import Database, UnsafeDatabaseError
from _system__chassis.storage.pending import Held
from _system__chassis.storage.runtime_tables import audit, outbox
from _system__chassis.storage.views import Projection
from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from tests.chassis.shop import (
    NOW,
    PUBLISHED,
    BoardRepository,
    Order,
    OrderPaid,
    OrderRepository,
    Shop,
    ShopRuntime,
    order,
    orders,
)

pytestmark = pytest.mark.anyio


async def of_tenant(runtime: ShopRuntime, tenant: str, **values: object) -> Order:
    """A stored order of this tenant, with an event and a row of the board."""
    work = runtime.work(tenant)
    made = OrderRepository(work).add(order(tenant=tenant, **values))
    work.emitter(PUBLISHED)(OrderPaid(order_id=made.id, total=made.total))
    Projection.of(work, BoardRepository).put(made.id, state=tenant)
    await work.commit()
    return made


async def test_another_tenants_order_is_not_there(runtime: ShopRuntime) -> None:
    made = await of_tenant(runtime, "one")
    theirs = OrderRepository(runtime.work("two"))
    with pytest.raises(NotFound):
        await theirs.get(made.id)
    assert [item async for item in theirs.where()] == []
    assert (await theirs.page()).items == ()
    with pytest.raises(NotFound):
        await BoardRepository(runtime.work("two")).get(made.id)


async def test_a_caller_without_a_tenant_sees_no_tenants_rows(runtime: ShopRuntime) -> None:
    await of_tenant(runtime, "one")
    assert (await OrderRepository(runtime.work("")).page()).items == ()


async def test_two_tenants_may_use_one_number(runtime: ShopRuntime) -> None:
    for tenant in ("one", "two"):
        await of_tenant(runtime, tenant, number="A-1")


async def test_an_order_cannot_be_added_for_another_tenant(runtime: ShopRuntime) -> None:
    with pytest.raises(ValueError, match="another tenant"):
        OrderRepository(runtime.work("one")).add(order(tenant="two"))


async def test_an_order_does_not_change_its_tenant(runtime: ShopRuntime) -> None:
    made = await of_tenant(runtime, "one")
    orders_ = OrderRepository(runtime.work("one"))
    await orders_.get(made.id)
    with pytest.raises(ValueError, match="immutable"):
        orders_.save(replace(made, tenant="two"))


async def test_a_write_that_got_hold_of_another_tenants_order_changes_nothing(
    runtime: ShopRuntime,
) -> None:
    made = await of_tenant(runtime, "one")
    work = runtime.work("two")
    work.pending.held["Order", made.id] = Held(
        name="Order", table=orders, key="id", id=made.id, version=1, item=None, change="remove"
    )
    with pytest.raises(Conflict):
        await work.commit()
    assert await OrderRepository(runtime.work("one")).get(made.id) == made


async def test_a_view_is_written_for_its_own_tenant_only(runtime: ShopRuntime) -> None:
    made = await of_tenant(runtime, "one")
    work = runtime.work("two")
    board = Projection.of(work, BoardRepository)
    board.put(made.id, state="mine")
    board.change({"state": "one"}, {"state": "stolen"})
    board.drop_where({"state": "one"})
    await work.commit()
    assert (await BoardRepository(runtime.work("one")).get(made.id)).state == "one"
    assert (await BoardRepository(runtime.work("two")).get(made.id)).state == "mine"


async def test_who_is_let_in_for_his_own_sees_only_those(runtime: ShopRuntime) -> None:
    mine = await of_tenant(runtime, "one", buyer_id="ann")
    hers = await of_tenant(runtime, "one", buyer_id="eve")
    ann = OrderRepository(runtime.work("one", "ann", own=True))
    with pytest.raises(NotFound):
        await ann.get(hers.id)
    assert (await ann.page()).items == (mine,)
    assert [item async for item in ann.where()] == [mine]
    assert await OrderRepository(runtime.work("one", "ann")).get(hers.id) == hers


@pytest.fixture
def on_postgres(service: Shop, postgres: Database) -> ShopRuntime:
    """A runtime on PostgreSQL."""
    return ShopRuntime(service, postgres)


async def test_postgresql_hides_rows_even_from_statements_that_forget_the_tenant(
    on_postgres: ShopRuntime,
) -> None:
    await of_tenant(on_postgres, "one")
    made = await of_tenant(on_postgres, "two")
    async with on_postgres.database.write("two") as connection:
        for table in ("orders", "board"):
            found = await connection.execute(text(f"SELECT tenant FROM {table}"))
            assert found.scalars().all() == ["two"]
        assert (await connection.execute(update(orders).values(status="x"))).rowcount == 1
        assert (await connection.execute(delete(orders))).rowcount == 1
    assert len((await OrderRepository(on_postgres.work("one")).page()).items) == 1
    assert await OrderRepository(on_postgres.work("two")).find(made.id) is None


async def test_postgresql_shows_nothing_without_a_tenant_on_a_used_connection(
    on_postgres: ShopRuntime,
) -> None:
    await of_tenant(on_postgres, "one")
    async with on_postgres.database.read("") as connection:
        assert (await connection.execute(select(orders))).all() == []


@pytest.mark.parametrize("tenant", ["two", ""])
async def test_postgresql_refuses_rows_for_another_tenant(
    on_postgres: ShopRuntime, tenant: str
) -> None:
    made = await of_tenant(on_postgres, "one")
    row = OrderRepository(on_postgres.work())._to_row(made) | {
        "id": order().id,
        "version": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "tenant": tenant,
        "number": "new",
    }
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with on_postgres.database.write("one") as connection:
            await connection.execute(insert(orders).values(row))
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with on_postgres.database.write("one") as connection:
            await connection.execute(update(orders).values(tenant=tenant))


async def test_use_cases_cannot_read_the_outbox_and_only_add_events_of_their_tenant(
    on_postgres: ShopRuntime,
) -> None:
    await of_tenant(on_postgres, "one")
    row = await _event(on_postgres)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with on_postgres.database.read("one") as connection:
            await connection.execute(select(outbox))
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with on_postgres.database.write("two") as connection:
            await connection.execute(insert(outbox).inline().values(row))


async def test_the_audit_log_only_grows(on_postgres: ShopRuntime) -> None:
    work = on_postgres.work(operation="Place", audited=True)
    OrderRepository(work).add(order())
    await work.commit()
    for transaction in (on_postgres.database.write("one"), on_postgres.database.system()):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with transaction as connection:
                await connection.execute(update(audit).values(subject="eve"))


async def test_the_runtime_sees_all_its_rows_and_none_of_the_tenants_tables(
    on_postgres: ShopRuntime,
) -> None:
    for tenant in ("one", "two"):
        await of_tenant(on_postgres, tenant)
    async with on_postgres.database.system() as connection:
        tenants = (await connection.execute(select(outbox.c.tenant).distinct())).scalars().all()
    assert sorted(tenants) == ["one", "two"]
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with on_postgres.database.system() as connection:
            await connection.execute(select(orders))


async def test_a_revision_may_change_the_rows_of_all_tenants(on_postgres: ShopRuntime) -> None:
    for tenant in ("one", "two"):
        await of_tenant(on_postgres, tenant)
    path = migrations.new(on_postgres.service.migrations, "Pay all")
    path.write_text(
        path.read_text()
        .replace("from alembic", "from _system__chassis.storage import migrations\nfrom alembic")
        .replace(
            "    op.get_bind()\n",
            "    with migrations.unprotected(op, 'orders'):\n"
            "        op.execute(\"UPDATE orders SET status = 'paid'\")\n",
            1,
        )
    )
    await migrations.upgrade(on_postgres.service, on_postgres.database)
    for tenant in ("one", "two"):
        page = await OrderRepository(on_postgres.work(tenant)).page(status="paid")
        assert len(page.items) == 1
    await on_postgres.database.check()


async def test_a_database_under_a_superuser_in_the_role_of_use_cases_is_refused(
    on_postgres: ShopRuntime,
) -> None:
    async with on_postgres.database.engine.begin() as connection:
        await connection.exec_driver_sql(f'ALTER ROLE "{on_postgres.database.names.app}" SUPERUSER')
    with pytest.raises(UnsafeDatabaseError):
        await on_postgres.database.check()


async def _event(runtime: ShopRuntime) -> dict[str, object]:
    """A row of the outbox as it stands, with another id."""
    async with runtime.database.system() as connection:
        row: RowMapping = (await connection.execute(select(outbox))).mappings().first()
    values = {column.name: row[column] for column in outbox.c if column.name != "id"}
    return values | {"event_id": order().id}
