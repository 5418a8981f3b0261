"""MakeInvoice: what a completed order costs its patient."""

from datetime import timedelta
from decimal import Decimal

from diagnostics_chassis.ids import uuid7
from diagnostics_chassis.values import Money
from diagnostics_published.patients import events as patients

from ..model.invoice import Invoice
from ..model.messages import MakeInvoiceInput
from ..model.values import Address, InvoiceLine
from ..ports import MakeInvoiceScope

PRICES = {"GLU": Decimal("4.50"), "HBA1C": Decimal("18.00"), "CBC": Decimal("9.80")}
ANY_OTHER_TEST = Decimal("12.00")
CURRENCY = "EUR"
DUE = timedelta(days=30)


async def make_invoice(scope: MakeInvoiceScope, data: MakeInvoiceInput) -> None:
    """A completed order is billed: each test at its list price, due in 30 days, to the address
    that the patient has today.
    """
    patient = await scope.get_patient(id=data.patient_id)
    prices = [(test.code, PRICES.get(test.code, ANY_OTHER_TEST)) for test in data.tests]
    scope.invoices.add(
        Invoice(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            tenant=scope.caller.tenant,
            order_id=data.order_id,
            patient_id=data.patient_id,
            address=_as_ours(patient.address) if patient.address else None,
            lines=tuple(InvoiceLine(code=c, price=Money(p, CURRENCY)) for c, p in prices),
            total=Money(sum((p for _, p in prices), Decimal(0)), CURRENCY),
            due_on=(scope.now + DUE).date(),
        )
    )


def _as_ours(theirs: patients.Address) -> Address:
    return Address(street=theirs.street, city=theirs.city, country=theirs.country)
