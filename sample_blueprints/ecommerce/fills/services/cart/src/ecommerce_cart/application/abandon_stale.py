"""AbandonStale: a cart that nobody touched for 30 days is abandoned."""

from datetime import timedelta

from ..model import cart
from ..model.cart import CartStatus
from ..ports import AbandonStaleScope

STALE = timedelta(days=30)


async def abandon_stale(scope: AbandonStaleScope) -> None:
    """A cart that nobody touched for 30 days is abandoned."""
    forgotten = scope.carts.where(status=CartStatus.OPEN, updated_at_before=scope.now - STALE)
    async for one in forgotten:
        scope.carts.save(cart.abandon(one))
