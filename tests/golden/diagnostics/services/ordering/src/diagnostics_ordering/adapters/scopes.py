"""Each operation of ordering with its scope: whatever it may reach is handed to it here."""

from collections.abc import Mapping

from diagnostics_chassis.messaging.events import PublishedEvent
from diagnostics_chassis.pages import Page
from diagnostics_chassis.work import Work
from diagnostics_published.ordering import events as published

from .. import operations
from ..application.cancel_stale import cancel_stale as cancel_stale_case
from ..model.lab_order import LabOrder
from ..model.messages import (
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
from ..ports import (
    CancelOrderScope,
    CancelStaleScope,
    CollectSampleScope,
    CompleteOrderScope,
    GetOrderScope,
    ListOrdersScope,
    PlaceOrderScope,
    WardBoardScope,
)
from .clients import GetPatientClient
from .repositories import LabOrderRepository, OrderOverviewRepository

PUBLISHED: Mapping[type, tuple[type[PublishedEvent], ...]] = {
    OrderPlaced: (
        published.OrderPlacedV1,
        published.OrderPlacedV2,
    ),
    OrderCancelled: (published.OrderCancelledV1,),
    SampleCollected: (published.SampleCollectedV1,),
    OrderCompleted: (published.OrderCompletedV1,),
}


async def place_order(work: Work, data: PlaceOrderInput) -> LabOrder:
    scope = PlaceOrderScope(
        now=work.now,
        caller=work.caller,
        lab_orders=LabOrderRepository(work),
        get_patient=GetPatientClient(work),
        emit=work.emitter(PUBLISHED),
    )
    return await operations.place_order(scope, data)


async def cancel_order(work: Work, data: CancelOrderInput) -> LabOrder:
    scope = CancelOrderScope(
        now=work.now,
        caller=work.caller,
        lab_orders=LabOrderRepository(work),
        emit=work.emitter(PUBLISHED),
    )
    return await operations.cancel_order(scope, data)


async def collect_sample(work: Work, data: CollectSampleInput) -> LabOrder:
    scope = CollectSampleScope(
        now=work.now,
        caller=work.caller,
        lab_orders=LabOrderRepository(work),
        emit=work.emitter(PUBLISHED),
    )
    return await operations.collect_sample(scope, data)


async def complete_order(work: Work, data: CompleteOrderInput) -> LabOrder:
    scope = CompleteOrderScope(
        now=work.now,
        caller=work.caller,
        lab_orders=LabOrderRepository(work),
        emit=work.emitter(PUBLISHED),
    )
    return await operations.complete_order(scope, data)


async def cancel_stale(work: Work) -> None:
    scope = CancelStaleScope(
        now=work.now,
        caller=work.caller,
        lab_orders=LabOrderRepository(work, moves=("cancel",)),
        order_overviews=OrderOverviewRepository(work),
        emit=work.emitter(PUBLISHED),
    )
    await cancel_stale_case(scope)


async def get_order(work: Work, data: GetOrderInput) -> LabOrder:
    scope = GetOrderScope(now=work.now, caller=work.caller, lab_orders=LabOrderRepository(work))
    return await operations.get_order(scope, data)


async def list_orders(work: Work, data: ListOrdersInput) -> Page[LabOrder]:
    scope = ListOrdersScope(now=work.now, caller=work.caller, lab_orders=LabOrderRepository(work))
    return await operations.list_orders(scope, data)


async def ward_board(work: Work, data: WardBoardInput) -> Page[OrderOverview]:
    scope = WardBoardScope(
        now=work.now, caller=work.caller, order_overviews=OrderOverviewRepository(work)
    )
    return await operations.ward_board(scope, data)
