"""What a span of time costs under an account's terms."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from saas_chassis.values import Money

from ..model.account import Account
from ..model.values import InvoiceLine

CENTS = Decimal("0.01")


def months_in(since: dt.date, until: dt.date) -> int:
    """How many months were begun from *since* to *until*, which is not one of the days."""
    last = until - dt.timedelta(days=1)
    return (last.year - since.year) * 12 + last.month - since.month + 1


def lines_of(
    account: Account, since: dt.date, until: dt.date, minutes: int
) -> tuple[InvoiceLine, ...]:
    """The monthly price for each begun month, then each minute above what it includes."""
    months = months_in(since, until)
    monthly = InvoiceLine(what=f"{months} x monthly price", amount=account.monthly * months)
    above = max(0, minutes - account.included_minutes * months)
    if not above:
        return (monthly,)
    amount = (account.per_minute * above).quantize(CENTS, ROUND_HALF_UP)
    extra = Money(amount, account.monthly.currency)
    return (monthly, InvoiceLine(what=f"{above} further minutes", amount=extra))
