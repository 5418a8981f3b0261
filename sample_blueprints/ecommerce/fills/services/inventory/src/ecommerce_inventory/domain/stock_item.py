"""The rules of StockItem: functions over its data."""

from dataclasses import replace

from ..model.stock_item import StockItem


def nothing_promised_twice(stock_item: StockItem) -> bool:
    """Never more is reserved than there is on hand."""
    return 0 <= stock_item.reserved <= stock_item.on_hand


def available(stock_item: StockItem) -> int:
    """The pieces that are reserved for nobody."""
    return stock_item.on_hand - stock_item.reserved


def with_reserved(stock_item: StockItem, pieces: int) -> StockItem:
    """As many pieces more set aside; fewer where *pieces* is negative."""
    return replace(stock_item, reserved=stock_item.reserved + pieces)


def with_picked(stock_item: StockItem, pieces: int) -> StockItem:
    """As many reserved pieces gone from the shelf."""
    return replace(
        stock_item,
        on_hand=stock_item.on_hand - pieces,
        reserved=stock_item.reserved - pieces,
    )
