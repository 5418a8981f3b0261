"""EndOfClosed: the organisation is closed, so its subscription ends."""

from dataclasses import replace

from ..model import subscription
from ..model.messages import EndOfClosedInput, SubscriptionEnded
from ..model.subscription import SubscriptionStatus
from ..ports import EndOfClosedScope


async def end_of_closed(scope: EndOfClosedScope, data: EndOfClosedInput) -> None:
    """The organisation is closed, so its subscription ends."""
    async for one in scope.subscriptions.where(organisation_id=data.organisation_id):
        if one.status is not SubscriptionStatus.ENDED:
            ended = replace(subscription.end(one), ended_on=scope.now.date())
            scope.subscriptions.save(ended)
            scope.emit(SubscriptionEnded(subscription_id=one.id))
