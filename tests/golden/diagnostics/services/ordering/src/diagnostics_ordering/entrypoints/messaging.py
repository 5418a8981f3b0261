"""What ordering does when a message comes, and by the clock."""

from datetime import timedelta

from diagnostics_chassis.messaging.inbox import Subscription, subscribe
from diagnostics_chassis.messaging.schedule import Every, Schedule
from diagnostics_chassis.storage.views import Projection
from diagnostics_chassis.work import Work
from diagnostics_published.laboratory.events import ResultReportedV1
from diagnostics_published.ordering.events import OrderCancelledV1, OrderPlacedV2, SampleCollectedV1
from diagnostics_published.patients.events import PatientsMergedV1

from ..adapters import scopes
from ..adapters.repositories import OrderOverviewRepository
from ..model.lab_order import LabOrderStatus
from ..model.messages import CompleteOrderInput
from ..model.values import Priority


async def complete_order_on_result_reported(work: Work, event: ResultReportedV1) -> None:
    """Runs CompleteOrder."""
    await scopes.complete_order(work, CompleteOrderInput(id=event.order_id))


async def order_overview_on_order_placed(work: Work, event: OrderPlacedV2) -> None:
    """Writes the order overview of this order id."""
    Projection.of(work, OrderOverviewRepository).put(
        event.order_id,
        patient_id=event.patient_id,
        priority=Priority(event.priority),
        state=LabOrderStatus.PLACED,
    )


async def order_overview_on_order_cancelled(work: Work, event: OrderCancelledV1) -> None:
    """Writes the order overview of this order id."""
    Projection.of(work, OrderOverviewRepository).put(event.order_id, state=LabOrderStatus.CANCELLED)


async def order_overview_on_sample_collected(work: Work, event: SampleCollectedV1) -> None:
    """Writes the order overview of this order id."""
    Projection.of(work, OrderOverviewRepository).put(event.order_id, state=LabOrderStatus.COLLECTED)


async def order_overview_on_result_reported(work: Work, event: ResultReportedV1) -> None:
    """Writes the order overview of this order id."""
    Projection.of(work, OrderOverviewRepository).put(event.order_id, state=LabOrderStatus.COMPLETED)


async def order_overview_on_patients_merged(work: Work, event: PatientsMergedV1) -> None:
    """Changes every order overview that matches."""
    Projection.of(work, OrderOverviewRepository).change(
        {"patient_id": event.from_id}, {"patient_id": event.into_id}
    )


SUBSCRIPTIONS: tuple[Subscription, ...] = (
    subscribe(
        ResultReportedV1,
        complete_order_on_result_reported,
        consumer="CompleteOrder",
        otherwise="ignore",
    ),
    subscribe(OrderPlacedV2, order_overview_on_order_placed, consumer="OrderOverview"),
    subscribe(OrderCancelledV1, order_overview_on_order_cancelled, consumer="OrderOverview"),
    subscribe(SampleCollectedV1, order_overview_on_sample_collected, consumer="OrderOverview"),
    subscribe(
        ResultReportedV1,
        order_overview_on_result_reported,
        consumer="OrderOverview",
        place=lambda event: str(event.order_id),
    ),
    subscribe(PatientsMergedV1, order_overview_on_patients_merged, consumer="OrderOverview"),
)

SCHEDULES: tuple[Schedule, ...] = (
    Schedule("CancelStale", Every(timedelta(hours=1)), scopes.cancel_stale),
)
