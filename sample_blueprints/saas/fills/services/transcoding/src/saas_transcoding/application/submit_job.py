"""SubmitJob: a member hands a video in. Refused while the organisation may not use its plan."""

from saas_chassis.ids import uuid7

from ..model.job import Job
from ..model.messages import NoSubscription, SubmitJobInput
from ..ports import SubmitJobScope

FEW = 25  # an organisation has one subscription, and those that ended leave the view


async def submit_job(scope: SubmitJobScope, data: SubmitJobInput) -> Job:
    """A member hands a video in. Refused while the organisation may not use its plan."""
    entitlements = await scope.entitlements.page(sort="subscription_id", cursor=None, limit=FEW)
    if not any(one.usable for one in entitlements.items):
        raise NoSubscription
    return scope.jobs.add(
        Job(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            requested_by=scope.caller.subject,
            source=data.source,
            format=data.format,
        )
    )
