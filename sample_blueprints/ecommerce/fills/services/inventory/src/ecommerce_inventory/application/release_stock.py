"""ReleaseStock: the order is cancelled; what was set aside is available again."""

from ecommerce_chassis.errors import NotFound

from ..domain.stock_item import with_reserved
from ..model import reservation
from ..model.messages import ReleaseStockInput
from ..model.reservation import ReservationStatus
from ..ports import ReleaseStockScope


async def release_stock(scope: ReleaseStockScope, data: ReleaseStockInput) -> None:
    """The order is cancelled; what was set aside is available again. A cancellation that comes
    before its order has been seen to is tried again, or else the pieces would stay set aside for
    good.
    """
    found = [one async for one in scope.reservations.where(order_id=data.order_id)]
    if not found:
        raise NotFound(f"the order {data.order_id} has not been seen to")
    for held in found:
        if held.status is ReservationStatus.REFUSED:
            continue
        scope.reservations.save(reservation.release(held))
        items = await scope.stock_items.get_many(line.product_id for line in held.lines)
        for line in held.lines:
            scope.stock_items.save(with_reserved(items[line.product_id], -line.quantity))
