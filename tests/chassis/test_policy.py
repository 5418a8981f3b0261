"""Who may do what: found out in the right order, and denied where nobody has said anything."""

import re
import shlex
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import httpx2
import pytest
from _system__chassis.caller import Caller
from _system__chassis.calls.transport import InProcess
from _system__chassis.errors import NotFitToStartError
from _system__chassis.runtime import service_keys
from _system__chassis.security.keys import ServiceKeys
from _system__chassis.service import Service, build_app
from _system__chassis.settings import Settings
from _system__chassis.testing import BASE, System, running
from _system__chassis.web.call import Call
from _system__chassis.web.policy import Authenticated, Policy, Public, Role
from _system__chassis.web.ratelimit import RateLimit
from fastapi import APIRouter, Depends
from starlette.responses import Response
from starlette.routing import Route

from tests.chassis import web_shop

pytestmark = pytest.mark.anyio

ORDERS = "/api/shop/v2/orders"
BAD = {"number": 5, "more": True}


@pytest.fixture
async def system(tmp_path: Path) -> AsyncIterator[System]:
    async with running(web_shop.service(tmp_path)) as system:
        yield system


async def test_without_a_token_nobody_is_told_what_is_wrong_with_the_body(system: System) -> None:
    answer = await system.anonymous().post(ORDERS, json=BAD)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["type"] == "/problems/unauthenticated"


async def test_nor_with_the_wrong_role(system: System) -> None:
    assert (await system.as_role("guest").post(ORDERS, json=BAD)).status_code == 403


async def test_nor_where_the_body_is_no_json_at_all(system: System) -> None:
    json_type = {"Content-Type": "application/json"}
    for content in (b"{", b'"\xff"', b""):
        for client, status in ((system.anonymous(), 401), (system.as_role("guest"), 403)):
            answer = await client.post(ORDERS, content=content, headers=json_type)
            assert answer.status_code == status, content


async def test_nor_where_the_path_is_no_uuid(system: System) -> None:
    assert (await system.anonymous().get(f"{ORDERS}/5")).status_code == 401
    assert (await system.as_role("guest").get(f"{ORDERS}/5")).status_code == 403
    assert (await system.as_role("clerk").get(f"{ORDERS}/5")).status_code == 422


async def test_whoever_may_is_told_where_the_body_is_wrong(system: System) -> None:
    answer = await system.as_role("clerk").post(ORDERS, json=BAD)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/number", "#/more"}


async def test_a_body_that_is_no_json_is_not_valid(system: System) -> None:
    json_type = {"Content-Type": "application/json"}
    for content in (b"{", b'"\xff"', b"", b"[]", b"null"):
        answer = await system.as_role("clerk").post(ORDERS, content=content, headers=json_type)
        assert answer.status_code == 422, content
    told = {"Content-Type": "text/plain"}
    answer = await system.as_role("clerk").post(ORDERS, content=b"{}", headers=told)
    assert answer.status_code == 422


async def test_a_token_without_a_tenant_gets_nowhere_where_tenants_are_kept_apart(
    system: System,
) -> None:
    answer = await system.as_role("clerk", tenant="").get(ORDERS)
    assert answer.status_code == 403
    assert "tenant" in answer.json()["detail"]


async def test_a_public_operation_asks_nobody_and_looks_at_no_token(system: System) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        answer = await system.anonymous().get("/api/shop/v2/hello", headers=headers)
        assert answer.status_code == 200
        assert answer.json()["subject"] == "anonymous"


async def test_own_lets_the_owner_see_and_the_wider_role_everybodys(system: System) -> None:
    mine = system.as_role("clerk", subject="ann")
    place = (await mine.post(ORDERS, json={"number": "1"})).headers["location"]
    assert (await mine.get(place)).status_code == 200
    assert (await system.as_role("clerk", subject="bob").get(place)).status_code == 404
    assert (await system.as_role("boss", subject="bob").get(place)).status_code == 200
    both = system.as_role("clerk", "boss", subject="bob")
    assert (await both.get(place)).status_code == 200
    assert (await system.as_role("boss", tenant="elsewhere").get(place)).status_code == 404


def calling(system: System, service: str, caller: Caller) -> httpx2.AsyncClient:
    """A client that is the context *service*, calling for *caller*."""
    keys = ServiceKeys(system.runtime.settings.keys_dir, "shop", service, make=True)
    token = keys.token(system.service.name, caller)
    return httpx2.AsyncClient(
        transport=InProcess(system.app),
        base_url=BASE,
        headers={"Authorization": f"Bearer {token}"},
    )


