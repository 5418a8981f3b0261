"""What a month costs, and that it is billed once."""

import datetime as dt
from decimal import Decimal

import pytest
from saas_billing.application.close_month import close_month
from saas_billing.domain.pricing import months_in
from saas_billing.testing import Fakes, account
from saas_chassis.values import Money
from saas_published.metering.client import GetUsageAnswer

pytestmark = pytest.mark.anyio

MARCH = dt.datetime(2026, 3, 1, 2, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(("minutes", "total"), [(100, "190.00"), (5200, "203.00")])
async def test_minutes_above_what_is_included_are_billed(minutes: int, total: str) -> None:
    studio = account(
        monthly=Money.parse("190.00 EUR"),
        included_minutes=5000,
        per_minute=Decimal("0.0650"),
        billed_until=dt.date(2026, 2, 1),
    )
    fakes = Fakes(accounts=[studio], get_usage=GetUsageAnswer(minutes=minutes, jobs=1), now=MARCH)

    await close_month(fakes.close_month())
    await close_month(fakes.close_month())

    assert [one.total for one in fakes.invoices.added] == [Money.parse(f"{total} EUR")]
    assert [one.billed_until for one in fakes.accounts.saved] == [MARCH.date()]


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-02-01", "2026-03-01", 1),
        ("2026-02-14", "2026-03-01", 1),
        ("2025-12-31", "2026-03-01", 3),
    ],
)
def test_a_begun_month_is_a_month(since: str, until: str, months: int) -> None:
    assert months_in(dt.date.fromisoformat(since), dt.date.fromisoformat(until)) == months
