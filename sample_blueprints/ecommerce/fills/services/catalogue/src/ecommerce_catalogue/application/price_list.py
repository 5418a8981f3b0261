"""PriceList: how many products each category offers, and the lowest and the highest price in it."""

from ..model.values import PriceSpan
from ..ports import PriceListScope


async def price_list(scope: PriceListScope) -> tuple[PriceSpan, ...]:
    """How many products each category offers, and the lowest and the highest price in it."""
    return await scope.sql.into(
        PriceSpan,
        """
        SELECT categories.name AS category,
               count(*) AS products,
               min(CAST(offers.price ->> 'amount' AS numeric)) AS lowest,
               max(CAST(offers.price ->> 'amount' AS numeric)) AS highest,
               offers.price ->> 'currency' AS currency
        FROM offers JOIN categories ON categories.id = offers.category_id
        GROUP BY categories.name, categories.position, offers.price ->> 'currency'
        ORDER BY categories.position, categories.name
        """,
    )
