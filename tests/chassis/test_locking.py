"""Rows that a use case locks: others wait for them, and nobody loses a race of versions."""

import asyncio
import gc
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from _system__chassis.errors import Busy, Conflict, NotFound, Refusal
from _system__chassis.storage import database as databases
from _system__chassis.storage.database import Database
from _system__chassis.storage.runtime_tables import audit, outbox
from _system__chassis.work import Work
from sqlalchemy import select

from tests.chassis.shop import (
    PUBLISHED,
    Order,
    OrderPaid,
    OrderRepository,
    Shop,
    ShopRuntime,
    order,
)

pytestmark = pytest.mark.anyio

ONE = Decimal(1)


class SoldOut(Refusal):
    """Nothing is left."""


async def stored(runtime: ShopRuntime, *items: Order) -> list[Order]:
    async with runtime.work() as work:
        made = [OrderRepository(work).add(item) for item in items]
        await work.commit()
    return made


async def take_one(runtime: ShopRuntime, id_: object, *, locks: bool = True) -> None:
    """Takes one of what is left, which is the order's total."""
    async with runtime.work() as work:
        await work.begin()
        orders = OrderRepository(work, locks=locks)
        found = await orders.get(id_)
        if found.total < ONE:
            raise SoldOut
        await asyncio.sleep(0)
        orders.save(replace(found, total=found.total - ONE))
        work.emitter(PUBLISHED)(OrderPaid(order_id=found.id, total=found.total))
        await work.commit()


async def outcomes(*taking: object) -> list[type[BaseException] | None]:
    results = await asyncio.wait_for(asyncio.gather(*taking, return_exceptions=True), 60)
    return [None if result is None else type(result) for result in results]


async def left(runtime: ShopRuntime, id_: object) -> Decimal:
    return (await OrderRepository(runtime.work()).get(id_)).total


async def test_of_two_that_want_the_last_one_gets_it_and_the_other_hears_why(
    runtime: ShopRuntime,
) -> None:
    [last] = await stored(runtime, order(total=ONE))

    found = await outcomes(take_one(runtime, last.id), take_one(runtime, last.id))

    assert sorted(map(str, found)) == sorted(map(str, [None, SoldOut]))
    assert await left(runtime, last.id) == 0


async def test_many_that_change_one_row_all_come_through_or_hear_the_rule(
    runtime: ShopRuntime,
) -> None:
    [stock] = await stored(runtime, order(total=Decimal(40)))

    found = await outcomes(*(take_one(runtime, stock.id) for _ in range(50)))

    assert (found.count(None), found.count(SoldOut)) == (40, 10)
    assert await left(runtime, stock.id) == 0


async def test_all_of_it_goes_out_in_the_transaction_of_the_lock(runtime: ShopRuntime) -> None:
    [row] = await stored(runtime, order(total=Decimal(5)))

    async def failing(_: object) -> None:
        raise SoldOut

    for also in (failing, None):
        async with runtime.work(audited=True, operation="Take") as work:
            await work.begin()
            orders = OrderRepository(work, locks=True)
            orders.save(replace(await orders.get(row.id), total=Decimal(4)))
            work.emitter(PUBLISHED)(OrderPaid(order_id=row.id, total=Decimal(4)))
            with suppress(SoldOut):
                await work.commit(also=also)

    async with runtime.database.system(writes=False) as on:
        emitted = (await on.execute(select(outbox.c.topic))).all()
        audited = (await on.execute(select(audit.c.operation))).all()
    assert (len(emitted), len(audited)) == (2, 1)  # two versions of the event, one command
    assert await left(runtime, row.id) == 4


async def test_without_the_lock_they_lose_races(service: Shop, postgres: Database) -> None:
    runtime = ShopRuntime(service, postgres)
    [stock] = await stored(runtime, order(total=Decimal(40)))

    found = await outcomes(*(take_one(runtime, stock.id, locks=False) for _ in range(50)))

    assert Conflict in found


async def test_rows_that_are_got_together_are_locked_in_one_order(
    service: Shop, postgres: Database
) -> None:
    runtime = ShopRuntime(service, postgres)
    rows = await stored(runtime, *(order(total=Decimal(20)) for _ in range(4)))

    async def take(ids: list[object]) -> None:
        async with runtime.work() as work:
            await work.begin()
            orders = OrderRepository(work, locks=True)
            for found in (await orders.get_many(ids)).values():
                await asyncio.sleep(0)
                orders.save(replace(found, total=found.total - ONE))
            await work.commit()

    ids: list[object] = [row.id for row in rows]
    taking = [take(ids if place % 2 else ids[::-1]) for place in range(20)]

    assert await outcomes(*taking) == [None] * 20
    assert [await left(runtime, id_) for id_ in ids] == [0] * 4


