"""What a use case of ordering may reach: its scope, and nothing else."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from diagnostics_chassis.caller import Caller
from diagnostics_chassis.pages import Page

from .model.lab_order import LabOrder, LabOrderStatus
from .model.messages import (
    OrderCancelled,
    OrderCompleted,
    OrderOverview,
    OrderPlaced,
    SampleCollected,
)
from .model.values import Priority


class LabOrderReader(Protocol):
    """Lab orders that the caller may see."""

    async def get(self, id: UUID) -> LabOrder:
        """The one of this id; raises NotFound where there is none."""

    async def find(self, id: UUID) -> LabOrder | None:
        """The one of this id, or None."""

    def where(
        self,
        *,
        status: LabOrderStatus | None = None,
        created_at_from: dt.datetime | None = None,
        created_at_before: dt.datetime | None = None,
        priority: Priority | None = None,
        clinician_id: str | None = None,
        patient_id: UUID | None = None,
    ) -> AsyncIterator[LabOrder]:
        """Each one that matches all that is given, read in batches."""

    async def page(
        self,
        *,
        sort: str,
        cursor: str | None,
        limit: int,
        status: LabOrderStatus | None = None,
        patient_id: UUID | None = None,
        created_at_from: dt.datetime | None = None,
        created_at_before: dt.datetime | None = None,
    ) -> Page[LabOrder]:
        """One page of those that match all that is given; `-` before *sort* reverses it."""


class LabOrderWriter(LabOrderReader, Protocol):
    """Lab orders that may be written; nothing is sent before the use case returns."""

    def add(self, new: LabOrder) -> LabOrder:
        """Stores a new one; answers it as it will be stored."""

    def save(self, changed: LabOrder) -> LabOrder:
        """Stores one that has changed; answers it as it will be stored, its version counted up."""

    def remove(self, old: LabOrder) -> None:
        """Deletes one."""


class OrderOverviewReader(Protocol):
    """Order overviews, as the events made them."""

    async def get(self, order_id: UUID) -> OrderOverview:
        """The one of this key; raises NotFound where there is none."""

    async def page(self, *, sort: str, cursor: str | None, limit: int) -> Page[OrderOverview]:
        """One page of those that match all that is given; `-` before *sort* reverses it."""


class GetPatient(Protocol):
    """patients.GetPatient, answered within 0.3 s."""

    async def __call__(self, *, id: UUID) -> None:
        """Raises PatientUnknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrderScope:
    """What PlaceOrder may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderWriter
    get_patient: GetPatient
    emit: Callable[[OrderPlaced], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrderScope:
    """What CancelOrder may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderWriter
    emit: Callable[[OrderCancelled], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectSampleScope:
    """What CollectSample may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderWriter
    emit: Callable[[SampleCollected], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteOrderScope:
    """What CompleteOrder may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderWriter
    emit: Callable[[OrderCompleted], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelStaleScope:
    """What CancelStale may reach; of the transitions, `cancel` alone."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderWriter
    order_overviews: OrderOverviewReader
    emit: Callable[[OrderCancelled], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOrderScope:
    """What GetOrder may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderReader


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrdersScope:
    """What ListOrders may reach."""

    now: dt.datetime
    caller: Caller
    lab_orders: LabOrderReader


@dataclass(frozen=True, slots=True, kw_only=True)
class WardBoardScope:
    """What WardBoard may reach."""

    now: dt.datetime
    caller: Caller
    order_overviews: OrderOverviewReader
