"""The rules of Payment: functions over its data."""

from ..model.payment import Payment


def something_was_taken(payment: Payment) -> bool:
    """Nobody is charged nothing, or less."""
    return payment.amount.amount > 0