async def test_of_many_that_are_got_one_that_is_missing_is_not_found(runtime: ShopRuntime) -> None:
    [there] = await stored(runtime, order())

    with pytest.raises(NotFound):
        await OrderRepository(runtime.work()).get_many([there.id, order().id])
    assert list(await OrderRepository(runtime.work()).get_many([there.id, there.id])) == [there.id]


async def test_what_was_listed_is_read_anew_when_it_is_locked(runtime: ShopRuntime) -> None:
    [row] = await stored(runtime, order(total=Decimal(5)))
    async with runtime.work() as work:
        [seen] = [one async for one in OrderRepository(work).where(status="open")]
        await take_one(runtime, row.id)
        await work.begin()
        found = await OrderRepository(work, locks=True).get(row.id)

    assert (seen.total, found.total) == (5, 4)


async def test_a_use_case_that_fails_leaves_nothing_and_locks_nothing(
    runtime: ShopRuntime,
) -> None:
    [row] = await stored(runtime, order(total=Decimal(5)))

    async def fail() -> None:
        async with runtime.work() as work:
            await work.begin()
            orders = OrderRepository(work, locks=True)
            orders.save(replace(await orders.get(row.id), total=Decimal(0)))
            raise SoldOut

    for _ in range(12):  # more than there are connections
        with pytest.raises(SoldOut):
            await fail()
    await take_one(runtime, row.id)
    assert await left(runtime, row.id) == 4


async def test_one_that_is_cancelled_gives_its_rows_back(runtime: ShopRuntime) -> None:
    [row] = await stored(runtime, order(total=Decimal(5)))
    locked = asyncio.Event()

    async def keep() -> None:
        async with runtime.work() as work:
            await work.begin()
            await OrderRepository(work, locks=True).get(row.id)
            locked.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(keep())
    await locked.wait()
    task.cancel()
    assert await outcomes(task, take_one(runtime, row.id)) == [asyncio.CancelledError, None]


async def test_what_others_keep_too_long_is_busy(
    runtime: ShopRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    [row] = await stored(runtime, order(total=Decimal(5)))
    monkeypatch.setattr(databases, "PATIENCE", 0.1)

    async with runtime.work() as work:
        await work.begin()
        await OrderRepository(work, locks=True).get(row.id)
        with pytest.raises(Busy):
            await take_one(runtime, row.id)


async def test_those_who_wait_for_a_row_leave_connections_to_others(
    service: Shop, postgres: Database
) -> None:
    runtime = ShopRuntime(service, postgres)
    row, other = await stored(runtime, order(total=Decimal(30)), order())

    async with runtime.work() as work:
        await work.begin()
        await OrderRepository(work, locks=True).get(row.id)
        waiting = [asyncio.create_task(take_one(runtime, row.id)) for _ in range(20)]
        for _ in range(10):
            await asyncio.wait_for(OrderRepository(runtime.work()).get(other.id), 2)
    assert await outcomes(*waiting) == [None] * 20


async def test_nobody_is_called_while_rows_are_locked(runtime: ShopRuntime) -> None:
    async with runtime.work() as work:
        await work.begin()
        with pytest.raises(RuntimeError, match="locked"):
            work.needs("people.GetKeeper", timeout=1.0, retry=0)


async def test_all_that_it_reads_goes_through_the_one_transaction(runtime: ShopRuntime) -> None:
    rows = await stored(runtime, *(order() for _ in range(3)))

    async with runtime.work() as work:
        await work.begin()
        orders = OrderRepository(work, locks=True)
        found = await asyncio.gather(*(orders.get(row.id) for row in rows))
        page = await orders.page(sort="number", limit=10)
        assert len(found) == len(page.items) == 3
        assert isinstance(work, Work)


async def test_on_sqlite_a_use_case_that_is_cut_off_while_it_reads_locks_nothing(
    service: Shop, sqlite: Database
) -> None:
    runtime = ShopRuntime(service, sqlite)
    [row] = await stored(runtime, order())

    async def read_on(begun: asyncio.Event) -> None:
        async with runtime.work() as work:
            await work.begin()
            begun.set()
            while True:
                await OrderRepository(work, locks=True).get(row.id)
                work.pending.held.clear()

    gc.disable()  # it would close what is forgotten, sooner or later
    try:
        for turns in range(1, 30):
            begun = asyncio.Event()
            reading = asyncio.ensure_future(read_on(begun))
            await begun.wait()
            for _ in range(turns):
                await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            async with sqlite.write("one"):
                pass
    finally:
        gc.enable()