async def test_a_context_that_calls_for_a_user_may_what_the_user_may(system: System) -> None:
    clerk = Caller(subject="ann", tenant="one", roles=frozenset({"clerk"}))
    guest = Caller(subject="ann", tenant="one", roles=frozenset({"guest"}))
    assert (await calling(system, "billing", clerk).get(f"{ORDERS}/{uuid4()}")).status_code == 404
    assert (await calling(system, "billing", guest).get(f"{ORDERS}/{uuid4()}")).status_code == 403


async def test_a_context_that_calls_for_nobody_must_be_named(system: System) -> None:
    alone = Caller(subject="service:billing", tenant="one", acting=False)
    billing = calling(system, "billing", alone)
    assert (await billing.get(f"{ORDERS}/{uuid4()}")).status_code == 404
    assert (await billing.get(ORDERS)).status_code == 403
    said = (await billing.get("/api/shop/v2/who")).json()
    assert said == {
        "subject": "service:billing",
        "tenant": "one",
        "service": "billing",
        "acting": False,
    }


async def test_a_context_without_a_relation_may_nothing_whoever_stands_behind_it(
    system: System,
) -> None:
    clerk = Caller(subject="ann", tenant="one", roles=frozenset({"clerk"}))
    answer = await calling(system, "warehouse", clerk).get(f"{ORDERS}/{uuid4()}")
    assert answer.status_code == 403
    assert "no relation" in answer.json()["detail"]


async def test_whoever_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    service = web_shop.service(tmp_path, rate_limit=RateLimit(3, 60, "token"))
    async with running(service, limited=True) as system:
        ann, bob = system.as_role("clerk", subject="ann"), system.as_role("clerk", subject="bob")
        answers = [await ann.get(ORDERS) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == [
            "r=2",
            "r=1",
            "r=0",
            "r=0",
            "r=0",
        ]
        assert answers[0].headers["ratelimit-policy"] == '"token";q=3;w=60'
        assert 0 < int(answers[3].headers["retry-after"]) <= 60
        assert answers[3].json()["type"] == "/problems/too_many_requests"
        assert (await bob.get(ORDERS)).status_code == 200


async def test_even_those_who_may_not_are_counted(tmp_path: Path) -> None:
    service = web_shop.service(tmp_path, rate_limit=RateLimit(2, 60, "token"))
    async with running(service, limited=True) as system:
        guest = system.as_role("guest")
        assert [(await guest.get(ORDERS)).status_code for _ in range(3)] == [403, 403, 429]


def test_a_policy_that_admits_nobody_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="Nothing"):
        Policy("Nothing")


async def plain() -> dict[str, str]:
    return {}


def open_router() -> APIRouter:
    router = APIRouter()
    router.get("/open")(plain)
    return router


def nested_router() -> APIRouter:
    router = APIRouter()
    router.include_router(open_router(), prefix="/inner")
    return router


def mounted_router() -> APIRouter:
    async def raw(request: object) -> Response:
        return Response()

    return APIRouter(routes=[Route("/raw", raw)])


@pytest.mark.parametrize("router", [open_router, nested_router, mounted_router])
def test_a_route_without_a_policy_keeps_the_service_from_starting(
    tmp_path: Path, router: object
) -> None:
    with pytest.raises(NotFitToStartError, match="no policy"):
        build_app(web_shop.service(tmp_path, custom=router()), Settings(data_dir=tmp_path))


def twice(first: Policy, second: Policy, *, outside: bool) -> APIRouter:
    """A route with two policies: both its own, or one that its router has for all routes."""
    router = APIRouter()
    own = [Depends(first)] if outside else [Depends(first), Depends(second)]
    router.get("/twice", dependencies=own)(plain)
    whole = APIRouter()
    whole.include_router(router, dependencies=[Depends(second)] if outside else [])
    return whole


@pytest.mark.parametrize("outside", [False, True])
def test_a_route_with_two_policies_keeps_the_service_from_starting(
    tmp_path: Path, outside: bool
) -> None:
    router = twice(Policy("First", Public()), Policy("Second", Role("boss")), outside=outside)
    with pytest.raises(NotFitToStartError, match=r"several policies \((First|Second) and"):
        build_app(web_shop.service(tmp_path, custom=router), Settings(data_dir=tmp_path))


