"""An account is closed with its subscription, whichever event comes first."""

import datetime as dt
from decimal import Decimal

import pytest
from saas_billing.application.close_account import close_account
from saas_billing.application.open_account import open_account
from saas_billing.model.account import AccountStatus
from saas_billing.model.messages import CloseAccountInput, OpenAccountInput
from saas_billing.testing import Fakes
from saas_chassis.errors import NotFound
from saas_chassis.ids import uuid7
from saas_chassis.values import Money
from saas_published.subscriptions.events import Terms

pytestmark = pytest.mark.anyio


async def test_an_end_that_overtakes_the_beginning_is_tried_again() -> None:
    subscription = uuid7()
    begun = OpenAccountInput(
        subscription_id=subscription,
        terms=Terms(
            monthly=Money.parse("19.00 EUR"), included_minutes=100, per_minute=Decimal("0.0650")
        ),
        trial_ends_on=dt.date(2026, 2, 1),
    )
    fakes = Fakes()

    with pytest.raises(NotFound):
        await close_account(fakes.close_account(), CloseAccountInput(subscription_id=subscription))
    await open_account(fakes.open_account(), begun)
    await close_account(fakes.close_account(), CloseAccountInput(subscription_id=subscription))

    assert [one.status for one in fakes.accounts.saved] == [AccountStatus.CLOSED]
