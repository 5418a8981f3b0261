"""What becomes of a request that was let in: keys, versions, pages, caches, and what went wrong."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import pytest
from _system__chassis.calls.client import Refused
from _system__chassis.ids import uuid7
from _system__chassis.storage.runtime_tables import audit, idempotency
from _system__chassis.testing import TENANT, System, running
from _system__chassis.web.call import Call
from fastapi import APIRouter, Depends, Response
from sqlalchemy import func, select, update

from tests.chassis import web_shop
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

V1, V2 = "/api/shop/v1", "/api/shop/v2"


@pytest.fixture(params=["sqlite", "postgresql"])
async def system(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[System]:
    """The shop, once on each engine."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("DATABASE_URL", need_postgres())
    web_shop.RAN.clear()
    needs = {"patients.GetPatient": "Ada", "bank.Charge": {}, "bank.Look": {}}
    async with running(web_shop.service(tmp_path), needs=needs) as system:
        yield system


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def kept(system: System) -> int:
    """How many idempotency records there are."""
    async with system.runtime.database.read(TENANT) as connection:
        found = await connection.execute(select(func.count()).select_from(idempotency))
        return int(found.scalar_one())


async def test_what_was_made_is_shown_with_its_place_and_version(system: System) -> None:
    clerk = system.as_role("clerk")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    assert made.status_code == 201
    assert made.headers["location"] == f"{V2}/orders/{made.json()['id']}"
    assert made.headers["etag"] == '"1"'
    found = await clerk.get(made.headers["location"])
    assert (found.status_code, found.json()) == (200, made.json())


async def test_the_same_request_with_the_same_key_is_done_once(system: System) -> None:
    clerk, once = system.as_role("clerk"), key()
    first = await clerk.post(f"{V2}/orders", json={"number": "1"}, headers=once)
    again = await clerk.post(
        f"{V2}/orders",
        content=b'{  "number" :"1"}',
        headers={**once, "Content-Type": "application/json"},
    )
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("location", "etag", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert web_shop.RAN == ["place"]


async def test_another_request_with_the_same_key_is_refused(system: System) -> None:
    clerk, once = system.as_role("clerk"), key()
    await clerk.post(f"{V2}/orders", json={"number": "1"}, headers=once)
    other = await clerk.post(f"{V2}/orders", json={"number": "2"}, headers=once)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key_reused")


async def test_a_key_belongs_to_whoever_sent_it(system: System) -> None:
    once = key()
    for subject, tenant in (("ann", "one"), ("bob", "one"), ("ann", "two")):
        clerk = system.as_role("clerk", subject=subject, tenant=tenant)
        answer = await clerk.post(f"{V2}/orders", json={"number": subject}, headers=once)
        assert answer.status_code == 201
        assert "idempotency-replayed" not in answer.headers


@pytest.mark.parametrize("path", ["orders", "charges"])
async def test_of_many_at_once_with_one_key_one_is_done(system: System, path: str) -> None:
    clerk, once = system.as_role("clerk"), key()
    answers = await asyncio.gather(
        *(clerk.post(f"{V2}/{path}", json={"number": "1"}, headers=once) for _ in range(8))
    )
    statuses = {answer.status_code for answer in answers}
    assert statuses <= {201, 409}
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    listed = await clerk.get(f"{V2}/orders")
    assert [item["id"] for item in listed.json()["items"]] == list(made)


async def test_what_reaches_outside_runs_once_even_at_once(system: System) -> None:
    clerk, once = system.as_role("clerk"), key()
    await asyncio.gather(
        *(clerk.post(f"{V2}/charges", json={"number": "1"}, headers=once) for _ in range(8))
    )
    assert web_shop.RAN == ["place"]


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [("revenue", 501, "unwritten"), ("faults", 500, "fault"), ("refusals", 409, "closed")],
)
async def test_what_was_not_done_leaves_no_record(
    system: System, path: str, status: int, name: str
) -> None:
    clerk, once, id_ = system.as_role("clerk"), key(), uuid7()
    for _ in range(2):
        answer = await clerk.post(f"{V2}/{path}/{id_}", headers=once)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{name}")
        assert "idempotency-replayed" not in answer.headers
    assert await kept(system) == 0


async def test_a_fault_outside_gives_the_key_back(system: System) -> None:
    clerk, once = system.as_role("clerk"), key()
    for _ in range(2):
        broke = await clerk.post(f"{V2}/charges", json={"number": "breaks"}, headers=once)
        assert broke.status_code == 500
    assert await kept(system) == 0
    assert (await clerk.get(f"{V2}/orders")).json()["items"] == []


