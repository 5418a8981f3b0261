"""CollectDue: what is issued is collected by mandate, once it is due."""

from dataclasses import replace

from ..model import invoice
from ..model.invoice import InvoiceStatus
from ..model.messages import CollectionFailed
from ..ports import CollectDueScope


async def collect_due(scope: CollectDueScope) -> None:
    """What is issued is collected by mandate, once it is due. What the bank cannot collect is
    said by an event.
    """
    due = scope.invoices.where(status=InvoiceStatus.ISSUED, due_on_before=scope.now.date())
    async for one in due:
        account = await scope.accounts.get(one.account_id)
        if account.mandate is None:
            scope.emit(CollectionFailed(invoice_id=one.id))
            continue
        answer = await scope.collect(
            reference=str(one.id), mandate=account.mandate, amount=one.total
        )
        if answer.outcome == "returned":
            scope.emit(CollectionFailed(invoice_id=one.id))
            continue
        scope.invoices.save(replace(invoice.settle(one), collection_id=answer.collection_id))
