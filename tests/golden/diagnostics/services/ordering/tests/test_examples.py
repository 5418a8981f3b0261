"""The examples that the blueprint gives for ordering."""

import pytest
from diagnostics_chassis.errors import Refusal
from diagnostics_ordering import operations
from diagnostics_ordering.model.lab_order import LabOrderStatus
from diagnostics_ordering.model.messages import CancelOrderInput, OrderCancelled
from diagnostics_ordering.testing import Fakes, lab_order

pytestmark = pytest.mark.anyio


async def test_cancel_order_makes_a_placed_lab_order_cancelled() -> None:
    """Given status placed, when reason moved away, then status cancelled, OrderCancelled
    emitted.
    """
    given = lab_order(status=LabOrderStatus.PLACED)
    fakes = Fakes(lab_orders=[given])
    data = CancelOrderInput(id=given.id, reason="moved away")
    await operations.cancel_order(fakes.cancel_order(), data)
    after = fakes.lab_orders.written[-1]
    assert after.status == LabOrderStatus.CANCELLED
    assert [type(event) for event in fakes.emitted] == [OrderCancelled]


async def test_cancel_order_of_a_completed_lab_order_is_refused() -> None:
    """Given status completed, then refused."""
    given = lab_order(status=LabOrderStatus.COMPLETED)
    fakes = Fakes(lab_orders=[given])
    data = CancelOrderInput(id=given.id)
    with pytest.raises(Refusal):
        await operations.cancel_order(fakes.cancel_order(), data)
    assert not fakes.emitted
