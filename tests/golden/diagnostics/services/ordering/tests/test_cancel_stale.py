"""What a schedule does cannot be said by one example: who is cancelled, and who is not."""

from datetime import timedelta

import pytest
from diagnostics_ordering.application.cancel_stale import cancel_stale
from diagnostics_ordering.model.lab_order import LabOrderStatus
from diagnostics_ordering.model.messages import OrderCancelled
from diagnostics_ordering.testing import NOW, Fakes, lab_order

pytestmark = pytest.mark.anyio


async def test_only_what_was_placed_more_than_30_days_ago_is_cancelled() -> None:
    stale = lab_order(created_at=NOW - timedelta(days=31))
    fresh = lab_order(created_at=NOW - timedelta(days=29))
    drawn = lab_order(created_at=NOW - timedelta(days=31), status=LabOrderStatus.COLLECTED)
    fakes = Fakes(lab_orders=[stale, fresh, drawn])

    await cancel_stale(fakes.cancel_stale())

    assert [order.id for order in fakes.lab_orders.saved] == [stale.id]
    assert fakes.emitted == [OrderCancelled(order_id=stale.id, reason="not collected")]
