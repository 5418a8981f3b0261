"""What clients may send, and what they see."""

import datetime as dt
import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import pytest
from _system__chassis.absent import ABSENT, Absent
from _system__chassis.absent import given as sent
from _system__chassis.errors import Unwritten
from _system__chassis.unwritten import find, is_unwritten, unwritten
from _system__chassis.values import Money
from _system__chassis.web.schema import (
    Answer,
    CamelAnswer,
    CamelSchema,
    Patch,
    Schema,
    into,
    read_as,
    shown,
    shown_as,
)
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


class Line(Schema):
    sku: str
    count: int = 1


class Body(Schema):
    id: UUID
    size: Size
    due: dt.datetime
    fast: bool = False
    weight: float = 1.0
    lines: tuple[Line, ...] = ()
    price: Money | None = None


GOOD = {
    "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "size": "small",
    "due": "2026-01-31T12:00:00Z",
}


def test_a_body_is_read_from_what_json_can_say() -> None:
    body = Body.model_validate(
        {**GOOD, "lines": [{"sku": "a"}], "price": {"amount": "1.50", "currency": "EUR"}}
    )
    assert body.due == dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
    assert (body.size, body.lines[0].count) == (Size.SMALL, 1)
    assert body.price == Money.parse("1.50 EUR")


@pytest.mark.parametrize(
    "wrong",
    [
        {"fast": "yes"},
        {"fast": 1},
        {"weight": "1.5"},
        {"due": 1700000000},
        {"lines": [{"sku": 5}]},
        {"lines": [{"sku": "a", "count": "5"}]},
        {"lines": [{"sku": "a", "count": True}]},
        {"lines": [{"sku": "a", "more": 1}]},
        {"lines": {}},
        {"size": "huge"},
        {"more": 1},
    ],
)
def test_what_only_looks_like_it_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Body.model_validate({**GOOD, **wrong})


def test_an_error_says_where() -> None:
    with pytest.raises(ValidationError) as refused:
        Body.model_validate({**GOOD, "lines": [{"sku": "a"}, {"sku": 5}]})
    assert [error["loc"] for error in refused.value.errors()] == [("lines", 1, "sku")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineValue:
    sku: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    id: UUID
    size: Size
    lines: tuple[LineValue, ...]
    owner: str
    price: Money | None = None


def test_a_body_becomes_the_use_cases_input() -> None:
    body = Body.model_validate({**GOOD, "lines": [{"sku": "a", "count": 2}]})
    made = into(Input, body, owner="ann")
    assert made == Input(
        id=UUID(GOOD["id"]), size=Size.SMALL, lines=(LineValue(sku="a", count=2),), owner="ann"
    )


class Change(Patch):
    name: Annotated[str, Field(min_length=2)] | Absent = ABSENT
    note: str | Absent | None = ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInput:
    name: str | Absent = ABSENT
    note: str | Absent | None = ABSENT


def test_a_patch_tells_not_sent_from_null() -> None:
    assert into(ChangeInput, Change.model_validate({})) == ChangeInput()
    assert into(ChangeInput, Change.model_validate({"note": None})) == ChangeInput(note=None)
    assert into(ChangeInput, Change.model_validate({"name": "ab"})).name == "ab"
    assert sent(ABSENT, "before") == "before"
    assert sent("after", "before") == "after"


@pytest.mark.parametrize(
    "wrong", [{"name": None}, {"name": "a"}, {"name": "absent", "x": 1}, {"note": 5}]
)
def test_a_patch_cannot_say_more_than_its_fields(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Change.model_validate(wrong)


def test_a_patchs_schema_knows_nothing_of_absence() -> None:
    schema = TypeAdapter(Change).json_schema()
    assert "required" not in schema
    assert "absent" not in json.dumps(schema)
    assert schema["properties"]["name"] == {"minLength": 2, "title": "Name", "type": "string"}


@dataclass(frozen=True)
class Thing:
    id: int
    first_name: str
    size: Size
    lines: tuple[LineValue, ...] = ()


class CamelLine(CamelSchema):
    sku: str
    item_count: Annotated[int, Field(alias="count")] = 1


class Seen(CamelAnswer):
    first_name: str
    size: Annotated[Literal["small"], shown_as({"large": "small"})]


class SeenOld(Answer):
    first_name: Annotated[str, Field(alias="name")]


def test_an_answer_is_read_off_by_names_and_written_by_aliases() -> None:
    thing = Thing(1, "Ada", Size.LARGE)
    assert json.loads(shown(Seen, thing)) == {"firstName": "Ada", "size": "small"}
    assert json.loads(shown(SeenOld, thing)) == {"name": "Ada"}
    assert json.loads(shown(tuple[Seen, ...], [thing])) == [{"firstName": "Ada", "size": "small"}]
    assert json.loads(shown(Money, Money.parse("1.50 EUR"))) == {
        "amount": "1.50",
        "currency": "EUR",
    }
    assert json.loads(shown(int, 5)) == 5


def test_a_camel_body_is_read_by_its_own_names_only() -> None:
    assert CamelLine.model_validate({"sku": "a", "count": 2}).item_count == 2
    with pytest.raises(ValidationError):
        CamelLine.model_validate({"sku": "a", "item_count": 2})


class OldBody(Schema):
    priority: Annotated[Literal["urgent"], read_as({"urgent": "stat"})]


def test_an_old_word_is_read_as_todays() -> None:
    assert OldBody.model_validate({"priority": "urgent"}).priority == "stat"


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text() | st.none(), max_size=4))
def test_a_body_is_refused_and_never_breaks(sent_body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Body.model_validate(sent_body)


@unwritten
def plain(value: int) -> bool:
    """A rule."""
    return value == 5


@unwritten
async def coroutine(value: int) -> int:
    """A use case."""
    return value


@pytest.mark.anyio
async def test_a_rule_that_is_unwritten_runs_and_a_use_case_says_so() -> None:
    assert plain(5)
    with pytest.raises(Unwritten, match=r"test_schema\.coroutine"):
        await coroutine(5)
    assert find([sys.modules[__name__]]) == ["test_schema.coroutine", "test_schema.plain"]
    assert is_unwritten(plain)
    assert not is_unwritten(find)
