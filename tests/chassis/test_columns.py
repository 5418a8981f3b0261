"""A value comes out of a column as it went in, and sorts alike on both engines."""

import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from _system__chassis.storage.columns import (
    Document,
    Exact,
    Instant,
    Span,
    constraint_name,
    index_on,
    short_name,
    unique_key,
)
from _system__chassis.storage.engines import open_engine, sqlite_url
from _system__chassis.values import Money
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

kept = Table(
    "kept",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", Instant),
    Column("span", Span),
    Column("exact", Exact(18, 4)),
    Column("document", Document),
    prefixes=["TEMPORARY"],
)


@pytest.fixture(params=["sqlite", "postgresql"])
async def on(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    """A connection with the table, once on each engine."""
    url = need_postgres() if request.param == "postgresql" else sqlite_url(tmp_path, "kept")
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(kept.create)
        yield connection
    await engine.dispose()


EAST = dt.timezone(dt.timedelta(hours=5, minutes=30))
MOMENT = dt.datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=EAST)

SORTED: dict[str, list[object]] = {
    "at": [
        dt.datetime(1, 1, 1, tzinfo=dt.UTC),
        dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC),
        MOMENT,
        MOMENT + dt.timedelta(microseconds=1),
        dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
    ],
    "span": [
        dt.timedelta(days=-400),
        dt.timedelta(microseconds=-1),
        dt.timedelta(0),
        dt.timedelta(hours=23, microseconds=999999),
        dt.timedelta(days=100_000),
    ],
    "exact": [
        Decimal("-99999999999999.9999"),
        Decimal("-0.0001"),
        Decimal(0),
        Decimal("9.5"),
        Decimal("10"),
        Decimal("99999999999999.9999"),
    ],
}


@pytest.mark.parametrize("name", SORTED)
async def test_values_come_back_and_sort(on: AsyncConnection, name: str) -> None:
    values = SORTED[name]
    column = kept.c[name]
    await on.execute(insert(kept), [{name: value} for value in reversed(values)])
    found = (await on.execute(select(column).order_by(column))).scalars().all()
    assert found == values
    above = await on.execute(select(column).where(column > values[1]).order_by(column))
    assert above.scalars().all() == values[2:]


async def test_nothing_comes_back_as_nothing(on: AsyncConnection) -> None:
    await on.execute(insert(kept), {"at": None, "span": None, "exact": None, "document": None})
    row = (await on.execute(select(kept).where(kept.c.document.is_(None)))).one()
    assert tuple(row)[1:] == (None, None, None, None)


async def test_a_moment_comes_back_in_utc(on: AsyncConnection) -> None:
    await on.execute(insert(kept), {"at": MOMENT})
    found = (await on.execute(select(kept.c.at))).scalar_one()
    assert (found, found.tzinfo) == (MOMENT, dt.UTC)


async def test_a_moment_without_a_zone_is_a_fault(on: AsyncConnection) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        await on.execute(insert(kept), {"at": dt.datetime(2026, 1, 1)})


async def test_what_is_finer_than_its_column_is_rounded_away_from_zero(
    on: AsyncConnection,
) -> None:
    written = [Decimal("0.00005"), Decimal("-0.00005"), Decimal("0.00004"), Decimal("1.23445")]
    await on.execute(insert(kept), [{"exact": value} for value in written])
    found = (await on.execute(select(kept.c.exact).order_by(kept.c.id))).scalars().all()
    assert found == [Decimal("0.0001"), Decimal("-0.0001"), Decimal(0), Decimal("1.2345")]


async def test_a_document_holds_values_as_json(on: AsyncConnection) -> None:
    await on.execute(insert(kept), {"document": (Money.parse("1 EUR"), {"ä": [1, None, True]})})
    found = (await on.execute(select(kept.c.document))).scalar_one()
    assert found == [{"amount": "1.00", "currency": "EUR"}, {"ä": [1, None, True]}]


async def test_names_are_the_same_at_every_run_and_never_too_long() -> None:
    assert unique_key("orders", "tenant", "number").name == "uq_orders_tenant_number"
    assert index_on("orders", "due").name == "ix_orders_due"
    long = [constraint_name("uq", "t" * 40, "c" * 40 + end) for end in "ab"]
    assert len({*long}) == 2
    assert all(len(name) <= 63 for name in long)
    assert short_name("n" * 63) == "n" * 63
