"""Calls to others: bounded, repeated only where that is safe, and stopped where nobody answers."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import jwt
import pytest
from _system__chassis.caller import Caller
from _system__chassis.calls import deadline
from _system__chassis.calls.breaker import Breaker, State
from _system__chassis.calls.client import LONGEST, Refused, Reply, parameters, segment
from _system__chassis.calls.external import External
from _system__chassis.calls.outgoing import HttpCalls
from _system__chassis.errors import DeadlineExceeded, Unavailable
from _system__chassis.security.keys import ServiceKeys
from _system__chassis.settings import Settings
from opentelemetry.sdk.trace import TracerProvider

pytestmark = pytest.mark.anyio

ANN = Caller(subject="ann", tenant="one", roles=frozenset({"clerk"}))
Answer = Callable[[httpx2.Request], httpx2.Response]


class Other:
    """Another context: answers one after the other, the last on and on."""

    def __init__(self, *answers: Answer | int) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, int):
            return httpx2.Response(answer, json={"ok": answer < 400})
        answered = answer(request)
        return await answered if asyncio.iscoroutine(answered) else answered


def calls(folder: Path, other: Other, **external: object) -> HttpCalls:
    """Calls of ordering, every one of which goes to *other*."""
    settings = Settings(data_dir=folder, backoff_scale=0.01)
    tracer = TracerProvider().get_tracer("test")
    keys = ServiceKeys(folder / "keys", "shop", "ordering", make=True)
    externals = (External("bank", "https://bank.example.com", **external),)
    transport = httpx2.MockTransport(other)
    transports = {"patients": transport, "bank": transport}
    return HttpCalls(settings, keys, tracer, externals, transports)


async def test_a_call_says_who_calls_for_whom_and_how_long_it_waits(tmp_path: Path) -> None:
    other = Other(200)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=2, retry=0)
    assert await send("GET", "/api/x", query={"a": 1, "b": None, "c": [1, True]}) == Reply(
        200, {"ok": True}
    )
    (request,) = other.requests
    token = request.headers["authorization"].removeprefix("Bearer ")
    said = jwt.decode(token, options={"verify_signature": False})
    assert (said["iss"], said["sub"], said["aud"]) == ("shop", "service:ordering", "patients")
    assert said["acting"] == {"sub": "ann", "roles": ["clerk"]}
    assert said["exp"] - said["iat"] == 60
    assert 0 < float(request.headers["x-request-deadline"]) <= 2
    assert request.headers["traceparent"]
    assert request.url.query == b"a=1&c=1&c=true"


@pytest.mark.parametrize("status", [408, 425, 429, 502, 503, 504])
async def test_what_may_be_gone_a_moment_later_is_tried_again(tmp_path: Path, status: int) -> None:
    other = Other(status, status, 200)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=2)
    assert (await send("GET", "/")).status == 200
    assert len(other.requests) == 3


async def test_no_more_often_than_was_said(tmp_path: Path) -> None:
    other = Other(503)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=1)
    with pytest.raises(Unavailable):
        await send("GET", "/")
    assert len(other.requests) == 2


@pytest.mark.parametrize("status", [500, 501, 400, 404, 409, 422])
async def test_what_will_be_the_same_again_is_not_repeated(tmp_path: Path, status: int) -> None:
    other = Other(status)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=3)
    try:
        await send("GET", "/")
    except Unavailable:
        assert status in (500, 501)
    assert len(other.requests) == 1


async def test_a_write_to_a_context_carries_one_key_through_all_attempts(tmp_path: Path) -> None:
    other = Other(503, 200)
    send = calls(tmp_path, other).send("patients.Register", ANN, timeout=1, retry=1)
    await send("POST", "/", body={"name": "Ada"})
    keys = {request.headers["idempotency-key"] for request in other.requests}
    assert (len(other.requests), len(keys)) == (2, 1)


async def test_a_write_to_an_external_is_repeated_only_with_a_key(tmp_path: Path) -> None:
    other = Other(503)
    send = calls(tmp_path, other).send("bank.Charge", ANN, timeout=1, retry=3)
    with pytest.raises(Unavailable):
        await send("POST", "/charges", body={})
    assert len(other.requests) == 1
    with pytest.raises(Unavailable):
        await send("POST", "/charges", body={}, idempotency_key="k")
    assert len(other.requests) == 5


async def test_a_fallback_key_is_sent_and_does_not_make_a_write_to_an_external_repeatable(
    tmp_path: Path,
) -> None:
    other = Other(503)
    made = calls(tmp_path, other)
    for target, attempts in (("bank.Charge", 1), ("patients.Register", 4)):
        other.requests.clear()
        send = made.send(target, ANN, timeout=1, retry=3)
        with pytest.raises(Unavailable):
            await send("POST", "/", body={}, fallback_key="f")
        assert [one.headers["idempotency-key"] for one in other.requests] == ["f"] * attempts
    other.requests.clear()
    with pytest.raises(Unavailable):
        await made.send("bank.Get", ANN, timeout=1, retry=0)("GET", "/", fallback_key="f")
    assert "idempotency-key" not in other.requests[0].headers


async def test_a_key_that_is_in_flight_is_our_own_earlier_attempt(tmp_path: Path) -> None:
    busy = {"type": "/problems/key_in_flight", "status": 409}
    other = Other(lambda request: httpx2.Response(409, json=busy), 200)
    send = calls(tmp_path, other).send("patients.Register", ANN, timeout=1, retry=1)
    assert (await send("POST", "/", body={})).status == 200
    other = Other(lambda request: httpx2.Response(409, json=busy))
    with pytest.raises(Unavailable):
        await calls(tmp_path, other).send("patients.Register", ANN, timeout=1, retry=1)("POST", "/")


async def test_an_answer_that_cannot_be_unpacked_is_no_answer(tmp_path: Path) -> None:
    packed = {"Content-Encoding": "gzip"}
    other = Other(lambda request: httpx2.Response(200, content=b"not so", headers=packed))
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=0)
    with pytest.raises(Unavailable):
        await send("GET", "/")


@pytest.mark.parametrize("address", ["http://[", "http://a:b/", "ftp://a/", "nowhere"])
async def test_an_address_that_is_data_and_none_is_unavailable(
    tmp_path: Path, address: str
) -> None:
    settings = Settings(data_dir=tmp_path, backoff_scale=0.01)
    keys = ServiceKeys(tmp_path / "keys", "shop", "ordering", make=True)
    tracer = TracerProvider().get_tracer("test")
    made = HttpCalls(settings, keys, tracer, (External("hook", None),))
    with pytest.raises(Unavailable):
        await made.send("hook.Tell", ANN, timeout=1, retry=0)("POST", address, body={})
    await made.close()


async def test_an_external_learns_nothing_of_us_but_what_it_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for auth, header, value in (
        ("none", "authorization", None),
        ("bearer", "authorization", "Bearer s3cret"),
        ("basic", "authorization", "Basic czNjcmV0"),
        ("header X-Api-Key", "x-api-key", "s3cret"),
    ):
        monkeypatch.setenv("BANK_SECRET", "s3cret")
        other = Other(200)
        await calls(tmp_path, other, auth=auth).send("bank.Get", ANN, timeout=1, retry=0)(
            "GET", "/"
        )
        (request,) = other.requests
        assert request.headers.get(header) == value
        assert "x-request-deadline" not in request.headers


@pytest.mark.parametrize("env", ["development", "production"])
def test_a_secret_is_asked_for_in_production_alone(env: str) -> None:
    bank = External("bank", "https://bank.example.com", auth="bearer")
    settings = Settings(env=env)
    if env == "development":
        assert bank.headers(settings) == {"Authorization": "Bearer development"}
        return
    with pytest.raises(ValueError, match="BANK_SECRET is not set"):
        bank.headers(settings)


async def test_what_takes_too_long_is_given_up(tmp_path: Path) -> None:
    async def never(request: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(30)
        return httpx2.Response(200)

    send = calls(tmp_path, Other(never)).send("patients.GetPatient", ANN, timeout=0.05, retry=0)
    with pytest.raises(Unavailable):
        await send("GET", "/")


async def test_nobody_is_called_when_nobody_waits_any_more(tmp_path: Path) -> None:
    other = Other(200)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=5, retry=0)
    with deadline.within(0.5):
        await send("GET", "/")
        assert float(other.requests[0].headers["x-request-deadline"]) <= 0.5
    with deadline.within(0), pytest.raises(DeadlineExceeded):
        await send("GET", "/")
    assert len(other.requests) == 1


async def test_an_answer_without_end_is_not_read_to_the_end(tmp_path: Path) -> None:
    other = Other(lambda request: httpx2.Response(200, content=b"x" * (LONGEST + 1)))
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=5, retry=0)
    with pytest.raises(Unavailable):
        await send("GET", "/")


async def test_an_answer_that_is_no_json_is_no_answer(tmp_path: Path) -> None:
    other = Other(lambda request: httpx2.Response(200, content=b"<html>"))
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=5, retry=0)
    with pytest.raises(Unavailable):
        await send("GET", "/")


async def test_a_refusal_comes_back_by_its_name(tmp_path: Path) -> None:
    problem = {"type": "/problems/patient_unknown", "status": 404, "detail": "no such"}
    other = Other(lambda request: httpx2.Response(404, content=json.dumps(problem)))
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=5, retry=0)
    with pytest.raises(Refused) as refused:
        (await send("GET", "/")).accepted()
    assert (refused.value.name, refused.value.status, refused.value.detail) == (
        "patient_unknown",
        404,
        "no such",
    )


async def test_whoever_does_not_answer_is_left_alone_for_a_while(tmp_path: Path) -> None:
    other = Other(*[500] * 5, 200)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=0)
    for _ in range(8):
        with pytest.raises(Unavailable):
            await send("GET", "/")
    assert len(other.requests) == 5
    await asyncio.sleep(0.15)  # ten seconds, scaled
    assert (await send("GET", "/")).status == 200


async def test_a_refusal_is_an_answer_and_opens_nothing(tmp_path: Path) -> None:
    other = Other(404)
    send = calls(tmp_path, other).send("patients.GetPatient", ANN, timeout=1, retry=0)
    for _ in range(10):
        await send("GET", "/")
    assert len(other.requests) == 10


async def test_a_context_whose_place_nobody_knows_is_unavailable(tmp_path: Path) -> None:
    send = calls(tmp_path, Other(200)).send("nowhere.Get", ANN, timeout=1, retry=0)
    with pytest.raises(Unavailable, match="NOWHERE_URL"):
        await send("GET", "/")


def test_a_breaker_opens_tries_once_and_closes_or_opens_again() -> None:
    now = 0.0
    breaker = Breaker(failures=3, pause=10, clock=lambda: now)
    for _ in range(2):
        breaker.failed()
    assert breaker.admits()
    breaker.succeeded()
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    assert breaker.state is State.OPEN
    assert not breaker.admits()
    now = 10.0
    assert breaker.state is State.HALF_OPEN
    assert breaker.admits()
    assert not breaker.admits(), "one trial at a time"
    breaker.failed()
    assert breaker.state is State.OPEN
    now = 20.0
    assert breaker.admits()
    now = 30.0
    assert breaker.admits(), "a trial that was never heard of again holds nobody up"
    breaker.succeeded()
    assert breaker.state is State.CLOSED


def test_values_are_written_into_urls_as_into_json() -> None:
    assert segment("a/b c") == "a%2Fb%20c"
    assert segment(True) == "true"
    assert parameters({"a": [], "b": (1, None), "c": "x"}) == (("b", "1"), ("c", "x"))
