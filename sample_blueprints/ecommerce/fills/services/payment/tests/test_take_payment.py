"""Taking money: each answer of the provider, and a customer who has said no way to pay."""

import pytest
from ecommerce_chassis.ids import uuid7
from ecommerce_chassis.values import Money
from ecommerce_payment.application.take_payment import take_payment
from ecommerce_payment.model.messages import PaymentDeclined, PaymentTaken, TakePaymentInput
from ecommerce_payment.testing import Fakes, payment_method
from ecommerce_published.paygate.client import ChargeAnswer

pytestmark = pytest.mark.anyio

DUE = TakePaymentInput(order_id=uuid7(), customer_id="ada", total=Money.parse("12.50 EUR"))


async def test_what_was_taken_is_kept_under_the_providers_number() -> None:
    answer = ChargeAnswer(charge_id="ch_1", outcome="taken")
    fakes = Fakes(payment_methods=[payment_method(id="ada")], charge=answer)

    await take_payment(fakes.take_payment(), DUE)

    assert [(one.charge_id, one.amount) for one in fakes.payments.added] == [("ch_1", DUE.total)]
    assert fakes.emitted == [PaymentTaken(order_id=DUE.order_id, amount=DUE.total)]


@pytest.mark.parametrize("has_method", [True, False])
async def test_a_declined_charge_leaves_nothing_but_the_event(*, has_method: bool) -> None:
    answer = ChargeAnswer(charge_id="ch_1", outcome="declined", reason="no cover")
    methods = [payment_method(id="ada")] if has_method else []
    fakes = Fakes(payment_methods=methods, charge=answer)

    await take_payment(fakes.take_payment(), DUE)

    assert fakes.payments.added == []
    assert fakes.emitted == [PaymentDeclined(order_id=DUE.order_id)]
