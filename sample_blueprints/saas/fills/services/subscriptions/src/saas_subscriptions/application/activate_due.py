"""ActivateDue: a trial that is over becomes an active subscription."""

from ..model import subscription
from ..model.subscription import SubscriptionStatus
from ..ports import ActivateDueScope


async def activate_due(scope: ActivateDueScope) -> None:
    """A trial that is over becomes an active subscription."""
    over = scope.subscriptions.where(
        status=SubscriptionStatus.TRIAL, trial_ends_on_before=scope.now.date()
    )
    async for one in over:
        scope.subscriptions.save(subscription.activate(one))
