"""A unit of work writes all of its changes at its commit, or none."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

import pytest
from _system__chassis.errors import (
    Conflict,
    DuplicateValue,
    NotFound,
    PreconditionFailed,
    Unavailable,
)
from _system__chassis.messaging.events import Envelope
from _system__chassis.storage.runtime_tables import audit, known_tenants, outbox, schedules
from _system__chassis.storage.views import Projection
from _system__chassis.work import ANY_THERE
from sqlalchemy import RowMapping, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.chassis.shop import (
    NOW,
    PUBLISHED,
    BoardRepository,
    Heard,
    Line,
    Order,
    OrderPaid,
    OrderRepository,
    ShopRuntime,
    Tile,
    order,
    orders,
)

pytestmark = pytest.mark.anyio


async def stored(runtime: ShopRuntime, **values: object) -> Order:
    """An order that is in the database."""
    work = runtime.work()
    made = OrderRepository(work).add(order(**values))
    await work.commit()
    return made


async def rows(runtime: ShopRuntime, table: Table) -> Sequence[RowMapping]:
    """All rows of a table of the runtime."""
    async with runtime.database.system() as connection:
        return (await connection.execute(select(table))).mappings().all()


async def there(runtime: ShopRuntime, id_: UUID) -> Order | None:
    """The order of this id as another request sees it."""
    return await OrderRepository(runtime.work()).find(id_)


async def test_what_was_added_is_read_back_as_it_was(runtime: ShopRuntime) -> None:
    lines = (Line(sku="a", price=Decimal("1.10")), Line(sku="b", price=Decimal("2")))
    made = await stored(runtime, lines=lines, due=NOW, total=Decimal("0.1234"))
    found = await there(runtime, made.id)
    assert found == made
    assert (made.version, made.created_at, made.updated_at) == (1, NOW, NOW)


async def test_nothing_is_written_before_the_commit(runtime: ShopRuntime) -> None:
    work = runtime.work()
    made = OrderRepository(work).add(order())
    assert await there(runtime, made.id) is None
    await work.commit()
    assert await there(runtime, made.id) == made


async def test_no_connection_is_held_while_a_use_case_runs(runtime: ShopRuntime) -> None:
    made = await stored(runtime)
    work = runtime.work()
    orders_ = OrderRepository(work)
    orders_.save(replace(await orders_.get(made.id), status="paid"))
    assert runtime.database.engine.sync_engine.pool.checkedout() == 0


async def test_a_change_counts_the_version_up_by_one_however_often_it_is_saved(
    runtime: ShopRuntime,
) -> None:
    made = await stored(runtime)
    work = runtime.work()
    saved = OrderRepository(work).save(
        replace(await OrderRepository(work).get(made.id), status="paid")
    )
    again = OrderRepository(work).save(replace(saved, total=Decimal(7)))
    await work.commit()
    assert again.version == 2
    assert await there(runtime, made.id) == again


async def test_what_was_added_and_removed_again_leaves_no_trace(runtime: ShopRuntime) -> None:
    work = runtime.work()
    made = OrderRepository(work).add(order())
    changed = OrderRepository(work).save(replace(made, status="paid"))
    assert changed.version == 1
    OrderRepository(work).remove(changed)
    await work.commit()
    assert await there(runtime, made.id) is None


async def test_what_was_removed_is_gone(runtime: ShopRuntime) -> None:
    made = await stored(runtime)
    work = runtime.work()
    OrderRepository(work).remove(await OrderRepository(work).get(made.id))
    assert await OrderRepository(work).find(made.id) is None
    await work.commit()
    assert await there(runtime, made.id) is None


@pytest.mark.parametrize("step", ["save", "remove"])
@pytest.mark.parametrize(
    ("asked", "refusal"),
    [({}, Conflict), ({"if_match": frozenset({1}), "guards": "Order"}, PreconditionFailed)],
)
async def test_who_comes_second_is_refused_and_writes_nothing(
    runtime: ShopRuntime, step: str, asked: dict[str, object], refusal: type[Exception]
) -> None:
    made = await stored(runtime)
    first, second = runtime.work(), runtime.work(**asked)
    for work in (first, second):
        await OrderRepository(work).get(made.id)
    OrderRepository(first).save(replace(made, status="paid"))
    if step == "save":
        OrderRepository(second).save(replace(made, status="cancelled"))
    else:
        OrderRepository(second).remove(made)
    other = OrderRepository(second).add(order())
    second.emitter(PUBLISHED)(OrderPaid(order_id=other.id, total=other.total))
    await first.commit()
    with pytest.raises(refusal):
        await second.commit()
    found = await there(runtime, made.id)
    assert found is not None
    assert (found.status, found.version) == ("paid", 2)
    assert await there(runtime, other.id) is None
    assert await rows(runtime, outbox) == []
    assert runtime.heard.woken == []


async def test_of_many_who_change_one_order_at_once_one_wins(runtime: ShopRuntime) -> None:
    made = await stored(runtime)

    async def pay() -> bool:
        work = runtime.work()
        OrderRepository(work).save(replace(await OrderRepository(work).get(made.id), status="paid"))
        await barrier.wait()
        try:
            await work.commit()
        except Conflict:
            return False
        return True

    barrier = asyncio.Barrier(8)
    assert sum(await asyncio.gather(*(pay() for _ in range(8)))) == 1
    found = await there(runtime, made.id)
    assert found is not None
    assert found.version == 2


async def test_a_version_that_is_not_the_current_one_is_refused_when_it_is_read(
    runtime: ShopRuntime,
) -> None:
    made = await stored(runtime)
    work = runtime.work(if_match=frozenset({7}), guards="Order")
    with pytest.raises(PreconditionFailed):
        await OrderRepository(work).get(made.id)
    for guards, versions in (("Order", {1, 7}), ("Other", {7})):
        work = runtime.work(if_match=frozenset(versions), guards=guards)
        assert await OrderRepository(work).get(made.id) == made


async def test_a_star_matches_whatever_is_there_and_not_what_is_not(runtime: ShopRuntime) -> None:
    made = await stored(runtime)
    assert await OrderRepository(runtime.work(if_match=ANY_THERE, guards="Order")).find(made.id)
    for versions in (ANY_THERE, frozenset({1})):
        work = runtime.work(if_match=versions, guards="Order")
        with pytest.raises(PreconditionFailed):
            await OrderRepository(work).find(order().id)
        work = runtime.work(if_match=versions, guards="Order")
        with pytest.raises(NotFound):  # what would be refused anyway is not compared
            await OrderRepository(work).get(order().id)


async def test_a_taken_value_is_named_and_nothing_is_written(runtime: ShopRuntime) -> None:
    await stored(runtime, number="A-1")
    work = runtime.work()
    fine = OrderRepository(work).add(order(number="A-2"))
    OrderRepository(work).add(order(number="A-1"))
    with pytest.raises(DuplicateValue, match="number") as raised:
        await work.commit()
    assert "A-1" not in str(raised.value)
    assert "tenant" not in str(raised.value)
    assert await there(runtime, fine.id) is None


async def test_events_go_into_the_outbox_with_the_effect(runtime: ShopRuntime) -> None:
    made = await stored(runtime)
    work = runtime.work()
    emit = work.emitter(PUBLISHED)
    OrderRepository(work).save(replace(await OrderRepository(work).get(made.id), status="paid"))
    other = order()
    for paid in (made, made, other):
        emit(OrderPaid(order_id=paid.id, total=paid.total))
    await work.commit()
    found = [Envelope.from_json(row["envelope"]) for row in await rows(runtime, outbox)]
    assert [(e.type[-2:], e.subject, e.sequence) for e in found] == [
        ("v1", str(made.id), 2000),
        ("v2", str(made.id), 2000),
        ("v1", str(made.id), 2001),
        ("v2", str(made.id), 2001),
        ("v1", str(other.id), None),
        ("v2", str(other.id), None),
    ]
    assert {(e.tenant, e.source, e.time) for e in found} == {
        ("one", f"/shop/{runtime.service.name}", NOW)
    }
    assert found[1].data == {"order_id": str(made.id), "total": "12.50"}
    assert runtime.heard.woken == ["outbox"]


async def test_an_event_that_is_published_nowhere_is_a_fault(runtime: ShopRuntime) -> None:
    with pytest.raises(KeyError):
        runtime.work().emitter(PUBLISHED)("something else")


async def test_when_the_commit_fails_at_its_very_end_nothing_is_written(
    runtime: ShopRuntime,
) -> None:
    async def fail(connection: AsyncConnection) -> None:
        raise ZeroDivisionError

    work = runtime.work(audited=True)
    made = OrderRepository(work).add(order())
    work.emitter(PUBLISHED)(OrderPaid(order_id=made.id, total=made.total))
    Projection.of(work, BoardRepository).put(made.id, state="open")
    with pytest.raises(ZeroDivisionError):
        await work.commit(also=fail)
    assert await there(runtime, made.id) is None
    for table in (outbox, audit, known_tenants):
        assert await rows(runtime, table) == []
    assert await BoardRepository(runtime.work()).page(sort="", cursor=None, limit=9) is not None
    assert runtime.heard.dropped == []


async def test_what_else_is_to_be_done_is_done_in_the_same_transaction(
    runtime: ShopRuntime,
) -> None:
    async def note(connection: AsyncConnection) -> None:
        values = {"name": "nightly", "tenant": "one", "last_run": NOW}
        await connection.execute(insert(schedules).values(values))

    await runtime.work().commit(also=note)
    assert [row["last_run"] for row in await rows(runtime, schedules)] == [NOW]


async def test_a_command_leaves_a_row_in_the_audit_log(runtime: ShopRuntime) -> None:
    work = runtime.work(operation="PlaceOrder", audited=True)
    made = OrderRepository(work).add(order())
    await work.commit()
    (row,) = await rows(runtime, audit)
    assert (row["operation"], row["subject"], row["tenant"], row["at"]) == (
        "PlaceOrder",
        "ann",
        "one",
        NOW,
    )
    assert row["written"] == [
        {"aggregate": "Order", "id": str(made.id), "version": 1, "change": "add"}
    ]


async def test_a_tenant_is_known_from_its_first_write_on(runtime: ShopRuntime) -> None:
    for tenant in ("one", "two", "one"):
        work = runtime.work(tenant)
        OrderRepository(work).add(order(tenant=tenant))
        await work.commit()
    runtime.database.known_tenants.clear()
    await stored(runtime)
    found = await rows(runtime, known_tenants)
    assert sorted(row["tenant"] for row in found) == ["one", "two"]


async def test_answers_that_are_kept_are_dropped_for_all_that_was_written(
    runtime: ShopRuntime,
) -> None:
    work = runtime.work()
    made = OrderRepository(work).add(order())
    Projection.of(work, BoardRepository).put(made.id, state="open")
    await work.commit()
    assert runtime.heard.dropped == ["one:Board", "one:Order"]


@dataclass(slots=True)
class Slow(Heard):
    """A cache elsewhere, which forgets when it is let."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def drop(self, tags: Collection[str]) -> None:
        """Waits to be let."""
        self.asked.set()
        await self.go.wait()
        self.dropped += tags
        self.done.set()


