"""What is dumped as JSON is parsed as what it was."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

import pytest
from _system__chassis.documents import dump, parse
from _system__chassis.values import Money
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError


class Colour(StrEnum):
    """A word."""

    RED = "red"
    BLUE = "blue"


class Shape(BaseModel):
    """A model."""

    sides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A nested value."""

    colour: Colour
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something of every type."""

    id: UUID
    at: dt.datetime
    day: dt.date
    hour: dt.time
    span: dt.timedelta
    raw: bytes
    price: Money
    kind: Literal["a", "b"]
    parts: tuple[Part, ...]
    by_name: Mapping[str, int]
    note: str | None = None


parts = st.builds(
    Part,
    colour=st.sampled_from(Colour),
    weight=st.decimals(allow_nan=False, allow_infinity=False),
)
things = st.builds(
    Thing,
    at=st.datetimes(timezones=st.just(dt.UTC)),
    span=st.timedeltas(),
    price=st.just(Money.parse("1.50 EUR")),
    parts=st.lists(parts, max_size=3).map(tuple),
    by_name=st.dictionaries(st.text(), st.integers(), max_size=3),
)


@given(thing=things)
def test_a_value_is_the_same_after_json(thing: Thing) -> None:
    written = json.dumps(dump((thing,)))
    assert parse(tuple[Thing, ...], json.loads(written)) == (thing,)


def test_decimals_and_times_are_strings() -> None:
    assert dump({"a": Decimal("1.10"), "b": dt.timedelta(hours=1), "c": b"\xff"}) == {
        "a": "1.10",
        "b": "PT1H",
        "c": "_w==",
    }


def test_models_are_dumped_and_parsed_too() -> None:
    assert dump([Shape(sides=3)]) == [{"sides": 3}]
    assert parse(Shape, {"sides": 3}) == Shape(sides=3)


@pytest.mark.parametrize("value", [{"colour": "green", "weight": "1"}, {"colour": "red"}, 7, None])
def test_what_does_not_fit_is_a_validation_error(value: object) -> None:
    with pytest.raises(ValidationError):
        parse(Part, dump(value))
