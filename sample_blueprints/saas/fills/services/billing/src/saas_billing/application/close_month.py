"""CloseMonth: what was used before the first of this month goes onto an invoice."""

import datetime as dt
from dataclasses import replace

from saas_chassis.ids import uuid7

from ..domain.invoice import total_of
from ..domain.pricing import lines_of
from ..model.account import Account, AccountStatus
from ..model.invoice import Invoice
from ..model.messages import InvoiceIssued
from ..ports import CloseMonthScope

DUE = dt.timedelta(days=14)


async def close_month(scope: CloseMonthScope) -> None:
    """On the first of each month, what was before goes onto an invoice: the monthly price, and
    each minute above what the plan includes. Done again, it does nothing.
    """
    first = scope.now.date().replace(day=1)
    due = scope.accounts.where(status=AccountStatus.OPEN, billed_until_before=first)
    async for account in due:
        usage = await scope.get_usage(since=account.billed_until, until=first)
        invoice = scope.invoices.add(_invoice(account, first, usage.minutes, scope.now))
        scope.accounts.save(replace(account, billed_until=first))
        scope.emit(
            InvoiceIssued(
                invoice_id=invoice.id,
                account_id=account.id,
                total=invoice.total,
                due_on=invoice.due_on,
            )
        )


def _invoice(account: Account, until: dt.date, minutes: int, now: dt.datetime) -> Invoice:
    lines = lines_of(account, account.billed_until, until, minutes)
    return Invoice(
        id=uuid7(),
        created_at=now,
        updated_at=now,
        tenant=account.tenant,
        account_id=account.id,
        since=account.billed_until,
        until=until,
        lines=lines,
        total=total_of(lines),
        due_on=now.date() + DUE,
    )
