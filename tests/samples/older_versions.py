"""What clients of v1 send and see where v2 has changed; test_older_versions.py runs it in there."""

from collections.abc import AsyncIterator

import pytest
from shop_chassis.testing import System, running
from shop_sales.entrypoints.app import SERVICE

pytestmark = pytest.mark.anyio

SENT = {
    "number": "n-1",
    "size": "large",
    "parts": [{"part_no": "p-1", "maker": "acme", "colour": None}],
    "note": "Ring twice.",
    "origin": "there",
}


@pytest.fixture
async def system() -> AsyncIterator[System]:
    async with running(SERVICE) as found:
        yield found


async def test_what_is_gone_is_shown_as_it_was_promised(system: System) -> None:
    made = await system.as_role("clerk").post("/api/sales/v1/orders", json=SENT)
    assert made.status_code == 201
    seen = made.json()
    assert (seen["note"], seen["coupon"], seen["voucher"]) == ("none", None, 3)
    assert (seen["shape"], seen["origin"]) == ("square", "here")
    assert seen["parts"] == [{"part_no": "p-1", "maker": "somebody", "colour": "red"}]
    assert seen["number"] == "n-1"


async def test_what_had_to_be_sent_still_has_to_be(system: System) -> None:
    less = {key: value for key, value in SENT.items() if key != "note"}
    made = await system.as_role("clerk").post("/api/sales/v1/orders", json=less)
    assert made.status_code == 422


async def test_a_new_word_is_shown_as_the_old_one(system: System) -> None:
    clerk = system.as_role("clerk")
    new = {"code": "n-2", "size": "huge", "parts": [], "urgency": 1}
    made = (await clerk.post("/api/sales/v2/orders", json=new)).json()
    assert (await clerk.get(f"/api/sales/v1/orders/{made['id']}")).json()["size"] == "large"


async def test_a_patch_leaves_a_new_field_as_it_is(system: System) -> None:
    clerk = system.as_role("clerk")
    made = (await clerk.post("/api/sales/v1/orders", json=SENT)).json()
    path = f"orders/{made['id']}"
    assert (await clerk.get(f"/api/sales/v2/{path}")).json()["urgency"] == 7
    await clerk.patch(f"/api/sales/v2/{path}", json={"urgency": 1})
    done = await clerk.patch(f"/api/sales/v1/{path}", json={"amount": 2, "note": "Quietly."})
    assert (done.status_code, done.json()["amount"]) == (200, 2)
    assert (await clerk.get(f"/api/sales/v2/{path}")).json()["urgency"] == 1
