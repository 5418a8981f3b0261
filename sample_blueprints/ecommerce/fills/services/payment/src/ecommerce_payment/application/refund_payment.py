"""RefundPayment: support gives the money back, all of it."""

from ..model import payment
from ..model.messages import RefundPaymentInput
from ..model.payment import Payment
from ..ports import RefundPaymentScope


async def refund_payment(scope: RefundPaymentScope, data: RefundPaymentInput) -> Payment:
    """Support gives the money back, all of it."""
    refunded = payment.refund(scope.payment)  # refused here, before any money moves
    await scope.refund(charge_id=refunded.charge_id, amount=refunded.amount)
    return scope.payments.save(refunded)
