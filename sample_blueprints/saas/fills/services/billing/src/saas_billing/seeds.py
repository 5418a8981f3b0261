"""Data for development, and for tests that need some: `make seed`."""

import datetime as dt
from dataclasses import replace

from saas_chassis.work import Work

from .domain.invoice import total_of
from .model.account import Account
from .model.invoice import Invoice


async def seed(work: Work) -> None:
    """Nothing: accounts come from subscriptions."""


def account(made_up: Account) -> Account:
    """What a test has made up is an account already."""
    return made_up


def invoice(made_up: Invoice) -> Invoice:
    """An invoice ends after it begins, and its total is what the lines come to."""
    until = max(made_up.until, made_up.since + dt.timedelta(days=28))
    return replace(made_up, until=until, total=total_of(made_up.lines))
