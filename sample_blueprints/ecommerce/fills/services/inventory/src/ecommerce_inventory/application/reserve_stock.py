"""ReserveStock: sets every piece of the order aside, or none of it."""

from collections import Counter
from uuid import UUID

from ecommerce_chassis.ids import uuid7

from ..domain.stock_item import available, with_reserved
from ..model import reservation
from ..model.messages import ReservationRefused, ReserveStockInput, StockReserved
from ..model.reservation import Reservation, ReservedLine
from ..ports import ReserveStockScope


async def reserve_stock(scope: ReserveStockScope, data: ReserveStockInput) -> None:
    """Sets every piece of the order aside, or none of it. Many orders may want the same last
    piece: rows are locked in the order of their products, so that two orders never wait for
    each other.
    """
    wanted = Counter[UUID]()
    for line in data.lines:
        wanted[line.product_id] += line.quantity
    items = await scope.stock_items.get_many(wanted)
    made = Reservation(
        id=uuid7(),
        created_at=scope.now,
        updated_at=scope.now,
        order_id=data.order_id,
        lines=tuple(
            ReservedLine(id=uuid7(), product_id=product_id, quantity=pieces)
            for product_id, pieces in wanted.items()
        ),
    )
    held = scope.reservations.add(made)
    for product_id, pieces in wanted.items():
        if available(items[product_id]) < pieces:
            scope.reservations.save(reservation.refuse(held))
            scope.emit(ReservationRefused(order_id=data.order_id, product_id=product_id))
            return
    for product_id, pieces in wanted.items():
        scope.stock_items.save(with_reserved(items[product_id], pieces))
    scope.emit(StockReserved(order_id=data.order_id))
