"""The rules of Product: functions over its data."""

from ..model.product import Product


def price_is_positive(product: Product) -> bool:
    """Nothing is given away by mistake."""
    return product.price.amount > 0