async def expire(system: System) -> None:
    """Lets the time of all idempotency records be over."""
    over = update(idempotency).values(expires_at=system.runtime.clock())
    async with system.runtime.database.write(TENANT) as connection:
        await connection.execute(over)


async def test_what_reached_outside_is_not_repeated_while_nobody_knows_what_became_of_it(
    system: System,
) -> None:
    clerk, once = system.as_role("clerk"), key()
    await clerk.post(f"{V2}/orders", json={"number": "card"})
    first = await clerk.post(f"{V2}/charges", json={"number": "card"}, headers=once)
    assert first.json()["type"] == "/problems/duplicate_value", "after the bank was asked"
    again = await clerk.post(f"{V2}/charges", json={"number": "card"}, headers=once)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/key_in_flight")
    sent = [one.key for one in system.calls.sent]
    assert len(sent) == len(set(sent)) == 2
    assert None not in sent

    await expire(system)
    await clerk.post(f"{V2}/charges", json={"number": "card"}, headers=once)
    assert [one.key for one in system.calls.sent] == sent * 2, "the bank can tell that it is one"
    await clerk.post(f"{V2}/charges", json={"number": "card"}, headers=key())
    assert not set(sent) & {one.key for one in system.calls.sent[4:]}


async def test_what_only_asked_outside_gives_its_key_back(system: System) -> None:
    clerk, once = system.as_role("clerk"), key()
    await clerk.post(f"{V2}/orders", json={"number": "asks"})
    for _ in range(2):
        answer = await clerk.post(f"{V2}/charges", json={"number": "asks"}, headers=once)
        assert answer.json()["type"] == "/problems/duplicate_value"
    assert [one.key for one in system.calls.sent] == [None, None]


@pytest.mark.parametrize("body", [b"no json", b"\xff\x00", b"[" * 100_000, b'"\\ud800"'])
async def test_a_key_may_come_with_a_body_that_is_no_json(tmp_path: Path, body: bytes) -> None:
    router = APIRouter()

    @router.post("/raw")
    async def raw(call: Annotated[Call, Depends(web_shop.PLACE)]) -> Response:
        data = web_shop.PlaceInput(number=str(len(await call.request.body())))
        return await call.answer(web_shop.place, data, web_shop.OrderAnswer)

    async with running(web_shop.service(tmp_path, custom=router)) as system:
        clerk, once, place = system.as_role("clerk"), key(), "/api/shop/custom/raw"
        first = await clerk.post(place, content=body, headers=once)
        again = await clerk.post(place, content=body, headers=once)
        assert (first.status_code, again.content) == (200, first.content)
        other = await clerk.post(place, content=body + b"!", headers=once)
        assert other.json()["type"] == "/problems/key_reused"


async def test_a_fault_says_nothing_of_what_it_was(system: System) -> None:
    answer = await system.as_role("clerk").post(f"{V2}/faults/{uuid7()}")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert len(answer.json()["trace_id"]) == 32


async def test_a_key_that_is_no_key_is_refused(system: System) -> None:
    clerk = system.as_role("clerk")
    for bad in ("", "a b", "x" * 256):
        answer = await clerk.post(
            f"{V2}/orders", json={"number": "1"}, headers={"Idempotency-Key": bad}
        )
        assert answer.status_code == 422, bad


async def test_of_two_who_saw_one_version_the_second_has_lost(system: System) -> None:
    clerk = system.as_role("clerk")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    place = f"{made.headers['location']}/payment"
    seen = {"If-Match": made.headers["etag"]}
    first = await clerk.post(place, json={}, headers=seen)
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    second = await clerk.post(place, json={}, headers=seen)
    assert (second.status_code, second.json()["type"]) == (412, "/problems/precondition_failed")
    for never in ('"x"', "2", '"99"', 'W/"2"', '"1", W/"2"', '"1", "x,2"'):
        answer = await clerk.post(place, json={}, headers={"If-Match": never})
        assert answer.status_code == 412, never


async def test_a_version_may_be_one_of_several_and_a_star_is_any(system: System) -> None:
    clerk = system.as_role("clerk")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    place = f"{made.headers['location']}/payment"
    for number, fits in enumerate(('"7", "1"', "*", 'W/"9","a,b" ,"3"')):
        answer = await clerk.post(place, json={}, headers={"If-Match": fits})
        assert answer.status_code == 200, fits
        assert answer.headers["etag"] == f'"{number + 2}"'
    several = [("If-Match", '"9"'), ("If-Match", '"4"')]
    assert (await clerk.post(place, json={}, headers=several)).status_code == 200
    gone = await clerk.post(f"{V2}/orders/{uuid7()}/payment", json={}, headers={"If-Match": "*"})
    assert gone.status_code == 404


