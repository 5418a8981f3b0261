"""Data for development, and for tests that need some: `make seed`."""

from dataclasses import replace

from ecommerce_chassis.ids import uuid7
from ecommerce_chassis.work import Work

from .domain.order import total_of
from .model.order import Order, OrderLine


async def seed(work: Work) -> None:
    """Nothing: orders come from carts."""


def order(made_up: Order) -> Order:
    """An order has a line, and its total is what the lines come to."""
    lines = made_up.lines or (_line(made_up),)
    return replace(made_up, lines=lines, total=total_of(lines))


def _line(made_up: Order) -> OrderLine:
    return OrderLine(
        id=uuid7(), product_id=uuid7(), title="Hat", unit_price=made_up.total, quantity=1
    )
