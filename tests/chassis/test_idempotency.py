"""A request that comes again with its key is answered again and not done again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from _system__chassis.errors import KeyInFlight, KeyReused
from _system__chassis.storage.idempotency import (
    KEPT,
    RESERVED,
    IdempotencyClaim,
    Recorded,
    find,
    release,
    reserve,
)

from tests.chassis.shop import NOW, OrderRepository, ShopRuntime, order

pytestmark = pytest.mark.anyio

ANSWER = Recorded(201, {"etag": '"1"'}, b'{"id": "\xc3\xa4"}')
MINUTE = timedelta(minutes=1)


def claim(**more: object) -> IdempotencyClaim:
    """The claim of a request; each has a token of its own."""
    asked = IdempotencyClaim(
        tenant="one", subject="ann", operation="Place", key="k", fingerprint="f"
    )
    return replace(asked, token=order().id, **more)


async def done(runtime: ShopRuntime, asked: IdempotencyClaim, **more: object) -> None:
    """Does what the request asks for: adds an order."""
    work = runtime.work(asked.tenant, claim=asked, **more)
    OrderRepository(work).add(order(tenant=asked.tenant))
    await work.commit(answer=ANSWER)


async def added(runtime: ShopRuntime) -> int:
    """How many orders there are."""
    return len([one async for one in OrderRepository(runtime.work()).where()])


async def test_a_key_that_nobody_used_is_free(runtime: ShopRuntime) -> None:
    assert await find(runtime.database, claim(), NOW) is None


async def test_the_answer_is_found_again_with_the_same_key_only(runtime: ShopRuntime) -> None:
    await done(runtime, claim())
    assert await find(runtime.database, claim(), NOW + MINUTE) == ANSWER
    for other in ({"tenant": "two"}, {"subject": "eve"}, {"operation": "Pay"}, {"key": "l"}):
        assert await find(runtime.database, claim(**other), NOW) is None


async def test_a_key_that_comes_with_another_request_is_refused(runtime: ShopRuntime) -> None:
    await done(runtime, claim())
    for ask in (find, reserve):
        with pytest.raises(KeyReused):
            await ask(runtime.database, claim(fingerprint="g"), NOW)


async def test_of_two_requests_with_one_key_at_once_one_is_done(runtime: ShopRuntime) -> None:
    for asked in (claim(), claim()):
        assert await find(runtime.database, asked, NOW) is None
    await done(runtime, claim())
    with pytest.raises(KeyInFlight):
        await done(runtime, claim())
    assert await added(runtime) == 1


async def test_of_many_requests_with_one_key_at_once_one_is_done(runtime: ShopRuntime) -> None:
    results = await asyncio.gather(
        *(done(runtime, claim()) for _ in range(6)), return_exceptions=True
    )
    assert [type(result) for result in results].count(KeyInFlight) == 5
    assert await added(runtime) == 1


async def test_a_key_is_free_again_when_its_time_is_over(runtime: ShopRuntime) -> None:
    await done(runtime, claim())
    later = NOW + KEPT
    assert await find(runtime.database, claim(), later) is None
    work = runtime.work(claim=claim(fingerprint="g"))
    work.now = later
    await work.commit(answer=ANSWER)
    assert await find(runtime.database, claim(fingerprint="g"), later) == ANSWER


async def test_a_reserved_key_is_in_flight_until_it_is_answered(runtime: ShopRuntime) -> None:
    mine = claim(reserved=True)
    assert await reserve(runtime.database, mine, NOW) is None
    for ask in (find, reserve):
        with pytest.raises(KeyInFlight):
            await ask(runtime.database, claim(), NOW + RESERVED / 2)
    await done(runtime, mine)
    assert await reserve(runtime.database, claim(reserved=True), NOW) == ANSWER
    assert await find(runtime.database, claim(), NOW + RESERVED * 2) == ANSWER


async def test_of_many_who_reserve_one_key_one_has_it(runtime: ShopRuntime) -> None:
    claims = [claim(reserved=True) for _ in range(6)]
    results = await asyncio.gather(
        *(reserve(runtime.database, one, NOW) for one in claims), return_exceptions=True
    )
    assert results.count(None) == 1
    assert [type(result) for result in results].count(KeyInFlight) == 5


async def test_a_key_that_was_given_back_may_be_used_again(runtime: ShopRuntime) -> None:
    first, second = claim(reserved=True), claim(reserved=True)
    await reserve(runtime.database, first, NOW)
    await release(runtime.database, second)
    with pytest.raises(KeyInFlight):
        await find(runtime.database, second, NOW)
    await release(runtime.database, first)
    assert await reserve(runtime.database, second, NOW) is None


async def test_who_lost_his_reservation_writes_nothing(runtime: ShopRuntime) -> None:
    slow, quick = claim(reserved=True), claim(reserved=True)
    await reserve(runtime.database, slow, NOW)
    assert await reserve(runtime.database, quick, NOW + RESERVED) is None
    with pytest.raises(KeyInFlight):
        await done(runtime, slow)
    assert await added(runtime) == 0
    await done(runtime, quick)
    assert await added(runtime) == 1


async def test_an_answer_is_not_given_back(runtime: ShopRuntime) -> None:
    mine = claim(reserved=True)
    await reserve(runtime.database, mine, NOW)
    await done(runtime, mine)
    await release(runtime.database, mine)
    assert await find(runtime.database, claim(), NOW) == ANSWER


async def test_the_key_is_free_where_the_effect_could_not_be_written(
    runtime: ShopRuntime,
) -> None:
    async def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await runtime.work(claim=claim()).commit(also=fail, answer=ANSWER)
    assert await find(runtime.database, claim(), NOW) is None
