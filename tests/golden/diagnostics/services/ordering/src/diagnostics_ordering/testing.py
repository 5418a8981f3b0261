"""For tests of ordering: builders of its aggregates, and scopes without a database."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from diagnostics_chassis.caller import Caller
from diagnostics_chassis.errors import Refusal
from diagnostics_chassis.ids import uuid7
from diagnostics_chassis.testing import FakeCall, FakeRepository, FakeViews, a_caller

from . import seeds
from .domain import lab_order as lab_order_rules
from .model.lab_order import LabOrder, LabOrderStatus
from .model.messages import OrderOverview
from .model.values import OrderedTest, Priority
from .ports import (
    CancelOrderScope,
    CancelStaleScope,
    CollectSampleScope,
    CompleteOrderScope,
    GetOrderScope,
    ListOrdersScope,
    PlaceOrderScope,
    WardBoardScope,
)

NOW = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
SOMEBODY = a_caller()


def lab_order(
    *,
    id: UUID | None = None,
    version: int = 1,
    created_at: dt.datetime = NOW,
    updated_at: dt.datetime = NOW,
    tenant: str = SOMEBODY.tenant,
    status: LabOrderStatus = LabOrderStatus.PLACED,
    clinician_id: str = SOMEBODY.subject,
    patient_id: UUID | None = None,
    priority: Priority = Priority.ROUTINE,
    tests: tuple[OrderedTest, ...] | None = None,
    notes: str | None = None,
) -> LabOrder:
    """A lab order; say what matters, the rest is made up."""
    return seeds.lab_order(
        LabOrder(
            id=uuid7() if id is None else id,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            tenant=tenant,
            status=status,
            clinician_id=clinician_id,
            patient_id=uuid7() if patient_id is None else patient_id,
            priority=priority,
            tests=(OrderedTest(code="aa", specimen="blood"),) if tests is None else tests,
            notes=notes,
        )
    )


class Fakes:
    """Scopes in memory: what a use case finds is given here, and what it did is seen here."""

    def __init__(
        self,
        *,
        lab_orders: Iterable[LabOrder] = (),
        order_overviews: Iterable[OrderOverview] = (),
        get_patient: Refusal | None = None,
        now: dt.datetime = NOW,
        caller: Caller = SOMEBODY,
    ) -> None:
        self.now = now
        self.caller = caller
        self.emitted: list[object] = []
        self.lab_orders = FakeRepository(
            "LabOrder",
            lab_orders,
            invariants=(lab_order_rules.stat_is_phoned,),
            first=LabOrderStatus.PLACED,
        )
        self.order_overviews = FakeViews("OrderOverview", "order_id", order_overviews)
        self.get_patient_call = FakeCall[None](get_patient)

    def place_order(self) -> PlaceOrderScope:
        return PlaceOrderScope(
            now=self.now,
            caller=self.caller,
            lab_orders=self.lab_orders,
            get_patient=self.get_patient_call,
            emit=self.emitted.append,
        )

    def cancel_order(self) -> CancelOrderScope:
        return CancelOrderScope(
            now=self.now, caller=self.caller, lab_orders=self.lab_orders, emit=self.emitted.append
        )

    def collect_sample(self) -> CollectSampleScope:
        return CollectSampleScope(
            now=self.now, caller=self.caller, lab_orders=self.lab_orders, emit=self.emitted.append
        )

    def complete_order(self) -> CompleteOrderScope:
        return CompleteOrderScope(
            now=self.now, caller=self.caller, lab_orders=self.lab_orders, emit=self.emitted.append
        )

    def cancel_stale(self) -> CancelStaleScope:
        return CancelStaleScope(
            now=self.now,
            caller=self.caller,
            lab_orders=self.lab_orders,
            order_overviews=self.order_overviews,
            emit=self.emitted.append,
        )

    def get_order(self) -> GetOrderScope:
        return GetOrderScope(now=self.now, caller=self.caller, lab_orders=self.lab_orders)

    def list_orders(self) -> ListOrdersScope:
        return ListOrdersScope(now=self.now, caller=self.caller, lab_orders=self.lab_orders)

    def ward_board(self) -> WardBoardScope:
        return WardBoardScope(
            now=self.now, caller=self.caller, order_overviews=self.order_overviews
        )
