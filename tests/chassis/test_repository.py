"""A repository keeps what always holds, and shows nothing of itself but its port."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from _system__chassis.errors import (
    Conflict,
    InvalidInput,
    InvariantBroken,
    NotFound,
    TransitionRefused,
)
from _system__chassis.storage.repository import (
    among,
    at_least,
    at_most,
    before,
    contains,
    equals,
    present,
    starts_with,
)
from _system__chassis.testing import FakeRepository, put_in_place

from tests.chassis.shop import (
    NOW,
    BoardRepository,
    Order,
    OrderRepository,
    ShopRuntime,
    order,
    orders,
)

pytestmark = pytest.mark.anyio


Found = OrderRepository | FakeRepository[Order]


async def stored(runtime: ShopRuntime, *made: Order) -> None:
    """Stores these orders."""
    work = runtime.work()
    for one in made:
        OrderRepository(work).add(one)
    await work.commit()


async def test_an_order_that_is_not_there_is_not_found(runtime: ShopRuntime) -> None:
    missing = order().id
    assert await OrderRepository(runtime.work()).find(missing) is None
    with pytest.raises(NotFound, match=f"there is no Order {missing}"):
        await OrderRepository(runtime.work()).get(missing)


async def test_reads_see_what_the_same_unit_of_work_is_going_to_write(
    runtime: ShopRuntime,
) -> None:
    first, second = order(), order()
    await stored(runtime, first, second)
    work = runtime.work()
    paid = OrderRepository(work).save(
        replace(await OrderRepository(work).get(first.id), status="paid")
    )
    OrderRepository(work).remove(await OrderRepository(work).get(second.id))
    assert await OrderRepository(work).get(first.id) is paid
    assert [item async for item in OrderRepository(work).where()] == [paid]
    assert (await OrderRepository(work).page()).items == (paid,)


async def found(repository: Found, **match: object) -> list[tuple[str, str]]:
    """Number and status of all that match, by number: a repository finds by id."""
    return sorted([(one.number, one.status) async for one in repository.where(**match)])


async def test_what_is_found_in_a_unit_of_work_is_what_a_fake_finds(runtime: ShopRuntime) -> None:
    before = [order(number=number) for number in "abcd"]
    await stored(runtime, *before)
    real = OrderRepository(runtime.work())
    fake = FakeRepository("Order", [await real.get(one.id) for one in before], first="open")
    for repository in (real, fake):
        first, second, third, _ = [await repository.get(one.id) for one in before]
        repository.save(replace(first, status="paid"))
        repository.save(replace(second, number="bb"))
        repository.remove(third)
        repository.remove(repository.add(order(number="gone")))
        repository.add(order(number="new"))
    everything = [("a", "paid"), ("bb", "open"), ("d", "open"), ("new", "open")]
    for match, wanted in (
        ({}, everything),
        ({"status": "open"}, everything[1:]),
        ({"status": "paid"}, everything[:1]),
        ({"number_in": ["a", "b", "new"]}, [everything[0], everything[3]]),
    ):
        assert await found(real, **match) == await found(fake, **match) == wanted


async def test_what_is_added_while_one_goes_through_is_not_met(runtime: ShopRuntime) -> None:
    await stored(runtime, order())
    orders_ = OrderRepository(runtime.work())
    async for _ in orders_.where():
        orders_.add(order())
    assert len([one async for one in orders_.where()]) == 2


async def test_what_another_owns_is_not_found_among_what_is_added(runtime: ShopRuntime) -> None:
    orders_ = OrderRepository(runtime.work(subject="ann", own=True))
    hers, mine = orders_.add(order(buyer_id="eve")), orders_.add(order(buyer_id="ann"))
    assert hers.buyer_id == "eve"
    assert [one async for one in orders_.where()] == [mine]


async def test_a_page_leaves_out_what_matches_no_more(runtime: ShopRuntime) -> None:
    first, second = order(), order()
    await stored(runtime, first, second)
    orders_ = OrderRepository(runtime.work())
    orders_.save(replace(await orders_.get(first.id), status="paid"))
    page = await orders_.page(status="open")
    assert [one.id for one in page.items] == [second.id]


async def test_what_is_saved_as_it_was_is_guarded_against_whoever_changes_it(
    runtime: ShopRuntime,
) -> None:
    """So a rule that reads one order to write another holds at the commit, too."""
    read, written = order(), order()
    await stored(runtime, read, written)
    work, other = runtime.work(), runtime.work()
    for unit, status in ((work, "open"), (other, "paid")):
        orders_ = OrderRepository(unit)
        unchanged = await orders_.get(read.id)
        assert orders_.save(replace(unchanged, status=status)).version == 2
    OrderRepository(work).save(await OrderRepository(work).get(written.id))
    await other.commit()
    with pytest.raises(Conflict):
        await work.commit()
    after = OrderRepository(runtime.work())
    assert [(await after.get(one.id)).version for one in (read, written)] == [2, 1]


@pytest.mark.parametrize("fake", [False, True])
async def test_a_new_one_is_in_the_first_state_and_only_tests_begin_in_another(
    runtime: ShopRuntime, *, fake: bool
) -> None:
    real = OrderRepository(runtime.work())
    repository = FakeRepository[Order]("Order", first="open") if fake else real
    with pytest.raises(ValueError, match="a new Order is open, not paid"):
        repository.add(order(status="paid"))
    assert repository.add(order()).status == "open"
    assert put_in_place(real, order(status="paid")).status == "paid"


async def test_an_invariant_is_held_and_named(runtime: ShopRuntime) -> None:
    work = runtime.work()
    sentence = "priced: No order costs less than nothing."
    with pytest.raises(InvariantBroken, match=sentence):
        OrderRepository(work).add(order(total=Decimal(-1)))
    made = OrderRepository(work).add(order())
    with pytest.raises(InvariantBroken, match=sentence):
        OrderRepository(work).save(replace(made, total=Decimal(-1)))
    await work.commit()
    assert (await OrderRepository(runtime.work()).get(made.id)).total == made.total


@pytest.mark.parametrize("field", ["buyer_id", "created_at", "tenant"])
async def test_what_is_immutable_cannot_be_changed(runtime: ShopRuntime, field: str) -> None:
    work = runtime.work()
    made = OrderRepository(work).add(order())
    other = NOW.replace(year=2000) if field == "created_at" else "other"
    with pytest.raises(ValueError, match=f"Order.{field} is immutable"):
        OrderRepository(work).save(replace(made, **{field: other}))


@pytest.mark.parametrize(
    ("moves", "start", "end", "allowed"),
    [
        (None, "open", "paid", True),
        (None, "paid", "cancelled", True),
        (None, "paid", "open", False),
        (None, "open", "lost", False),
        (("cancel",), "open", "cancelled", True),
        (("cancel",), "open", "paid", False),
        ((), "open", "paid", False),
        ((), "open", "open", True),
    ],
)
async def test_a_status_moves_only_along_a_transition_that_the_use_case_may_make(
    runtime: ShopRuntime, moves: tuple[str, ...] | None, start: str, end: str, *, allowed: bool
) -> None:
    orders_ = OrderRepository(runtime.work(), moves=moves)
    made = put_in_place(orders_, order(status=start))
    if allowed:
        assert orders_.save(replace(made, status=end)).status == end
    else:
        with pytest.raises(TransitionRefused):
            orders_.save(replace(made, status=end))


async def test_a_stale_copy_cannot_undo_a_change_of_the_same_unit_of_work(
    runtime: ShopRuntime,
) -> None:
    made = order()
    await stored(runtime, made)
    orders_ = OrderRepository(runtime.work())
    read = await orders_.get(made.id)
    orders_.save(replace(read, status="paid"))
    for step in (orders_.save, orders_.remove):
        with pytest.raises(ValueError, match="changed since"):
            step(read)


@pytest.mark.parametrize("step", [OrderRepository.save, OrderRepository.remove])
async def test_what_was_never_read_cannot_be_written(
    runtime: ShopRuntime, step: Callable[[OrderRepository, Order], object]
) -> None:
    with pytest.raises(ValueError, match="was not read here"):
        step(OrderRepository(runtime.work()), order())


async def test_one_order_is_not_added_twice(runtime: ShopRuntime) -> None:
    orders_ = OrderRepository(runtime.work())
    made = orders_.add(order())
    with pytest.raises(ValueError, match="is there already"):
        orders_.add(made)


async def test_every_one_is_found_in_batches(
    runtime: ShopRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("_system__chassis.storage.reading._BATCH", 3)
    for number in (0, 1, 3, 6, 7):
        made = [order() for _ in range(number)]
        await stored(runtime, *made)
        numbers = [one.number for one in made]
        found = [one.id async for one in OrderRepository(runtime.work()).where(number_in=numbers)]
        assert found == [one.id for one in made]


async def test_conditions_mean_the_same_on_both_engines(runtime: ShopRuntime) -> None:
    made = {
        number: order(number=number, total=Decimal(total), due=due)
        for number, total, due in (
            ("a_1%", "9", None),
            ("A_1%x", "10", NOW),
            ("ab1", "10.0001", NOW),
            ("zz\\a_", "3", None),
        )
    }
    await stored(runtime, *made.values())
    column = orders.c

    async def found(*conditions) -> set[str]:
        repository = OrderRepository(runtime.work())
        return {one.number async for one in repository._each(*conditions)}

    everything = set(made)
    assert await found(equals(column.number, None), present(column.due, None)) == everything
    assert await found(equals(column.number, "ab1")) == {"ab1"}
    assert await found(among(column.number, ["ab1", "no"])) == {"ab1"}
    assert await found(among(column.number, [])) == set()
    assert await found(among(column.number, None)) == everything
    assert await found(at_least(column.total, Decimal(10))) == {"A_1%x", "ab1"}
    assert await found(at_most(column.total, Decimal(9))) == {"a_1%", "zz\\a_"}
    assert await found(before(column.total, Decimal("10.0001"))) == everything - {"ab1"}
    assert await found(starts_with(column.number, "a")) == {"a_1%", "ab1"}
    assert await found(starts_with(column.number, "a_")) == {"a_1%"}
    assert await found(contains(column.number, "1%")) == {"a_1%", "A_1%x"}
    assert await found(contains(column.number, "\\a")) == {"zz\\a_"}
    assert await found(present(column.due, True)) == {"A_1%x", "ab1"}
    assert await found(present(column.due, False)) == {"a_1%", "zz\\a_"}
    assert await found(at_least(column.due, NOW), before(column.due, NOW)) == set()


async def test_a_list_is_sorted_only_by_what_is_declared(runtime: ShopRuntime) -> None:
    with pytest.raises(InvalidInput, match="sort: 'buyer_id' is none of created_at, due"):
        await OrderRepository(runtime.work()).page(sort="buyer_id")


async def test_by_public_names_nothing_but_the_port_is_reached_from_a_scope(
    runtime: ShopRuntime,
) -> None:
    work = runtime.work()
    ports = {
        OrderRepository: {"get", "get_many", "find", "where", "page", "add", "save", "remove"},
        BoardRepository: {"get", "page"},
    }
    for repository, methods in ports.items():
        assert _public(repository(work)) == methods
    assert _public(work.emitter({})) == set()
    for method in ("get", "page"):
        assert _public(getattr(OrderRepository(work), method)) == set()


def _public(value: object) -> set[str]:
    return {name for name in dir(value) if not name.startswith("_")}
