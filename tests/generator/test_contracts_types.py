"""FastAPI and pydantic, asked about hand-written classes, say what the emitter says of the model.

Every type of the language stands here once in what comes in and once in what goes out. Where
pydantic or FastAPI begins to write one of them differently, this is the test that tells.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated, Literal
from uuid import UUID

from _system__chassis.values import Json, Money
from _system__chassis.web import contract
from _system__chassis.web.call import Call
from _system__chassis.web.policy import Authenticated, Policy, Public, Role
from _system__chassis.web.problems import created, problems
from _system__chassis.web.schema import (
    ABSENT,
    Absent,
    Answer,
    Patch,
    QueryModel,
    Schema,
)
from _system__chassis.web.wire import Digits, LocalTime, TimeSpan
from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import Field

from tests.generator import contracts
from tests.generator.served import service

BLUEPRINT = (FilePath(__file__).parent / "every_type.yaml").read_text(encoding="utf-8")

Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Url = Annotated[str, Field(min_length=8, max_length=2048, pattern=r"^https?://\S+$")]
Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
Text = Annotated[str, Field(max_length=20_000)]
Tag = Annotated[str, Field(min_length=1, max_length=5)]
Short = Annotated[str, Field(min_length=2, max_length=12)]
Name = Annotated[str, Field(min_length=1, max_length=255)]
Cost = Annotated[Decimal, Digits(8, 2)]


class Colour(StrEnum):
    """One of red, green, dark_blue."""

    RED = "red"
    GREEN = "green"
    DARK_BLUE = "dark_blue"


class ThingStatus(StrEnum):
    """Where a thing stands; it starts as draft."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Size(Schema):
    """A size: width, unit, note."""

    width: Int32
    unit: Literal["mm", "inch"] = "mm"
    note: Text | None = None


class Thing(Answer):
    """Something that is sold.
    It has a field of every type.
    """

    id: UUID
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    status: ThingStatus
    short: str
    bare: str
    patterned: Annotated[str, Field(description="Small letters, and nothing else.")]
    long: str
    small: int
    plain: int
    big: int
    cost: Cost
    rate: Annotated[Decimal, Digits(5, 4, ge="0")]
    share: float
    weight: float | None
    open: bool
    token: UUID
    day: dt.date
    moment: dt.datetime
    hour: LocalTime
    span: TimeSpan
    mail: str
    page: str | None
    anything: Json
    nothing: Json | None
    blob: bytes
    price: Money
    discount: Money | None
    mood: Literal["good", "bad"]
    only: Literal["one"]
    owner: str
    other_id: UUID
    colour: Colour
    tint: Colour | None
    size: Size
    sizes: tuple[Size, ...]
    tags: tuple[str, ...]
    labels: Mapping[str, str]
    extras: Mapping[str, Json]
    stock: Mapping[str, Size]


class ThingPage(Answer):
    """A page of Thing; `next` is the cursor of the one after it."""

    items: tuple[Thing, ...]
    next: str | None


class AddThingBody(Schema):
    """What AddThing takes."""

    short: Short
    bare: Name
    patterned: Annotated[
        str,
        Field(min_length=1, max_length=9, pattern="^[a-z]+$"),
        Field(description="Small letters, and nothing else."),
    ]
    long: Text
    small: Annotated[int, Field(ge=1, le=9)]
    plain: Int32 = 7
    big: Int64
    cost: Cost = Decimal("1.50")
    rate: Annotated[Decimal, Digits(5, 4, ge="0")]
    share: Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
    weight: Annotated[float, Field(allow_inf_nan=False)] | None = None
    open: bool = True
    token: UUID
    day: dt.date
    moment: dt.datetime
    hour: LocalTime
    span: TimeSpan
    mail: Email
    page: Url | None = None
    anything: Json
    nothing: Json | None = None
    blob: bytes
    price: Money
    discount: Money | None = None
    mood: Literal["good", "bad"]
    only: Literal["one"]
    owner: Name
    other_id: UUID
    colour: Colour = Colour.RED
    tint: Colour | None = None
    size: Size
    sizes: Annotated[tuple[Size, ...], Field(min_length=1)]
    tags: Annotated[tuple[Tag, ...], Field(max_length=3)]
    labels: Mapping[str, Tag]
    extras: Mapping[str, Json]
    stock: Mapping[str, Size]
    secret_word: Name


