"""ReorderList: what runs short, the shortest first."""

from ..model.values import ShortItem
from ..ports import ReorderListScope


async def reorder_list(scope: ReorderListScope) -> tuple[ShortItem, ...]:
    """What runs short, the shortest first."""
    return await scope.sql.into(
        ShortItem,
        """
        SELECT sku, on_hand - reserved AS available, reorder_below
        FROM stock_items
        WHERE on_hand - reserved < reorder_below
        ORDER BY on_hand - reserved, sku
        LIMIT 500
        """,
    )
