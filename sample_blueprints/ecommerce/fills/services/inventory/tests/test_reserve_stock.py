"""Reserving: all of an order or none of it."""

import pytest
from ecommerce_chassis.errors import NotFound
from ecommerce_chassis.ids import uuid7
from ecommerce_inventory.application.pick_stock import pick_stock
from ecommerce_inventory.application.release_stock import release_stock
from ecommerce_inventory.application.reserve_stock import reserve_stock
from ecommerce_inventory.model.messages import (
    PickStockInput,
    ReleaseStockInput,
    ReservationRefused,
    ReserveStockInput,
    StockReserved,
)
from ecommerce_inventory.model.reservation import ReservationStatus
from ecommerce_inventory.model.stock_item import StockItem
from ecommerce_inventory.testing import Fakes, reservation, reserved_line, stock_item
from ecommerce_published.ordering import events as ordering

pytestmark = pytest.mark.anyio

ORDER = uuid7()


def wanting(*lines: tuple[StockItem, int]) -> ReserveStockInput:
    """An order of so many pieces of each."""
    return ReserveStockInput(
        order_id=ORDER,
        lines=tuple(
            ordering.OrderedLine(product_id=item.id, quantity=pieces) for item, pieces in lines
        ),
    )


async def test_every_piece_is_set_aside() -> None:
    shirt, hat = stock_item(on_hand=5, reserved=1), stock_item(on_hand=1, reserved=0)
    fakes = Fakes(stock_items=[shirt, hat])

    await reserve_stock(fakes.reserve_stock(), wanting((shirt, 2), (hat, 1), (shirt, 2)))

    assert {one.id: one.reserved for one in fakes.stock_items.saved} == {shirt.id: 5, hat.id: 1}
    assert fakes.emitted == [StockReserved(order_id=ORDER)]


async def test_nothing_is_set_aside_where_one_piece_is_missing() -> None:
    shirt, hat = stock_item(on_hand=5, reserved=0), stock_item(on_hand=1, reserved=1)
    fakes = Fakes(stock_items=[shirt, hat])

    await reserve_stock(fakes.reserve_stock(), wanting((shirt, 2), (hat, 1)))

    assert fakes.stock_items.saved == []
    assert [one.status for one in fakes.reservations.saved] == [ReservationStatus.REFUSED]
    assert fakes.emitted == [ReservationRefused(order_id=ORDER, product_id=hat.id)]


async def test_what_is_released_is_available_again_and_what_is_picked_is_gone() -> None:
    shirt = stock_item(on_hand=5, reserved=3)
    held = reservation(order_id=ORDER, lines=(reserved_line(product_id=shirt.id, quantity=3),))

    released = Fakes(stock_items=[shirt], reservations=[held])
    await release_stock(released.release_stock(), ReleaseStockInput(order_id=ORDER))
    picked = Fakes(stock_items=[shirt], reservations=[held])
    await pick_stock(picked.pick_stock(), PickStockInput(order_id=ORDER))

    assert [(one.on_hand, one.reserved) for one in released.stock_items.saved] == [(5, 0)]
    assert [(one.on_hand, one.reserved) for one in picked.stock_items.saved] == [(2, 0)]
    assert [one.status for one in picked.reservations.saved] == [ReservationStatus.PICKED]


async def test_a_cancellation_that_overtakes_its_order_is_tried_again() -> None:
    shirt = stock_item(on_hand=5, reserved=0)
    fakes = Fakes(stock_items=[shirt])

    with pytest.raises(NotFound):
        await release_stock(fakes.release_stock(), ReleaseStockInput(order_id=ORDER))
    await reserve_stock(fakes.reserve_stock(), wanting((shirt, 2)))
    await release_stock(fakes.release_stock(), ReleaseStockInput(order_id=ORDER))

    assert [one.reserved for one in fakes.stock_items.saved] == [2, 0]


async def test_nothing_is_released_for_an_order_that_fell_short() -> None:
    hat = stock_item(on_hand=1, reserved=1)
    fakes = Fakes(stock_items=[hat])

    await reserve_stock(fakes.reserve_stock(), wanting((hat, 1)))
    await release_stock(fakes.release_stock(), ReleaseStockInput(order_id=ORDER))

    assert fakes.stock_items.saved == []
