"""Subscribe: an owner chooses a plan. It starts with a trial, under the terms of today."""

from datetime import timedelta

from saas_chassis.ids import uuid7
from saas_published.plans.events import PlanStatus

from ..model.messages import PlanWithdrawn, SubscribeInput, SubscriptionStarted
from ..model.subscription import Subscription
from ..model.values import Terms
from ..ports import SubscribeScope


async def subscribe(scope: SubscribeScope, data: SubscribeInput) -> Subscription:
    """An owner chooses a plan. It starts with a trial, under the terms of today."""
    plan = await scope.get_plan(id=data.plan_code)
    if plan.status is not PlanStatus.OFFERED:
        raise PlanWithdrawn
    started = scope.subscriptions.add(
        Subscription(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            organisation_id=data.organisation_id,
            plan_code=data.plan_code,
            terms=Terms(
                monthly=plan.monthly,
                included_minutes=plan.included_minutes,
                per_minute=plan.per_minute,
            ),
            trial_ends_on=scope.now.date() + timedelta(days=plan.trial_days),
        )
    )
    scope.emit(
        SubscriptionStarted(
            subscription_id=started.id,
            organisation_id=started.organisation_id,
            plan_code=started.plan_code,
            terms=started.terms,
            trial_ends_on=started.trial_ends_on,
        )
    )
    return started