async def test_answers_that_are_kept_are_dropped_although_whoever_waits_is_cancelled(
    runtime: ShopRuntime,
) -> None:
    runtime.heard = slow = Slow()
    work = runtime.work()
    OrderRepository(work).add(order())
    committing = asyncio.ensure_future(work.commit())
    await slow.asked.wait()
    committing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await committing
    slow.go.set()
    async with asyncio.timeout(10):
        await slow.done.wait()
    assert slow.dropped == ["one:Order"]


async def test_answers_that_are_kept_are_dropped_where_a_commit_was_cut_off_in_its_middle(
    runtime: ShopRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = runtime.database.write

    @asynccontextmanager
    async def cut_off(tenant: str) -> AsyncIterator[AsyncConnection]:
        async with write(tenant) as connection:
            yield connection
        raise asyncio.CancelledError

    work = runtime.work()
    made = OrderRepository(work).add(order())
    monkeypatch.setattr(runtime.database, "write", cut_off)
    with pytest.raises(asyncio.CancelledError):
        await work.commit()
    assert await there(runtime, made.id) == made
    assert runtime.heard.dropped == ["one:Order"]


async def test_a_unit_of_work_that_wrote_nothing_asks_the_database_nothing(
    runtime: ShopRuntime,
) -> None:
    await runtime.database.close()
    await runtime.work().commit()
    assert runtime.database.engine.sync_engine.pool.checkedin() == 0


async def test_a_unit_of_work_commits_once(runtime: ShopRuntime) -> None:
    work = runtime.work()
    await work.commit()
    with pytest.raises(RuntimeError):
        await work.commit()


async def test_a_view_is_written_in_the_order_in_which_it_was_asked_for(
    runtime: ShopRuntime,
) -> None:
    first, second, third = order().id, order().id, order().id
    work = runtime.work()
    board = Projection.of(work, BoardRepository)
    board.put(first, state="open", seen=1)
    board.put(first, state="paid")
    board.put(second)
    board.put(third, state="paid")
    board.change({"state": "paid"}, {"state": "sent"})
    board.drop(third)
    board.put(third, state="new")
    board.drop_where({"state": "new"})
    await work.commit()
    page = await BoardRepository(runtime.work()).page(sort="", cursor=None, limit=9)
    assert page.items == (
        Tile(order_id=first, state="sent", seen=1),
        Tile(order_id=second, state=None, seen=None),
    )


async def test_two_who_put_one_row_of_a_view_at_once_make_one_row(runtime: ShopRuntime) -> None:
    key = order().id

    async def put(number: int) -> None:
        work = runtime.work()
        Projection.of(work, BoardRepository).put(key, seen=number)
        await work.commit()

    await asyncio.gather(*(put(number) for number in range(6)))
    assert (await BoardRepository(runtime.work()).get(key)).seen in range(6)


async def test_many_writers_on_one_file_wait_for_each_other(runtime: ShopRuntime) -> None:
    await asyncio.gather(*(stored(runtime) for _ in range(40)))
    found = [item async for item in OrderRepository(runtime.work()).where()]
    assert len(found) == 40


async def test_a_database_that_does_not_answer_is_unavailable(runtime: ShopRuntime) -> None:
    work = runtime.work()
    OrderRepository(work).add(order())
    database = runtime.database
    unreachable = database.engine.url.set(
        **(
            {"host": "127.0.0.1", "port": 1}
            if database.dialect == "postgresql"
            else {"database": "/proc/no-such-folder.db"}
        )
    )
    runtime.database = type(database).open(
        unreachable.render_as_string(hide_password=False), runtime.service
    )
    with pytest.raises(Unavailable):
        await work.commit()
    with pytest.raises(Unavailable):
        await there(runtime, order().id)


async def test_many_changes_go_out_together(runtime: ShopRuntime) -> None:
    work = runtime.work()
    made = [OrderRepository(work).add(order()) for _ in range(30)]
    await work.commit()
    work = runtime.work()
    async for one in OrderRepository(work).where():
        OrderRepository(work).save(replace(one, status="paid"))
    await work.commit()
    paid = [one.id async for one in OrderRepository(runtime.work()).where(status="paid")]
    assert paid == [one.id for one in made]
    async with runtime.database.read("one") as connection:
        versions = (await connection.execute(select(orders.c.version))).scalars().all()
    assert set(versions) == {2}
