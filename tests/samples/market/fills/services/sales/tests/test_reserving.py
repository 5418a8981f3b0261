"""Orders that want the same stocks, over the API, and what the report says of them afterwards."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import UUID

import pytest
from market_chassis.storage import database
from market_chassis.testing import System, running
from market_sales.adapters.repositories import StockRepository
from market_sales.application.turnover import turnover
from market_sales.entrypoints.app import SERVICE
from market_sales.model.messages import TurnoverInput, TurnoverResult
from market_sales.testing import Fakes

BASE = "/api/sales/v1"

pytestmark = pytest.mark.anyio


@pytest.fixture
async def system() -> AsyncIterator[System]:
    async with running(SERVICE) as system:
        yield system


async def made(system: System, path: str, body: dict[str, object], tenant: str = "one") -> str:
    answer = await system.as_role("clerk", tenant=tenant).post(f"{BASE}{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def reserve(system: System, product: str, *stocks: str) -> str:
    body = {"product_id": product, "stocks": stocks, "quantity": 1}
    answer = await system.as_role("clerk", tenant="one").post(f"{BASE}/reservations", json=body)
    problem = answer.json().get("type", "")
    return f"{answer.status_code} {problem}".strip()


async def test_of_two_that_want_the_last_one_one_is_refused(system: System) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    stock = await made(system, "/stocks", {"product_id": product, "left": 1})

    found = await asyncio.gather(*(reserve(system, product, stock) for _ in range(2)))

    assert sorted(found) == ["200", "409 /problems/sold_out"]


async def test_fifty_on_one_row_come_through_or_hear_the_rule(system: System) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    first, second = [
        await made(system, "/stocks", {"product_id": product, "left": 40}) for _ in range(2)
    ]

    orders = [(first, second) if place % 2 else (second, first) for place in range(50)]
    found = await asyncio.gather(*(reserve(system, product, *both) for both in orders))

    assert Counter(found) == {"200": 40, "409 /problems/sold_out": 10}


async def test_a_plain_command_that_locks_waits_as_well(system: System) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    stock = await made(system, "/stocks", {"product_id": product, "left": 1})
    clerk = system.as_role("clerk", tenant="one")

    counting = (clerk.put(f"{BASE}/stocks/{stock}", json={"left": n}) for n in range(20))
    answers = await asyncio.gather(*counting)

    assert {answer.status_code for answer in answers} == {200}
    stale = {"If-Match": '"1"'}
    late = await clerk.put(f"{BASE}/stocks/{stock}", json={"left": 1}, headers=stale)
    assert late.status_code == 412


async def test_whoever_waits_too_long_is_told_to_come_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    stock = await made(system, "/stocks", {"product_id": product, "left": 1})
    clerk = system.as_role("clerk", tenant="one")
    monkeypatch.setattr(database, "PATIENCE", 0.1)

    async with system.work("clerk", tenant="one") as work:
        await work.begin()
        await StockRepository(work, locks=True).get(UUID(stock))
        busy = await clerk.put(f"{BASE}/stocks/{stock}", json={"left": 2})

    assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
    assert (await clerk.put(f"{BASE}/stocks/{stock}", json={"left": 2})).status_code == 200


async def test_a_repeated_key_reserves_once(system: System) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    stock = await made(system, "/stocks", {"product_id": product, "left": 2})
    clerk = system.as_role("clerk", tenant="one")
    body = {"product_id": product, "stocks": [stock], "quantity": 1}

    first, again = [
        await clerk.post(f"{BASE}/reservations", json=body, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]

    assert first.json() == again.json()
    assert (await clerk.get(f"{BASE}/stocks/{stock}")).json()["left"] == 1


async def test_the_report_tells_of_its_own_tenant(system: System) -> None:
    product = await made(system, "/products", {"code": "A", "price": "2.50"})
    stock = await made(system, "/stocks", {"product_id": product, "left": 9})
    await made(system, "/products", {"code": "A", "price": "1"}, tenant="two")
    await asyncio.gather(*(reserve(system, product, stock) for _ in range(3)))

    mine = await system.as_role("clerk", tenant="one").get(f"{BASE}/turnover")
    theirs = await system.as_role("clerk", tenant="two").get(f"{BASE}/turnover")

    [line] = mine.json()
    assert (line["code"], line["orders"], Decimal(line["total"])) == ("A", 3, Decimal("7.50"))
    assert theirs.json() == []


async def test_a_fake_database_answers_what_it_is_given() -> None:
    fakes = Fakes(sql=[{"code": "A", "orders": 2, "total": "5.00"}])

    found = await turnover(fakes.turnover(), TurnoverInput())

    assert found == (TurnoverResult(code="A", orders=2, total=Decimal(5)),)
    assert fakes.sql.asked[0][1] == {"at_least": 0}


async def test_what_crud_stands_for_answers_as_written_by_hand(system: System) -> None:
    clerk = system.as_role("clerk", tenant="one")
    product = UUID(await made(system, "/products", {"code": "A1", "price": "2.50"}))
    await made(system, "/products", {"code": "B1", "price": "1"})
    place = f"{BASE}/products/{product}"

    changed = await clerk.patch(place, json={"memo": "new"})
    assert (changed.json()["memo"], Decimal(changed.json()["price"])) == ("new", Decimal("2.50"))
    listed = (await clerk.get(f"{BASE}/products", params={"code_prefix": "A"})).json()
    assert [one["code"] for one in listed["items"]] == ["A1"]
    assert (await clerk.delete(place)).status_code == 204
    assert (await clerk.get(place)).status_code == 404
    other = system.as_role("clerk", tenant="one")
    stock = await made(system, "/stocks", {"product_id": str(product), "left": 1})
    assert (await other.delete(f"{BASE}/stocks/{stock}")).status_code == 405
