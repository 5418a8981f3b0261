"""How ordering finds and stores its aggregates and views."""

import datetime as dt
from collections.abc import AsyncIterator
from uuid import UUID

from diagnostics_chassis.documents import parse
from diagnostics_chassis.pages import Page
from diagnostics_chassis.storage.repository import Repository, Row, at_least, before, equals
from diagnostics_chassis.storage.views import ViewRepository

from ..domain import lab_order as lab_order_rules
from ..model import lab_order
from ..model.lab_order import LabOrder, LabOrderStatus
from ..model.messages import OrderOverview
from ..model.values import OrderedTest, Priority
from . import tables


class LabOrderRepository(Repository[LabOrder]):
    """Lab orders."""

    _name = "LabOrder"
    _table = tables.lab_orders
    _owner = "clinician_id"
    _lifecycle = lab_order.MOVES
    _first = lab_order.LabOrderStatus.PLACED
    _immutable = frozenset({"clinician_id", "patient_id"})
    _invariants = (lab_order_rules.stat_is_phoned,)
    _sorts = {"created_at": tables.lab_orders.c.created_at}

    def _to_row(self, item: LabOrder) -> dict[str, object]:
        return {
            "status": item.status,
            "clinician_id": item.clinician_id,
            "patient_id": item.patient_id,
            "priority": item.priority,
            "tests": item.tests,
            "notes": item.notes,
        }

    def _from_row(self, row: Row) -> LabOrder:
        return LabOrder(
            id=row["id"],
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            tenant=row["tenant"],
            status=LabOrderStatus(row["status"]),
            clinician_id=row["clinician_id"],
            patient_id=row["patient_id"],
            priority=Priority(row["priority"]),
            tests=parse(tuple[OrderedTest, ...], row["tests"]),
            notes=row["notes"],
        )

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
        column = self._table.c
        return self._each(
            equals(column.status, status),
            at_least(column.created_at, created_at_from),
            before(column.created_at, created_at_before),
            equals(column.priority, priority),
            equals(column.clinician_id, clinician_id),
            equals(column.patient_id, patient_id),
        )

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
        column = self._table.c
        return await self._keyset(
            sort,
            cursor,
            limit,
            equals(column.status, status),
            equals(column.patient_id, patient_id),
            at_least(column.created_at, created_at_from),
            before(column.created_at, created_at_before),
        )


class OrderOverviewRepository(ViewRepository[OrderOverview]):
    """Order overviews."""

    _name = "OrderOverview"
    _table = tables.order_overviews
    _key = "order_id"
    _sorts = {"order_id": tables.order_overviews.c.order_id}

    def _from_row(self, row: Row) -> OrderOverview:
        return OrderOverview(
            order_id=row["order_id"],
            patient_id=row["patient_id"],
            priority=None if row["priority"] is None else Priority(row["priority"]),
            state=LabOrderStatus(row["state"]),
        )

    async def page(self, *, sort: str, cursor: str | None, limit: int) -> Page[OrderOverview]:
        return await self._keyset(sort, cursor, limit)
