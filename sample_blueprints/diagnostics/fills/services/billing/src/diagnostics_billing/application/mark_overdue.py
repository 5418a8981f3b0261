"""MarkOverdue: an invoice that was due before today and is not paid becomes overdue."""

from ..model import invoice
from ..model.invoice import InvoiceStatus
from ..ports import MarkOverdueScope


async def mark_overdue(scope: MarkOverdueScope) -> None:
    """An invoice that was due before today and is not paid becomes overdue."""
    unpaid = scope.invoices.where(status=InvoiceStatus.ISSUED, due_on_before=scope.now.date())
    async for late in unpaid:
        scope.invoices.save(invoice.fall_due(late))
