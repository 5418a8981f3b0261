"""DefaultLate: an invoice that came back and is 14 days past due is given up on."""

import datetime as dt

from ..model import invoice
from ..model.invoice import InvoiceStatus
from ..model.messages import InvoiceDefaulted
from ..ports import DefaultLateScope

PATIENCE = dt.timedelta(days=14)


async def default_late(scope: DefaultLateScope) -> None:
    """An invoice that came back and is 14 days past due is given up on, and the subscription is
    suspended.
    """
    long_ago = scope.now.date() - PATIENCE
    late = scope.invoices.where(status=InvoiceStatus.BOUNCED, due_on_before=long_ago)
    async for one in late:
        account = await scope.accounts.get(one.account_id)
        scope.invoices.save(invoice.default(one))
        scope.emit(InvoiceDefaulted(subscription_id=account.subscription_id, invoice_id=one.id))
