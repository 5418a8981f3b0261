"""CloseAccount: the subscription has ended, and with it what is billed."""

from saas_chassis.errors import NotFound

from ..model import account
from ..model.account import AccountStatus
from ..model.messages import CloseAccountInput
from ..ports import CloseAccountScope


async def close_account(scope: CloseAccountScope, data: CloseAccountInput) -> None:
    """The subscription has ended, and with it what is billed. What was used since the last
    invoice is on the house.
    """
    found = [one async for one in scope.accounts.where(subscription_id=data.subscription_id)]
    if not found:  # the event that opens it is still on its way: this one is tried again
        raise NotFound(f"there is no account of the subscription {data.subscription_id}")
    for one in found:
        if one.status is AccountStatus.OPEN:
            scope.accounts.save(account.close(one))
