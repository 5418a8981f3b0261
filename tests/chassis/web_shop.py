"""The shop over HTTP: a small context with every kind of policy, for tests of the web modules."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Annotated, Literal
from uuid import UUID

from _system__chassis.calls.external import External
from _system__chassis.errors import Refusal
from _system__chassis.ids import uuid7
from _system__chassis.pages import Listing, Page
from _system__chassis.security.auth import Tokens
from _system__chassis.service import ApiVersion, Service
from _system__chassis.unwritten import unwritten
from _system__chassis.web.cache import Cache
from _system__chassis.web.call import Call
from _system__chassis.web.policy import Authenticated, Policy, Public, Role, ServiceCaller
from _system__chassis.web.problems import problems
from _system__chassis.web.schema import Answer, QueryModel, Schema, into, shown_as
from _system__chassis.work import Work
from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from tests.chassis import shop
from tests.chassis.shop import Order, OrderRepository

TOKENS = Tokens(issuer="https://id.example.org/", audience="shop")
RAN: list[str] = []  # the use cases that ran, for tests that say one did not


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInput:
    """What placing an order takes."""

    number: str
    total: Decimal = Decimal("12.50")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdInput:
    """What works on one order takes."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInput(Listing):
    """How orders are listed."""


class Closed(Refusal):
    """The shop is closed."""

    name = "closed"
    status = 409


async def place(work: Work, data: PlaceInput) -> Order:
    """A new order of the caller."""
    RAN.append("place")
    fresh = shop.order(tenant=work.caller.tenant)
    mine = replace(fresh, buyer_id=work.caller.subject, number=data.number, total=data.total)
    return OrderRepository(work).add(mine)


async def pay(work: Work, data: IdInput) -> Order:
    """An order is paid."""
    orders = OrderRepository(work)
    return orders.save(replace(await orders.get(data.id), status="paid"))


async def get(work: Work, data: IdInput) -> Order:
    """One order."""
    RAN.append("get")
    return await OrderRepository(work).get(data.id)


async def listed(work: Work, data: ListInput) -> Page[Order]:
    """A page of orders."""
    return await OrderRepository(work).page(sort=data.sort, cursor=data.cursor, limit=data.limit)


async def fetch(work: Work, data: IdInput) -> object:
    """What another context says."""
    send = work.needs("patients.GetPatient", timeout=1, retry=0)
    reply = await send("GET", "/api/patients/v2/who")
    return {"said": str(reply.accepted())}


async def run_it(work: Work, data: IdInput) -> object:
    """What an external says."""
    send = work.needs("bank.StartRun", timeout=1, retry=0)
    reply = await send("POST", "/runs", body={"barcode": "TUBE-0001"})
    return {"said": str(reply.accepted())}


async def refuse(work: Work, data: IdInput) -> None:
    """Always says no."""
    raise Closed("come back tomorrow")


async def fail(work: Work, data: IdInput) -> None:
    """Always breaks."""
    raise RuntimeError("a secret in the text of an exception")


async def charge(work: Work, data: PlaceInput) -> Order:
    """Places an order and breaks where its number says so."""
    order = await place(work, data)
    if data.number == "breaks":
        raise RuntimeError("the card reader is on fire")
    if data.number.startswith("card"):
        send = work.needs("bank.Charge", timeout=1, retry=0)
        for _ in range(2):
            (await send("POST", "/charges", body={"number": data.number})).accepted()
    if data.number.startswith("asks"):
        await work.needs("bank.Look", timeout=1, retry=0)("GET", "/charges")
    return order


async def whoami(work: Work) -> object:
    """Says who calls."""
    return work.caller


@unwritten
async def revenue(work: Work, data: IdInput) -> Order:
    """Nobody has written this."""
    raise NotImplementedError


class OrderAnswer(Answer):
    """An order as clients see it."""

    id: UUID
    version: int
    status: str
    number: str
    created_at: dt.datetime


class OrderAnswerV1(Answer):
    """An order as old clients see it."""

    id: UUID
    version: int
    status: Annotated[Literal["open", "closed"], shown_as({"paid": "closed"})]
    label: Annotated[str, Field(alias="label")] = ""


class OrderPage(Answer):
    """A page of orders."""

    items: tuple[OrderAnswer, ...]
    next: str | None


class PlaceBody(Schema):
    """The body that places an order."""

    number: Annotated[str, Field(min_length=1, max_length=20)]


class PayBody(Schema):
    """The body that pays."""

    cents: int = 0


class ListQuery(QueryModel):
    """How clients ask for a list."""

    sort: Literal["number", "-number"] = "number"
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 2


class Said(Answer):
    """What was said."""

    said: str


class Who(Answer):
    """Who calls."""

    subject: str
    tenant: str
    service: str | None
    acting: bool