class Shelf(Answer):
    """A board."""

    id: UUID
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    keeper: str
    place: str


class PutShelfBody(Schema):
    """What PutShelf takes."""

    place: Short


class ChangeThingBody(Patch):
    """What ChangeThing takes; what is absent stays as it is."""

    cost: Cost | Absent = ABSENT
    page: Url | Absent | None = ABSENT
    colour: Colour | Absent = ABSENT


class CountThingsBody(Schema):
    """What CountThings takes."""

    colour: Colour


class CountThingsResult(Answer):
    """What CountThings answers."""

    count: int
    sum: Cost
    whole: Thing
    rest: tuple[Size, ...]


class ListThingsQuery(QueryModel):
    """What ListThings takes in its query."""

    colour_in: Annotated[tuple[Colour, ...], Field(min_length=1, max_length=100)] | None = None
    short_prefix: Name | None = None
    long_contains: Name | None = None
    tint_present: bool | None = None
    small_min: Annotated[int, Field(ge=1, le=9)] | None = None
    small_max: Annotated[int, Field(ge=1, le=9)] | None = None
    moment_from: dt.datetime | None = None
    moment_before: dt.datetime | None = None
    mood: Literal["good", "bad"] | None = None
    mail: Email | None = None
    sort: Literal["created_at", "-created_at", "small", "-small"] = "created_at"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AllThingsQuery(QueryModel):
    """What AllThings takes in its query."""

    sort: Literal["created_at", "-created_at"] = "created_at"


class PriceQuery(QueryModel):
    """What Price takes in its query."""

    cost: Cost = Decimal("1.50")
    colour: Colour = Colour.RED
    day: dt.date
    tags: tuple[Tag, ...] | None = None


router = APIRouter()
ADD = Policy("AddThing", Role("clerk"), writes=True)
PUT = Policy("PutShelf", Role("clerk", own=True), writes=True, guards="Shelf")
CHANGE = Policy("ChangeThing", Role("clerk"), writes=True, guards="Thing")
PUBLISH = Policy("PublishThing", Authenticated(), writes=True, guards="Thing")
DROP = Policy("DropThing", Authenticated(), writes=True, guards="Thing")
COUNT = Policy("CountThings", Public(), writes=True)
TELL = Policy("Tell", Role("clerk"), writes=True)
MARK = Policy("Mark", Authenticated(), writes=True, guards="Thing")
GET = Policy("GetThing", Public())
LIST = Policy("ListThings", Role("clerk"))
EVERYBODY = Policy("AllThings", Authenticated())


@router.post(
    "/things",
    status_code=201,
    response_model=Thing,
    operation_id="AddThing",
    responses=problems(401, 403, 409, 413, 422, 429, refused={"too_many": 409, "no_more": 410}),
)
async def add_thing(call: Annotated[Call, Depends(ADD)], body: AddThingBody) -> Response:
    """Makes one."""
    raise NotImplementedError


@router.put(
    "/shelves/{id}",
    response_model=Shelf,
    operation_id="PutShelf",
    responses=problems(401, 403, 404, 409, 412, 413, 422, 429) | created(Shelf),
)
async def put_shelf(call: Annotated[Call, Depends(PUT)], id: UUID, body: PutShelfBody) -> Response:
    """Puts one."""
    raise NotImplementedError


@router.patch(
    "/things/{id}",
    response_model=Thing,
    operation_id="ChangeThing",
    responses=problems(401, 403, 404, 409, 412, 413, 422, 429),
)
async def change_thing(
    call: Annotated[Call, Depends(CHANGE)], id: UUID, body: ChangeThingBody
) -> Response:
    """Changes one."""
    raise NotImplementedError