async def test_whoever_has_it_already_is_not_sent_it_again(system: System) -> None:
    clerk = system.as_role("clerk")
    place = (await clerk.post(f"{V2}/orders", json={"number": "1"})).headers["location"]
    for known in ('"1"', 'W/"1"', '"0", "1"', "*", '"a,b",W/"1"'):
        answer = await clerk.get(place, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        assert answer.headers["etag"] == '"1"'
    assert (await clerk.get(place, headers={"If-None-Match": '"0"'})).status_code == 200
    listed = await clerk.get(f"{V2}/orders")
    again = await clerk.get(f"{V2}/orders", headers={"If-None-Match": listed.headers["etag"]})
    assert again.status_code == 304


async def test_pages_lead_from_one_to_the_next(system: System) -> None:
    clerk = system.as_role("clerk")
    for number in "abcde":
        await clerk.post(f"{V2}/orders", json={"number": number})
    place, seen = f"{V2}/orders?sort=-number", []
    while place:
        page = await clerk.get(place)
        seen.append([item["number"] for item in page.json()["items"]])
        link = page.headers.get("link", "")
        assert bool(link) == (page.json()["next"] is not None)
        assert link.endswith('; rel="next"') or not link
        place = link[1 : link.index(">")] if link else ""
    assert seen == [["e", "d"], ["c", "b"], ["a"]]


async def test_a_broken_cursor_and_an_undeclared_parameter_are_refused(system: System) -> None:
    clerk = system.as_role("clerk")
    for query in ("cursor=nonsense", "limit=0", "limit=101", "sort=total", "more=1"):
        assert (await clerk.get(f"{V2}/orders?{query}")).status_code == 422, query


async def test_a_kept_answer_is_dropped_by_the_write(system: System) -> None:
    clerk, boss = system.as_role("clerk"), system.as_role("boss", subject="chief")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    place = f"{V2}/kept/{made.json()['id']}"
    web_shop.RAN.clear()
    for _ in range(5):
        assert (await boss.get(place)).json()["status"] == "open"
    # Where signals come from PostgreSQL, all is dropped once when the connection stands.
    assert 1 <= len(web_shop.RAN) <= 2
    await clerk.post(f"{made.headers['location']}/payment", json={})
    assert (await boss.get(place)).json()["status"] == "paid"


async def test_a_kept_answer_is_shown_to_nobody_else(system: System) -> None:
    clerk = system.as_role("clerk", subject="ann")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    place = f"{V2}/kept/{made.json()['id']}"
    assert (await clerk.get(place)).status_code == 200
    assert (await system.as_role("clerk", subject="bob").get(place)).status_code == 404
    assert (await system.as_role("boss", tenant="two").get(place)).status_code == 404
    assert (await system.as_role("guest").get(place)).status_code == 403


async def test_old_clients_see_their_own_words(system: System) -> None:
    clerk = system.as_role("clerk")
    made = await clerk.post(f"{V2}/orders", json={"number": "1"})
    id_ = made.json()["id"]
    await clerk.post(f"{V2}/orders/{id_}/payment", json={})
    old = await clerk.get(f"{V1}/orders/{id_}")
    assert old.json()["status"] == "closed"


async def test_another_context_that_refuses_undeclared_is_our_fault(tmp_path: Path) -> None:
    needs = {"patients.GetPatient": Refused("not_found", 404)}
    async with running(web_shop.service(tmp_path), needs=needs) as system:
        answer = await system.as_role("clerk").get(f"{V2}/said/{uuid7()}")
        assert answer.status_code == 500


async def test_another_context_that_does_not_answer_is_503(tmp_path: Path) -> None:
    async with running(web_shop.service(tmp_path)) as system:
        answer = await system.as_role("clerk").get(f"{V2}/said/{uuid7()}")
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")


async def test_what_another_context_says_is_passed_on(system: System) -> None:
    answer = await system.as_role("clerk").get(f"{V2}/said/{uuid7()}")
    assert answer.json() == {"said": "Ada"}
    assert [sent.caller.subject for sent in system.calls.sent] == ["someone"]


async def test_every_command_that_was_done_is_in_the_audit_log(system: System) -> None:
    clerk = system.as_role("clerk")
    await clerk.post(f"{V2}/orders", json={"number": "1"})
    await clerk.get(f"{V2}/orders")
    await clerk.post(f"{V2}/refusals/{uuid7()}")
    async with system.runtime.database.system(writes=False) as connection:
        rows = (await connection.execute(select(audit))).mappings().all()
    assert [(row["operation"], row["subject"]) for row in rows] == [("Place", "someone")]
