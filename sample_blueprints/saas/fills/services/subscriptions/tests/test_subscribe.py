"""Subscribing: the terms are those of the day, and a plan must be on offer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from saas_chassis.ids import uuid7
from saas_chassis.values import Money
from saas_published.plans.client import GetPlanAnswer
from saas_published.plans.events import PlanStatus
from saas_subscriptions.application.end_of_closed import end_of_closed
from saas_subscriptions.application.subscribe import subscribe
from saas_subscriptions.model.messages import (
    EndOfClosedInput,
    PlanWithdrawn,
    SubscribeInput,
    SubscriptionEnded,
)
from saas_subscriptions.model.subscription import SubscriptionStatus
from saas_subscriptions.model.values import Terms
from saas_subscriptions.testing import NOW, Fakes, subscription

pytestmark = pytest.mark.anyio

ASKED = SubscribeInput(organisation_id=uuid7(), plan_code="studio")


def plan(status: PlanStatus = PlanStatus.OFFERED) -> GetPlanAnswer:
    """What plans answers."""
    return GetPlanAnswer(
        id="studio",
        version=1,
        created_at=NOW,
        updated_at=NOW,
        status=status,
        code="studio",
        title="Studio",
        monthly=Money.parse("190.00 EUR"),
        included_minutes=5000,
        per_minute=Decimal("0.0650"),
        trial_days=14,
    )


async def test_the_terms_and_the_trial_are_those_of_the_day() -> None:
    fakes = Fakes(get_plan=plan())

    started = await subscribe(fakes.subscribe(), ASKED)

    assert started.terms == Terms(
        monthly=Money.parse("190.00 EUR"), included_minutes=5000, per_minute=Decimal("0.0650")
    )
    assert started.trial_ends_on == NOW.date() + timedelta(days=14)


async def test_a_plan_that_is_withdrawn_cannot_be_chosen() -> None:
    fakes = Fakes(get_plan=plan(PlanStatus.WITHDRAWN))
    with pytest.raises(PlanWithdrawn):
        await subscribe(fakes.subscribe(), ASKED)
    assert fakes.subscriptions.added == []


async def test_the_subscription_of_a_closed_organisation_ends_once() -> None:
    theirs = subscription(status=SubscriptionStatus.SUSPENDED)
    fakes = Fakes(subscriptions=[theirs, subscription()])
    data = EndOfClosedInput(organisation_id=theirs.organisation_id)

    await end_of_closed(fakes.end_of_closed(), data)
    await end_of_closed(fakes.end_of_closed(), data)

    assert [one.id for one in fakes.subscriptions.saved] == [theirs.id]
    assert fakes.emitted == [SubscriptionEnded(subscription_id=theirs.id)]
