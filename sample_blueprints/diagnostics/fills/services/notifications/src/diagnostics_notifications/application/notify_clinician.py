"""NotifyClinician: results are there, and whoever ordered them is told."""

from diagnostics_chassis.ids import uuid7

from ..model.messages import NotifyClinicianInput
from ..model.notice import Notice
from ..ports import NotifyClinicianScope

LONGEST = 200


async def notify_clinician(scope: NotifyClinicianScope, data: NotifyClinicianInput) -> None:
    """Tells the clinician that the results of an order are there, and for which tests."""
    message = f"Results are there: {', '.join(test.code for test in data.tests)}."
    if len(message) > LONGEST:
        message = f"Results are there for {len(data.tests)} tests."
    scope.notices.add(
        Notice(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            clinician_id=data.clinician_id,
            order_id=data.order_id,
            message=message,
        )
    )
