"""Data for development, and for tests that need some: `make seed`."""

from dataclasses import replace

from ecommerce_chassis.ids import uuid7
from ecommerce_chassis.values import Money
from ecommerce_chassis.work import Work

from .model.cart import Cart, CartLine, CartStatus
from .model.values import Address

HOME = Address(recipient="Ada", street="1 Main Street", postcode="N1", city="London", country="GB")


async def seed(work: Work) -> None:
    """Nothing: carts are filled by customers."""


def cart(made_up: Cart) -> Cart:
    """A cart that is checked out has a line and an address; one that is open has a line, too."""
    lines = made_up.lines or (_line(),)
    if made_up.status is CartStatus.CHECKED_OUT:
        return replace(made_up, lines=lines, ship_to=made_up.ship_to or HOME)
    return replace(made_up, lines=lines)


def _line() -> CartLine:
    return CartLine(
        id=uuid7(),
        product_id=uuid7(),
        title="Hat",
        unit_price=Money.parse("12.50 EUR"),
        quantity=1,
    )
