"""CancelStale: an order that nobody collected within 30 days is cancelled."""

from datetime import timedelta

from ..model import lab_order
from ..model.lab_order import LabOrderStatus
from ..model.messages import OrderCancelled
from ..ports import CancelStaleScope

PATIENCE = timedelta(days=30)


async def cancel_stale(scope: CancelStaleScope) -> None:
    """An order that nobody collected within 30 days is cancelled."""
    stale = scope.lab_orders.where(
        status=LabOrderStatus.PLACED, created_at_before=scope.now - PATIENCE
    )
    async for order in stale:
        scope.lab_orders.save(lab_order.cancel(order))
        scope.emit(OrderCancelled(order_id=order.id, reason="not collected"))
