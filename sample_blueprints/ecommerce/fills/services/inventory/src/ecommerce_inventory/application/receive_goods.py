"""ReceiveGoods: a delivery has come; its pieces are there from now on."""

from dataclasses import replace

from ..model.messages import ReceiveGoodsInput
from ..model.stock_item import StockItem
from ..ports import ReceiveGoodsScope


async def receive_goods(scope: ReceiveGoodsScope, data: ReceiveGoodsInput) -> StockItem:
    """A delivery has come; its pieces are there from now on."""
    item = scope.stock_item
    return scope.stock_items.save(replace(item, on_hand=item.on_hand + data.pieces))