@router.post(
    "/things/{id}/publication",
    response_model=Thing,
    operation_id="PublishThing",
    responses=problems(401, 403, 404, 409, 412, 422, 429),
)
async def publish_thing(call: Annotated[Call, Depends(PUBLISH)], id: UUID) -> Response:
    """Publishes one."""
    raise NotImplementedError


@router.delete(
    "/things/{id}",
    status_code=204,
    response_model=None,
    operation_id="DropThing",
    responses=problems(401, 403, 404, 409, 412, 422, 429),
)
async def drop_thing(call: Annotated[Call, Depends(DROP)], id: UUID) -> Response:
    """Drops one."""
    raise NotImplementedError


@router.post(
    "/counts",
    response_model=CountThingsResult,
    operation_id="CountThings",
    responses=problems(404, 409, 413, 422, 429, 501),
)
async def count_things(call: Annotated[Call, Depends(COUNT)], body: CountThingsBody) -> Response:
    """Counts."""
    raise NotImplementedError


@router.post(
    "/tellings",
    status_code=202,
    response_model=None,
    operation_id="Tell",
    responses=problems(401, 403, 409, 422, 429, 501),
)
async def tell(call: Annotated[Call, Depends(TELL)]) -> Response:
    """Tells."""
    raise NotImplementedError


@router.post(
    "/things/{id}/mark",
    status_code=204,
    response_model=None,
    operation_id="Mark",
    responses=problems(401, 403, 404, 409, 412, 422, 429, 501),
)
async def mark(call: Annotated[Call, Depends(MARK)], id: UUID) -> Response:
    """Marks."""
    raise NotImplementedError


@router.get(
    "/things/{id}",
    response_model=Thing,
    operation_id="GetThing",
    responses=problems(404, 422, 429),
)
async def get_thing(call: Annotated[Call, Depends(GET)], id: UUID) -> Response:
    """Gets one."""
    raise NotImplementedError


@router.get(
    "/things",
    response_model=ThingPage,
    operation_id="ListThings",
    responses=problems(401, 403, 422, 429),
)
async def list_things(
    call: Annotated[Call, Depends(LIST)], query: Annotated[ListThingsQuery, Query()]
) -> Response:
    """Lists them."""
    raise NotImplementedError


@router.get(
    "/moods/{mood}/things",
    response_model=ThingPage,
    operation_id="AllThings",
    responses=problems(401, 403, 422, 429),
)
async def all_things(
    call: Annotated[Call, Depends(EVERYBODY)],
    mood: Literal["good", "bad"],
    query: Annotated[AllThingsQuery, Query()],
) -> Response:
    """Lists them all."""
    raise NotImplementedError


@router.get(
    "/prices/{short}",
    response_model=Money,
    operation_id="Price",
    responses=problems(401, 403, 422, 429, 501),
)
async def price(
    call: Annotated[Call, Depends(EVERYBODY)],
    short: Annotated[str, Path(min_length=2, max_length=12)],
    query: Annotated[PriceQuery, Query()],
) -> Response:
    """Prices."""
    raise NotImplementedError


@router.get(
    "/sizes",
    response_model=tuple[Size, ...],
    operation_id="Sizes",
    responses=problems(401, 403, 429, 501),
)
async def sizes(call: Annotated[Call, Depends(EVERYBODY)]) -> Response:
    """All sizes."""
    raise NotImplementedError


def emitted() -> dict[str, str]:
    """The contracts of the blueprint above."""
    return contracts.texts(contracts.system(BLUEPRINT))


def test_fastapi_says_of_hand_written_classes_what_the_emitter_says_of_the_model() -> None:
    served = contract.render(contract.openapi(service("sales", router), "v1"))
    assert served == emitted()["sales/openapi.v1.json"]


def test_a_class_that_differs_in_one_limit_is_found() -> None:
    other = APIRouter()
    other.include_router(router)
    broken = emitted()["sales/openapi.v1.json"].replace('"maxLength": 12', '"maxLength": 13')
    assert contract.render(contract.openapi(service("sales", other), "v1")) != broken
