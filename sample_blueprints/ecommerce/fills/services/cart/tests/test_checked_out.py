"""What may be done with a cart that has become an order."""

from datetime import timedelta

import pytest
from ecommerce_cart import operations
from ecommerce_cart.model.cart import CartStatus
from ecommerce_cart.model.messages import ChangeQuantityInput
from ecommerce_cart.testing import NOW, Fakes, cart
from ecommerce_chassis.errors import InvariantBroken

pytestmark = pytest.mark.anyio


async def test_nothing_in_it_changes_any_more() -> None:
    then = NOW - timedelta(minutes=1)
    settled = cart(status=CartStatus.CHECKED_OUT, updated_at=then, checked_out_at=then)
    [line] = settled.lines
    fakes = Fakes(carts=[settled])

    changed = ChangeQuantityInput(id=settled.id, cart_line_id=line.id, quantity=2)
    with pytest.raises(InvariantBroken, match="settled_at_checkout"):
        await operations.change_quantity(fakes.change_quantity(), changed)