PLACE = Policy("Place", Role("clerk"), writes=True)
CHARGE = Policy("Charge", Role("clerk"), writes=True, reaches=True)
PAY = Policy("Pay", Role("clerk", own=True), Role("boss"), writes=True, guards="Order")
GET = Policy("Get", Role("clerk", own=True), Role("boss"), ServiceCaller("billing"))
LIST = Policy("List", Role("clerk", own=True))
ANY = Policy("Any", Authenticated())
SAY = Policy("Say", Authenticated(), ServiceCaller("billing"))
HELLO = Policy("Hello", Public())
REFUSE = Policy("Refuse", Role("clerk"), writes=True)
Said404 = problems(401, 403, 404)


old, new = APIRouter(), APIRouter()


@old.get("/orders/{id}", response_model=OrderAnswerV1)
async def get_old(call: Annotated[Call, Depends(GET)], id: UUID) -> Response:
    return await call.answer(get, IdInput(id=id), OrderAnswerV1)


@new.post("/orders", status_code=201, response_model=OrderAnswer, responses=Said404)
async def place_order(call: Annotated[Call, Depends(PLACE)], body: PlaceBody) -> Response:
    data = into(PlaceInput, body)
    return await call.answer(place, data, OrderAnswer, status=201, location="/orders/{id}")


@new.post("/charges", status_code=201, response_model=OrderAnswer)
async def charge_order(call: Annotated[Call, Depends(CHARGE)], body: PlaceBody) -> Response:
    return await call.answer(charge, into(PlaceInput, body), OrderAnswer, status=201)


@new.post("/orders/{id}/payment", response_model=OrderAnswer)
async def pay_order(call: Annotated[Call, Depends(PAY)], id: UUID, body: PayBody) -> Response:
    return await call.answer(pay, IdInput(id=id), OrderAnswer)


@new.get("/orders/{id}", response_model=OrderAnswer)
async def get_order(call: Annotated[Call, Depends(GET)], id: UUID) -> Response:
    return await call.answer(get, IdInput(id=id), OrderAnswer)


@new.get("/kept/{id}", response_model=OrderAnswer)
async def get_kept(call: Annotated[Call, Depends(GET)], id: UUID) -> Response:
    kept = Cache(30, ("Order",))
    return await call.answer(get, IdInput(id=id), OrderAnswer, cache=kept)


@new.get("/orders", response_model=OrderPage)
async def list_orders(
    call: Annotated[Call, Depends(LIST)], query: Annotated[ListQuery, Query()]
) -> Response:
    return await call.answer(listed, into(ListInput, query), OrderPage)


@new.get("/said/{id}", response_model=Said)
async def say(call: Annotated[Call, Depends(ANY)], id: UUID) -> Response:
    return await call.answer(fetch, IdInput(id=id), Said)


@new.get("/runs/{id}", response_model=Said)
async def runs(call: Annotated[Call, Depends(ANY)], id: UUID) -> Response:
    return await call.answer(run_it, IdInput(id=id), Said)


@new.get("/who", response_model=Who)
async def who(call: Annotated[Call, Depends(SAY)]) -> Response:
    return await call.answer(whoami, schema=Who)


@new.get("/hello", response_model=Who)
async def hello(call: Annotated[Call, Depends(HELLO)]) -> Response:
    return await call.answer(whoami, schema=Who)


@new.post("/refusals/{id}", status_code=204)
async def refused(call: Annotated[Call, Depends(REFUSE)], id: UUID) -> Response:
    return await call.answer(refuse, IdInput(id=id))


@new.post("/faults/{id}", status_code=204)
async def failed(call: Annotated[Call, Depends(REFUSE)], id: UUID) -> Response:
    return await call.answer(fail, IdInput(id=id))


@new.post("/revenue/{id}", response_model=OrderAnswer)
async def unwritten_one(call: Annotated[Call, Depends(REFUSE)], id: UUID) -> Response:
    return await call.answer(revenue, IdInput(id=id), OrderAnswer)


async def nothing(work: Work) -> None:
    """Seeds nothing."""


def fills() -> ModuleType:
    """A module with one unwritten function."""
    module = ModuleType(__name__)
    module.revenue = revenue
    return module


def service(folder: Path, **changes: object) -> Service:
    """The shop as a service, its package and revisions in *folder*."""
    made = shop.shop(folder, f"t{uuid7().hex[-12:]}")
    whole = Service(
        system="shop",
        name=made.name,
        package=made.package,
        title="Shop",
        about="Sells.",
        base="/api/shop",
        versions=(
            ApiVersion("v1", old, deprecated=True, sunset=dt.date(2027, 6, 30), successor="v2"),
            ApiVersion("v2", new),
        ),
        custom=APIRouter(),
        metadata=made.metadata,
        tenant_tables=made.tenant_tables,
        tenancy=True,
        subscriptions=(),
        schedules=(),
        fills=(fills(),),
        pii=frozenset({"number"}),
        rate_limit=None,
        callers=("billing",),
        tokens=TOKENS,
        cors=("https://app.example.org",),
        configure=lambda runtime: runtime,
        seed=nothing,
        externals=(External("bank", "https://bank.example.com"),),
    )
    return replace(whole, **changes)