async def test_of_two_policies_both_must_let_the_request_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("_system__chassis.service._wrong", lambda policies, methods: "")
    router = twice(Policy("First", Public()), Policy("Second", Role("boss")), outside=False)
    async with running(web_shop.service(tmp_path, custom=router)) as system:
        place = "/api/shop/custom/twice"
        assert (await system.anonymous().get(place)).status_code == 401
        assert (await system.as_role("clerk").get(place)).status_code == 403
        assert (await system.as_role("boss").get(place)).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_route_that_would_lose_what_it_writes_keeps_the_service_from_starting(
    tmp_path: Path, method: str
) -> None:
    def served(policy: Policy) -> None:
        router = APIRouter()
        router.add_api_route("/x", plain, methods=[method], dependencies=[Depends(policy)])
        folder = tmp_path / uuid4().hex
        folder.mkdir()
        build_app(web_shop.service(folder, custom=router), Settings(data_dir=tmp_path))

    with pytest.raises(NotFitToStartError, match=r"Lost needs writes=True"):
        served(Policy("Lost", Authenticated()))
    served(Policy("Kept", Authenticated(), writes=True))
    served(Policy("Asked", Authenticated(), safe=True))


async def test_a_query_that_wrote_is_a_fault_and_no_success(tmp_path: Path) -> None:
    router, any_clerk = APIRouter(), Policy("Sneak", Role("clerk"))

    @router.get("/sneak")
    async def sneak(call: Annotated[Call, Depends(any_clerk)]) -> Response:
        data = web_shop.PlaceInput(number="1")
        return await call.answer(web_shop.place, data, web_shop.OrderAnswer)

    async with running(web_shop.service(tmp_path, custom=router)) as system:
        clerk = system.as_role("clerk")
        assert (await clerk.get("/api/shop/custom/sneak")).status_code == 500
        assert (await clerk.get(ORDERS)).json()["items"] == []


def production(tmp_path: Path, **changes: object) -> Settings:
    return Settings.model_validate({"env": "production", "data_dir": tmp_path, **changes})


def test_production_has_no_development_issuer(tmp_path: Path) -> None:
    settings = production(tmp_path, tokens_issuer="development")
    with pytest.raises(NotFitToStartError, match="TOKENS_ISSUER"):
        build_app(web_shop.service(tmp_path), settings)


def test_production_does_not_start_with_something_unwritten_unless_it_is_accepted_by_name(
    tmp_path: Path,
) -> None:
    service = web_shop.service(tmp_path)
    with pytest.raises(NotFitToStartError, match=r"web_shop\.revenue"):
        build_app(service, production(tmp_path))
    with pytest.raises(NotFitToStartError, match=r"web_shop\.revenue"):
        build_app(service, production(tmp_path, accept_unwritten="web_shop.other"))
    ServiceKeys(tmp_path / "keys", "shop", service.name, make=True)
    build_app(service, production(tmp_path, accept_unwritten="web_shop.other, web_shop.revenue"))


@pytest.mark.parametrize("named", [False, True])
def test_production_makes_no_keys_and_says_what_to_do(tmp_path: Path, named: bool) -> None:
    service, folder = web_shop.service(tmp_path), tmp_path / "keys"
    more = {"service_keys_dir": folder} if named else {}
    settings = production(tmp_path, accept_unwritten="web_shop.revenue", **more)
    with pytest.raises(NotFitToStartError, match=r"SERVICE_KEYS_DIR.*openssl genpkey"):
        build_app(service, settings)
    with pytest.raises(NotFitToStartError, match="SERVICE_KEYS_DIR"):
        service_keys(service, settings)  # as a worker does, which has no application
    assert not folder.exists()
    folder.mkdir()
    command = re.findall(r"`(.*?)`", str(refused(service, settings)))
    for each in command:
        subprocess.run(shlex.split(each), check=True, capture_output=True)
    build_app(service, settings)
    assert ServiceKeys(folder, "shop", service.name, make=False).token("x", Caller(subject="ann"))


def refused(service: Service, settings: Settings) -> NotFitToStartError:
    """Why it does not start."""
    with pytest.raises(NotFitToStartError) as found:
        build_app(service, settings)
    return found.value


def test_only_in_production_is_a_service_open_to_other_machines_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("HOST", "ENV"):
        monkeypatch.delenv(name, raising=False)
    assert Settings().host == "127.0.0.1"
    assert Settings(env="test").host == "127.0.0.1"
    assert Settings(env="production").host == "0.0.0.0"
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert Settings().host == "0.0.0.0"
