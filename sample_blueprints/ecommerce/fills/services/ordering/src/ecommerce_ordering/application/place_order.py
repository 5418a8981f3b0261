"""PlaceOrder: a checked out cart becomes an order, line by line, at the prices that the customer
saw.
"""

from ecommerce_chassis.ids import uuid7
from ecommerce_published.cart import events as cart

from ..domain.order import total_of
from ..model.messages import OrderPlaced, PlaceOrderInput
from ..model.order import Order, OrderLine
from ..model.values import OrderedLine
from ..ports import PlaceOrderScope


async def place_order(scope: PlaceOrderScope, data: PlaceOrderInput) -> None:
    """A checked out cart becomes an order, line by line, at the prices that the customer saw."""
    lines = tuple(_ordered(line) for line in data.lines)
    order = scope.orders.add(
        Order(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            customer_id=data.customer_id,
            cart_id=data.cart_id,
            ship_to=data.ship_to,
            total=total_of(lines),
            lines=lines,
        )
    )
    scope.emit(
        OrderPlaced(
            order_id=order.id,
            lines=tuple(
                OrderedLine(product_id=line.product_id, quantity=line.quantity) for line in lines
            ),
        )
    )


def _ordered(line: cart.CheckedOutLine) -> OrderLine:
    return OrderLine(
        id=uuid7(),
        product_id=line.product_id,
        title=line.title,
        unit_price=line.unit_price,
        quantity=line.quantity,
    )
