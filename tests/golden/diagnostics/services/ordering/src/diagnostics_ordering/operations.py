"""The plain operations of ordering; `blueprint eject ordering.OPERATION` makes one yours."""

from diagnostics_chassis.ids import uuid7
from diagnostics_chassis.pages import Page

from .model import lab_order
from .model.lab_order import LabOrder
from .model.messages import (
    CancelOrderInput,
    CollectSampleInput,
    CompleteOrderInput,
    GetOrderInput,
    ListOrdersInput,
    OrderCancelled,
    OrderCompleted,
    OrderOverview,
    OrderPlaced,
    PlaceOrderInput,
    SampleCollected,
    WardBoardInput,
)
from .ports import (
    CancelOrderScope,
    CollectSampleScope,
    CompleteOrderScope,
    GetOrderScope,
    ListOrdersScope,
    PlaceOrderScope,
    WardBoardScope,
)


async def place_order(scope: PlaceOrderScope, data: PlaceOrderInput) -> LabOrder:
    """A clinician orders tests for a patient."""
    await scope.get_patient(id=data.patient_id)
    created = scope.lab_orders.add(
        LabOrder(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            clinician_id=scope.caller.subject,
            patient_id=data.patient_id,
            priority=data.priority,
            tests=data.tests,
            notes=data.notes,
        )
    )
    scope.emit(
        OrderPlaced(
            order_id=created.id,
            patient_id=created.patient_id,
            priority=created.priority,
            tests=created.tests,
        )
    )
    return created


async def cancel_order(scope: CancelOrderScope, data: CancelOrderInput) -> LabOrder:
    """A placed lab order becomes cancelled."""
    before = await scope.lab_orders.get(data.id)
    after = scope.lab_orders.save(lab_order.cancel(before))
    scope.emit(OrderCancelled(order_id=after.id, reason=data.reason))
    return after


async def collect_sample(scope: CollectSampleScope, data: CollectSampleInput) -> LabOrder:
    """A technician draws the sample and scans the tube's barcode."""
    before = await scope.lab_orders.get(data.id)
    after = scope.lab_orders.save(lab_order.collect(before))
    scope.emit(
        SampleCollected(
            order_id=after.id,
            clinician_id=after.clinician_id,
            barcode=data.barcode,
            tests=after.tests,
        )
    )
    return after


async def complete_order(scope: CompleteOrderScope, data: CompleteOrderInput) -> LabOrder:
    """A collected lab order becomes completed."""
    before = await scope.lab_orders.get(data.id)
    after = scope.lab_orders.save(lab_order.complete(before))
    scope.emit(
        OrderCompleted(
            order_id=after.id,
            clinician_id=after.clinician_id,
            patient_id=after.patient_id,
            tests=after.tests,
        )
    )
    return after


async def get_order(scope: GetOrderScope, data: GetOrderInput) -> LabOrder:
    """Shows a lab order."""
    return await scope.lab_orders.get(data.id)


async def list_orders(scope: ListOrdersScope, data: ListOrdersInput) -> Page[LabOrder]:
    """Lists lab orders."""
    return await scope.lab_orders.page(
        sort=data.sort,
        cursor=data.cursor,
        limit=data.limit,
        status=data.status,
        patient_id=data.patient_id,
        created_at_from=data.created_at_from,
        created_at_before=data.created_at_before,
    )


async def ward_board(scope: WardBoardScope, data: WardBoardInput) -> Page[OrderOverview]:
    """Lists order overviews."""
    return await scope.order_overviews.page(sort=data.sort, cursor=data.cursor, limit=data.limit)
