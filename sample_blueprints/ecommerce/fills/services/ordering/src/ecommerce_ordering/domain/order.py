"""The rules of Order: functions over its data."""

from collections.abc import Iterable

from ecommerce_chassis.values import Money

from ..model.order import Order, OrderLine


def total_is_sum(order: Order) -> bool:
    """The total is the sum of the lines."""
    return not order.lines or order.total == total_of(order.lines)


def has_lines(order: Order) -> bool:
    """An order of nothing is no order."""
    return bool(order.lines)


def total_of(lines: Iterable[OrderLine]) -> Money:
    """What *lines*, at least one, come to."""
    first, *others = (line.unit_price * line.quantity for line in lines)
    total = first
    for price in others:
        total = total + price
    return total
