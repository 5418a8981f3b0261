"""A list in pages is the whole list: every row once, in its order, whatever the page's size."""

import datetime as dt
from base64 import urlsafe_b64encode
from decimal import Decimal
from itertools import count

import pytest
from _system__chassis.errors import InvalidInput
from _system__chassis.pages import Page, decode, encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chassis.shop import NOW, Order, OrderRepository, ShopRuntime, order

pytestmark = pytest.mark.anyio

DUES = st.none() | st.sampled_from([NOW + dt.timedelta(microseconds=n) for n in range(4)])
TOTALS = st.sampled_from([Decimal(0), Decimal("0.0001"), Decimal("9.5"), Decimal(10)])
ROWS = st.lists(st.tuples(DUES, TOTALS), max_size=14)
SORTS = st.sampled_from(["", "id", "due", "total", "number", "created_at"])
tenants = (f"t{number}" for number in count())


async def stored(runtime: ShopRuntime, *made: Order) -> None:
    """Stores these orders of one tenant."""
    work = runtime.work(made[0].tenant)
    for one in made:
        OrderRepository(work).add(one)
    await work.commit()


async def walked(
    runtime: ShopRuntime, tenant: str, sort: str, limit: int
) -> tuple[list[Order], list[int]]:
    """All rows as the pages show them one after another, and how many each page has."""
    found: list[Order] = []
    sizes: list[int] = []
    cursor = None
    while True:
        repository = OrderRepository(runtime.work(tenant))
        page = await repository.page(sort=sort, cursor=cursor, limit=limit)
        found += page.items
        sizes.append(len(page.items))
        cursor = page.next
        if cursor is None:
            return found, sizes


def in_order(made: list[Order], sort: str) -> list[Order]:
    """The orders as *sort* says, NULL greater than anything."""
    name = sort.removeprefix("-") or "id"

    def key(one: Order) -> tuple[bool, object, object]:
        value = getattr(one, name)
        return (value is None, NOW if value is None else value, one.id)

    return sorted(made, key=key, reverse=sort.startswith("-"))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS, sort=SORTS, reverse=st.booleans(), limit=st.integers(1, 6))
async def test_every_row_comes_exactly_once_and_in_order(
    runtime: ShopRuntime,
    rows: list[tuple[dt.datetime | None, Decimal]],
    sort: str,
    limit: int,
    *,
    reverse: bool,
) -> None:
    tenant = next(tenants)
    made = [order(tenant=tenant, due=due, total=total) for due, total in rows]
    if made:
        await stored(runtime, *made)
    asked = f"-{sort}" if reverse and sort else sort
    found, sizes = await walked(runtime, tenant, asked, limit)
    assert [one.id for one in found] == [one.id for one in in_order(made, asked)]
    assert all(size == limit for size in sizes[:-1])


async def test_a_page_begins_where_the_last_one_ended_though_rows_came_and_went(
    runtime: ShopRuntime,
) -> None:
    made = [order(total=Decimal(n)) for n in (1, 2, 3, 4)]
    await stored(runtime, *made)
    first = await OrderRepository(runtime.work()).page(sort="total", limit=2)
    work = runtime.work()
    OrderRepository(work).remove(await OrderRepository(work).get(made[1].id))
    OrderRepository(work).add(order(total=Decimal("0.5")))
    await work.commit()
    second = await OrderRepository(runtime.work()).page(sort="total", cursor=first.next, limit=2)
    assert second.items == tuple(made[2:]) or [o.total for o in second.items] == [3, 4]
    assert second.next is None


async def test_a_cursor_belongs_to_its_sort(runtime: ShopRuntime) -> None:
    await stored(runtime, *[order() for _ in range(3)])
    page = await OrderRepository(runtime.work()).page(sort="due", limit=1)
    for sort in ("-due", "total", ""):
        with pytest.raises(InvalidInput, match="another sort"):
            await OrderRepository(runtime.work()).page(sort=sort, cursor=page.next)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%%%",
        "äöü",
        "bm8",
        *(
            urlsafe_b64encode(text.encode()).decode()
            for text in (
                "[]",
                "{}",
                "null",
                '["due", null]',
                '["due", "no time", "no id"]',
                '["due", "2026-01-01T00:00:00Z", 7]',
                '["due", "2026-01-01T00:00:00", "00000000-0000-0000-0000-000000000000"]',
                '["due", {"a": 1}, null, 1]',
                '["due", 1e999, "00000000-0000-0000-0000-000000000000"]',
            )
        ),
    ],
)
async def test_a_broken_cursor_is_refused(runtime: ShopRuntime, cursor: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        await OrderRepository(runtime.work()).page(sort="due", cursor=cursor)


@given(cursor=st.text() | st.binary().map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_whatever_a_client_sends_as_a_cursor_is_refused_and_no_fault(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        decode(cursor, "due", dt.datetime, str)


@given(
    value=st.none()
    | st.text()
    | st.integers()
    | st.booleans()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=st.just(dt.UTC))
    | st.timedeltas(),
    id_=st.uuids() | st.text() | st.integers(),
)
def test_a_cursor_gives_back_what_it_was_made_of(value: object, id_: object) -> None:
    cursor = encode("-due", value, id_)
    assert decode(cursor, "-due", type(value), type(id_)) == (value, id_)
    assert cursor.isascii()


def test_a_page_is_mapped_item_by_item() -> None:
    assert Page((1, 2), "next").map(str) == Page(("1", "2"), "next")
