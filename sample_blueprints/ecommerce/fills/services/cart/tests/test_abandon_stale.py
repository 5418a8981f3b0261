"""What becomes of forgotten carts."""

from datetime import timedelta

import pytest
from ecommerce_cart.application.abandon_stale import abandon_stale
from ecommerce_cart.model.cart import CartStatus
from ecommerce_cart.testing import NOW, Fakes, cart

pytestmark = pytest.mark.anyio


async def test_only_open_carts_that_nobody_touched_are_abandoned() -> None:
    long_ago, lately = NOW - timedelta(days=31), NOW - timedelta(days=29)
    forgotten = cart(updated_at=long_ago)
    in_use = cart(updated_at=lately)
    given_up = cart(updated_at=long_ago, status=CartStatus.ABANDONED)
    fakes = Fakes(carts=[forgotten, in_use, given_up])

    await abandon_stale(fakes.abandon_stale())

    assert [(one.id, one.status) for one in fakes.carts.saved] == [
        (forgotten.id, CartStatus.ABANDONED)
    ]
