"""The rules of Invoice: functions over its data."""

from ..model.invoice import Invoice


def total_is_sum(invoice: Invoice) -> bool:
    """The total is the sum of the lines."""
    first, *others = (line.price for line in invoice.lines)
    total = first
    for price in others:
        total = total + price
    return total == invoice.total
