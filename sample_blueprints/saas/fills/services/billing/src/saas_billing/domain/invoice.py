"""The rules of Invoice: functions over its data."""

from collections.abc import Iterable

from saas_chassis.values import Money

from ..model.invoice import Invoice
from ..model.values import InvoiceLine


def total_is_sum(invoice: Invoice) -> bool:
    """The total is the sum of the lines."""
    return total_of(invoice.lines) == invoice.total


def month_is_a_span(invoice: Invoice) -> bool:
    """An invoice ends after it begins."""
    return invoice.since < invoice.until


def total_of(lines: Iterable[InvoiceLine]) -> Money:
    """What *lines*, at least one, come to."""
    first, *others = (line.amount for line in lines)
    total = first
    for amount in others:
        total = total + amount
    return total
