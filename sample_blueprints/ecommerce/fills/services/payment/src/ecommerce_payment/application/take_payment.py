"""TakePayment: charges the customer's method with the order's total."""

from ecommerce_chassis.ids import uuid7

from ..model.messages import PaymentDeclined, PaymentTaken, TakePaymentInput
from ..model.payment import Payment
from ..ports import TakePaymentScope


async def take_payment(scope: TakePaymentScope, data: TakePaymentInput) -> None:
    """Charges the customer's method with the order's total. A provider that says no is an
    answer; one that says nothing is a fault, and is asked again under the same reference, so
    it charges once. A customer without a method is declined.
    """
    method = await scope.payment_methods.find(data.customer_id)
    if method is None:
        scope.emit(PaymentDeclined(order_id=data.order_id))
        return
    reference = str(data.order_id)
    answer = await scope.charge(reference=reference, amount=data.total, method=method.token)
    if answer.outcome == "declined":
        scope.emit(PaymentDeclined(order_id=data.order_id))
        return
    scope.payments.add(
        Payment(
            id=uuid7(),
            created_at=scope.now,
            updated_at=scope.now,
            customer_id=data.customer_id,
            order_id=data.order_id,
            amount=data.total,
            charge_id=answer.charge_id,
        )
    )
    scope.emit(PaymentTaken(order_id=data.order_id, amount=data.total))
