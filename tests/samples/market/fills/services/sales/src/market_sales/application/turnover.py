"""Turnover: what the orders of each product come to."""

from ..model.messages import TurnoverInput, TurnoverResult
from ..ports import TurnoverScope


async def turnover(scope: TurnoverScope, data: TurnoverInput) -> tuple[TurnoverResult, ...]:
    """One line a product, the best first."""
    return await scope.sql.into(
        TurnoverResult,
        """
        SELECT product.code, count(*) AS orders, sum(ordered.total) AS total
        FROM orders AS ordered JOIN products AS product ON product.id = ordered.product_id
        GROUP BY product.code HAVING count(*) >= :at_least ORDER BY total DESC
        """,
        at_least=data.at_least,
    )
