"""Overview: a product and what is left of it."""

from ..model.messages import OverviewResult
from ..ports import OverviewScope


async def overview(scope: OverviewScope) -> OverviewResult:
    """How many products there are, and how many stocks."""
    products = [one async for one in scope.products.where()]
    stocks = [one async for one in scope.stocks.where()]
    return OverviewResult(products=len(products), stocks=len(stocks))
