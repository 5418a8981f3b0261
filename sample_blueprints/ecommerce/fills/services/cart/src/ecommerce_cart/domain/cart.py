"""The rules of Cart: functions over its data."""

from ..model.cart import Cart, CartStatus


def one_currency(cart: Cart) -> bool:
    """All lines are priced in one currency."""
    return len({line.unit_price.currency for line in cart.lines}) <= 1


def not_empty_at_checkout(cart: Cart) -> bool:
    """A cart that is checked out has at least one line and somewhere to go."""
    if cart.status is not CartStatus.CHECKED_OUT:
        return True
    return bool(cart.lines) and cart.ship_to is not None


def settled_at_checkout(cart: Cart) -> bool:
    """Nothing in a cart changes after its checkout."""
    return cart.checked_out_at is None or cart.updated_at <= cart.checked_out_at
