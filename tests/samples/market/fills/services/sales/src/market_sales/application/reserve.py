"""Reserve: takes what is ordered off the stocks, or refuses; writes the order."""

from dataclasses import replace

from market_chassis.ids import uuid7

from ..model.messages import Reserved, ReserveInput, ReserveResult, SoldOut
from ..model.order import Order, OrderStatus
from ..ports import ReserveScope


async def reserve(scope: ReserveScope, data: ReserveInput) -> ReserveResult:
    """Takes the quantity off each of the stocks; of two that want the last, one is refused."""
    product = await scope.products.get(data.product_id)
    stocks = await scope.stocks.get_many(data.stocks)
    for stock in stocks.values():
        if stock.left < data.quantity:
            raise SoldOut(f"{stock.left} are left")
        scope.stocks.save(replace(stock, left=stock.left - data.quantity))
    order = scope.orders.add(
        Order(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            status=OrderStatus.OPEN,
            product_id=product.id,
            quantity=data.quantity * len(stocks),
            total=product.price * data.quantity * len(stocks),
        )
    )
    scope.emit(Reserved(order_id=order.id, quantity=order.quantity))
    return ReserveResult(order_id=order.id)
