"""What the clients of an old version see, in a context whose JSON is in camel case."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from _system__chassis.web import contract
from _system__chassis.web.call import Call
from _system__chassis.web.policy import Authenticated, Policy
from _system__chassis.web.problems import problems
from _system__chassis.web.schema import (
    CamelAnswer,
    CamelSchema,
    Gone,
    QueryModel,
    read_as,
    shown_as,
)
from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from generator.words.shapes import Shape, shapes
from tests.generator import contracts
from tests.generator.served import service

BLUEPRINT = """
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles, tenant: org}
  roles: {clerk: Sells.}
defaults: {json: camel}
contexts:
  sales:
    about: What is sold.
    enums: {Colour: [red, dark_red, blue, violet]}
    values: {Part: {part_no: string(1..9), sha256sum: string(64..64) optional}}
    aggregates:
      Thing:
        about: Something.
        fields:
          full_name: string(1..80)
          main_colour: Colour = violet
          colours: list(Colour)
          parts: list(Part)
          shelf_no: int = 1
        indexes: [created_at]
    commands:
      AddThing: {about: Makes one., does: create Thing, http: POST /things}
    queries:
      ListThings:
        about: Lists them.
        does: list Thing
        http: GET /things
        filter: {full_name: prefix, main_colour: equals, shelf_no: range}
        sort: [full_name]
        page: 300
    api:
      versions:
        v1: {status: deprecated}
        v2: {status: deprecated}
        v3: {status: active}
      changes:
        v2:
          Thing.main_colour: {values: {dark_red: red}}
          Thing.full_name: {renamed_from: title}
        v3:
          Thing.main_colour: {values: {violet: purple}}
          Thing.colours: {values: {violet: blue}}
          Thing.shelf_no: {added: 1}
          Thing.maker_name: {removed: nobody}
          Part.part_no: {renamed_from: number}
"""

Colours = Literal["red", "blue", "purple"]


class Part(CamelSchema):
    """A part: part no, sha256sum."""

    part_no: Annotated[str, Field(min_length=1, max_length=9), Field(alias="number")]
    sha256sum: Annotated[str, Field(min_length=64, max_length=64)] | None = None


class Thing(CamelAnswer):
    """Something."""

    id: UUID
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime
    full_name: Annotated[str, Field(alias="title")]
    main_colour: Annotated[Colours, shown_as({"dark_red": "red", "violet": "purple"})]
    colours: tuple[Literal["red", "dark_red", "blue"], ...]
    parts: tuple[Part, ...]
    maker_name: Annotated[str, Gone(required=True)] = "nobody"


class ThingPage(CamelAnswer):
    """A page of Thing; `next` is the cursor of the one after it."""

    items: tuple[Thing, ...]
    next: str | None


class AddThingBody(CamelSchema):
    """What AddThing takes."""

    full_name: Annotated[str, Field(min_length=1, max_length=80), Field(alias="title")]
    main_colour: Annotated[Colours, read_as({"purple": "violet"})] = "purple"
    colours: tuple[Literal["red", "dark_red", "blue"], ...]
    parts: tuple[Part, ...]
    maker_name: Annotated[str, Field(max_length=20_000)] | None = None


class ListThingsQuery(QueryModel):
    """What ListThings takes in its query."""

    full_name_prefix: Annotated[
        Annotated[str, Field(min_length=1, max_length=255)] | None, Field(alias="title_prefix")
    ] = None
    main_colour: Annotated[Colours, read_as({"purple": "violet"})] | None = None
    sort: Literal["title", "-title"] = "title"
    cursor: Annotated[str, Field(min_length=1, max_length=2000)] | None = None
    limit: Annotated[int, Field(ge=1, le=300)] = 300


router = APIRouter()
ADD = Policy("AddThing", Authenticated(), writes=True)
LIST = Policy("ListThings", Authenticated())


@router.post(
    "/things",
    status_code=201,
    response_model=Thing,
    operation_id="AddThing",
    responses=problems(401, 403, 409, 413, 422),
)
async def add_thing(call: Annotated[Call, Depends(ADD)], body: AddThingBody) -> Response:
    """Makes one."""
    raise NotImplementedError


@router.get(
    "/things",
    response_model=ThingPage,
    operation_id="ListThings",
    responses=problems(401, 403, 422),
)
async def list_things(
    call: Annotated[Call, Depends(LIST)], query: Annotated[ListThingsQuery, Query()]
) -> Response:
    """Lists them."""
    raise NotImplementedError


def shape(name: str, version: str) -> Shape:
    """A schema class of the context in a version."""
    [context] = contracts.system(BLUEPRINT).contexts
    return next(one for one in shapes(context, version) if one.name == name)


def test_fastapi_says_the_same_of_the_oldest_version() -> None:
    served = contract.openapi(service("sales", router, deprecated=True), "v1")
    assert (
        contract.render(served)
        == contracts.texts(contracts.system(BLUEPRINT))["sales/openapi.v1.json"]
    )


def test_what_an_old_version_does_not_know_is_given_for_it() -> None:
    [added] = shape("AddThingBody", "v2").added
    assert (added.field.name.text, added.value) == ("shelf_no", 1)
    assert "shelf_no" not in {member.name for member in shape("AddThingBody", "v2").members}


def test_what_is_no_more_is_shown_as_it_was_and_taken_by_nobody() -> None:
    shown = {member.name: member for member in shape("Thing", "v1").members}["maker_name"]
    taken = {member.name: member for member in shape("AddThingBody", "v1").members}["maker_name"]
    assert shown.removed is not None
    assert shown.removed.value == "nobody"
    assert shown.required
    assert not shown.optional
    assert taken.default is None
    assert taken.optional
    assert not taken.required


def test_words_go_through_every_change_between() -> None:
    colour = {member.name: member for member in shape("Thing", "v1").members}["main_colour"]
    assert dict(colour.shown) == {"violet": "purple", "dark_red": "red"}
    assert dict(colour.read) == {"purple": "violet"}


def test_a_filter_and_an_order_go_by_the_name_that_the_version_knows() -> None:
    query = {member.name: member for member in shape("ListThingsQuery", "v1").members}
    assert query["full_name_prefix"].key == "title_prefix"
    assert dict(query["sort"].read) == {"title": "full_name", "-title": "-full_name"}
    assert "shelf_no_min" not in query


def test_the_newest_version_has_no_trace_of_any_change() -> None:
    [context] = contracts.system(BLUEPRINT).contexts
    for one in shapes(context, "v3"):
        assert one.added == ()
        for member in one.members:
            assert (member.shown, member.read, member.removed) == ((), (), None)
