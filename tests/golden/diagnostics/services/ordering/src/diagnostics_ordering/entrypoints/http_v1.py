"""Ordering over HTTP, v1: what its clients send and get, and who may."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from diagnostics_chassis.web.cache import Cache
from diagnostics_chassis.web.call import Call
from diagnostics_chassis.web.policy import Policy, Role
from diagnostics_chassis.web.problems import problems
from diagnostics_chassis.web.schema import Answer, QueryModel, Schema, into, shown_as
from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from ..adapters import scopes
from ..model.lab_order import LabOrderStatus
from ..model.messages import (
    CancelOrderInput,
    CollectSampleInput,
    GetOrderInput,
    ListOrdersInput,
    PlaceOrderInput,
    WardBoardInput,
)

router = APIRouter()


class OrderedTest(Schema):
    """An ordered test: code, specimen."""

    code: Annotated[str, Field(min_length=2, max_length=12)]
    specimen: Literal["blood", "urine", "swab"]


class PlaceOrderBody(Schema):
    """What PlaceOrder takes."""

    patient_id: Annotated[UUID, Field(alias="patient")]
    priority: Literal["routine", "urgent"] = "routine"
    tests: Annotated[tuple[OrderedTest, ...], Field(min_length=1)]
    notes: Annotated[str, Field(max_length=20000)] | None = None


class LabOrder(Answer):
    """What a clinician asks the laboratory to find out about one patient."""

    id: UUID
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    status: LabOrderStatus
    clinician_id: str
    patient_id: UUID
    priority: Annotated[Literal["routine", "urgent"], shown_as({"stat": "urgent"})]
    tests: tuple[OrderedTest, ...]
    notes: str | None


class CancelOrderBody(Schema):
    """What CancelOrder takes."""

    reason: Annotated[str, Field(max_length=20000)] | None = None


class CollectSampleBody(Schema):
    """What CollectSample takes."""

    barcode: Annotated[str, Field(min_length=8, max_length=20)]


class ListOrdersQuery(QueryModel):
    """What ListOrders takes in its query."""

    status: LabOrderStatus | None = None
    patient_id: UUID | None = None
    created_at_from: dt.datetime | None = None
    created_at_before: dt.datetime | None = None
    sort: Literal["created_at", "-created_at"] = "created_at"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class LabOrderPage(Answer):
    """A page of LabOrder; `next` is the cursor of the one after it."""

    items: tuple[LabOrder, ...]
    next: str | None


class WardBoardQuery(QueryModel):
    """What WardBoard takes in its query."""

    sort: Literal["order_id", "-order_id"] = "order_id"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OrderOverview(Answer):
    """What the ward's board shows."""

    order_id: UUID
    patient_id: UUID | None
    priority: Annotated[Literal["routine", "urgent"] | None, shown_as({"stat": "urgent"})]
    state: LabOrderStatus


class OrderOverviewPage(Answer):
    """A page of OrderOverview; `next` is the cursor of the one after it."""

    items: tuple[OrderOverview, ...]
    next: str | None


PLACE_ORDER = Policy("PlaceOrder", Role("clinician"), writes=True)
CANCEL_ORDER = Policy("CancelOrder", Role("clinician", own=True), writes=True, guards="LabOrder")
COLLECT_SAMPLE = Policy("CollectSample", Role("technician"), writes=True, guards="LabOrder")
GET_ORDER = Policy("GetOrder", Role("clinician", own=True), Role("technician"))
LIST_ORDERS = Policy("ListOrders", Role("clinician", own=True))
WARD_BOARD = Policy("WardBoard", Role("clinician"))


@router.post(
    "/orders",
    status_code=201,
    response_model=LabOrder,
    operation_id="PlaceOrder",
    responses=problems(401, 403, 409, 413, 422, 429, refused={"patient_unknown": 404}),
)
async def place_order(
    call: Annotated[Call, Depends(PLACE_ORDER)], body: PlaceOrderBody
) -> Response:
    """A clinician orders tests for a patient."""
    data = into(PlaceOrderInput, body)
    return await call.answer(
        scopes.place_order, data, LabOrder, status=201, location="/orders/{id}"
    )


@router.post(
    "/orders/{id}/cancellation",
    response_model=LabOrder,
    operation_id="CancelOrder",
    responses=problems(401, 403, 404, 409, 412, 413, 422, 429),
)
async def cancel_order(
    call: Annotated[Call, Depends(CANCEL_ORDER)], id: UUID, body: CancelOrderBody
) -> Response:
    """A placed lab order becomes cancelled."""
    data = into(CancelOrderInput, body, id=id)
    return await call.answer(scopes.cancel_order, data, LabOrder)


@router.post(
    "/orders/{id}/collection",
    response_model=LabOrder,
    operation_id="CollectSample",
    responses=problems(401, 403, 404, 409, 412, 413, 422, 429),
)
async def collect_sample(
    call: Annotated[Call, Depends(COLLECT_SAMPLE)], id: UUID, body: CollectSampleBody
) -> Response:
    """A technician draws the sample and scans the tube's barcode."""
    data = into(CollectSampleInput, body, id=id)
    return await call.answer(scopes.collect_sample, data, LabOrder)


@router.get(
    "/orders",
    response_model=LabOrderPage,
    operation_id="ListOrders",
    responses=problems(401, 403, 422, 429),
)
async def list_orders(
    call: Annotated[Call, Depends(LIST_ORDERS)], query: Annotated[ListOrdersQuery, Query()]
) -> Response:
    """Lists lab orders."""
    data = into(ListOrdersInput, query)
    return await call.answer(scopes.list_orders, data, LabOrderPage)


@router.get(
    "/board",
    response_model=OrderOverviewPage,
    operation_id="WardBoard",
    responses=problems(401, 403, 422, 429),
)
async def ward_board(
    call: Annotated[Call, Depends(WARD_BOARD)], query: Annotated[WardBoardQuery, Query()]
) -> Response:
    """Lists order overviews."""
    data = into(WardBoardInput, query)
    return await call.answer(scopes.ward_board, data, OrderOverviewPage)


@router.get(
    "/orders/{id}",
    response_model=LabOrder,
    operation_id="GetOrder",
    responses=problems(401, 403, 404, 422, 429),
)
async def get_order(call: Annotated[Call, Depends(GET_ORDER)], id: UUID) -> Response:
    """Shows a lab order."""
    data = GetOrderInput(id=id)
    return await call.answer(
        scopes.get_order, data, LabOrder, cache=Cache(ttl=30, tags=("LabOrder",))
    )
