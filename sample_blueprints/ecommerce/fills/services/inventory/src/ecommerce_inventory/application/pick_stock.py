"""PickStock: the order is paid; its pieces leave the shelf."""

from ..domain.stock_item import with_picked
from ..model import reservation
from ..model.messages import PickStockInput
from ..ports import PickStockScope


async def pick_stock(scope: PickStockScope, data: PickStockInput) -> None:
    """The order is paid; its pieces leave the shelf."""
    async for held in scope.reservations.where(order_id=data.order_id):
        scope.reservations.save(reservation.pick(held))
        items = await scope.stock_items.get_many(line.product_id for line in held.lines)
        for line in held.lines:
            scope.stock_items.save(with_picked(items[line.product_id], line.quantity))
