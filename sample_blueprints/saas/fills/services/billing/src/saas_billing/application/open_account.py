"""OpenAccount: a subscription has begun. Billing starts when its trial is over."""

from saas_chassis.ids import uuid7

from ..model.account import Account
from ..model.messages import OpenAccountInput
from ..ports import OpenAccountScope


async def open_account(scope: OpenAccountScope, data: OpenAccountInput) -> None:
    """A subscription has begun. Billing starts when its trial is over."""
    scope.accounts.add(
        Account(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            subscription_id=data.subscription_id,
            monthly=data.terms.monthly,
            included_minutes=data.terms.included_minutes,
            per_minute=data.terms.per_minute,
            billed_until=data.trial_ends_on,
        )
    )
