"""What goes in and out of ordering: inputs, results, events, views, refusals."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from diagnostics_chassis.errors import Refusal
from diagnostics_chassis.pages import Listing

from .lab_order import LabOrderStatus
from .values import OrderedTest, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrderInput:
    """What PlaceOrder takes."""

    patient_id: UUID
    priority: Priority = Priority.ROUTINE
    tests: tuple[OrderedTest, ...]
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderInput:
    """What CancelOrder takes."""

    id: UUID
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectSampleInput:
    """What CollectSample takes."""

    id: UUID
    barcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteOrderInput:
    """What CompleteOrder takes."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrderInput:
    """What GetOrder takes."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersInput(Listing):
    """What ListOrders takes: a page, and what narrows it."""

    status: LabOrderStatus | None = None
    patient_id: UUID | None = None
    created_at_from: dt.datetime | None = None
    created_at_before: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WardBoardInput(Listing):
    """What WardBoard takes: a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced:
    """Order placed."""

    order_id: UUID
    patient_id: UUID
    priority: Priority
    tests: tuple[OrderedTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled:
    """Order cancelled."""

    order_id: UUID
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCollected:
    """Sample collected."""

    order_id: UUID
    clinician_id: str
    barcode: str
    tests: tuple[OrderedTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCompleted:
    """Order completed."""

    order_id: UUID
    clinician_id: str
    patient_id: UUID
    tests: tuple[OrderedTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOverview:
    """What the ward's board shows."""

    order_id: UUID
    patient_id: UUID | None = None
    priority: Priority | None = None
    state: LabOrderStatus


class PatientUnknown(Refusal):
    """Patient unknown."""

    name = "patient_unknown"
    status = 404
