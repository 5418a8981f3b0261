"""LabOrder: its data, its states, and how one becomes another."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from diagnostics_chassis.lifecycle import moved

from .values import OrderedTest, Priority


class LabOrderStatus(StrEnum):
    """Where a lab order stands; it starts as placed."""

    PLACED = "placed"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabOrder:
    """What a clinician asks the laboratory to find out about one patient."""

    id: UUID
    version: int = 0
    created_at: dt.datetime
    updated_at: dt.datetime
    tenant: str
    status: LabOrderStatus = LabOrderStatus.PLACED
    clinician_id: str
    patient_id: UUID
    priority: Priority = Priority.ROUTINE
    tests: tuple[OrderedTest, ...]
    notes: str | None = None


MOVES: Mapping[str, Mapping[LabOrderStatus, LabOrderStatus]] = {
    "collect": {LabOrderStatus.PLACED: LabOrderStatus.COLLECTED},
    "cancel": {LabOrderStatus.PLACED: LabOrderStatus.CANCELLED},
    "complete": {LabOrderStatus.COLLECTED: LabOrderStatus.COMPLETED},
}


def collect(order: LabOrder) -> LabOrder:
    """A placed lab order becomes collected; from any other state it is refused."""
    status = moved("LabOrder.collect", order.status, MOVES["collect"])
    return replace(order, status=status)


def cancel(order: LabOrder) -> LabOrder:
    """A placed lab order becomes cancelled; from any other state it is refused."""
    status = moved("LabOrder.cancel", order.status, MOVES["cancel"])
    return replace(order, status=status)


def complete(order: LabOrder) -> LabOrder:
    """A collected lab order becomes completed; from any other state it is refused."""
    status = moved("LabOrder.complete", order.status, MOVES["complete"])
    return replace(order, status=status)
