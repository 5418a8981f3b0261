"""Decimals on the wire keep every digit; words of old versions become today's and back."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from _system__chassis.web.schema import Answer, QueryModel, Schema, into, read_as, shown_as
from _system__chassis.web.wire import Digits, LocalTime, TimeSpan
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.dataclasses import dataclass


class Price(Schema):
    """What a client sends."""

    cost: Annotated[Decimal, Digits(8, 2, ge="0", le="500000")]
    change: Annotated[Decimal, Digits(4, 4)] | None = None


class Shown(Answer):
    """What a client sees."""

    cost: Annotated[Decimal, Digits(8, 2)]
    change: Annotated[Decimal, Digits(4, 4)] | None


@dataclass(frozen=True)
class Input:
    """What a use case gets."""

    cost: Decimal
    change: Decimal | None


@given(st.decimals(0, 500000, places=2), st.none() | st.decimals("-0.9999", "0.9999", places=4))
def test_what_is_sent_is_shown_again(cost: Decimal, change: Decimal | None) -> None:
    sent = {"cost": str(cost), "change": None if change is None else f"{change:.4f}"}
    data = into(Input, Price.model_validate(sent))
    assert (data.cost, data.change) == (cost, change)
    assert Shown.model_of(data).model_dump(mode="json") == sent


@pytest.mark.parametrize("cost", [1.5, 1, True, "1e3", "1.234", "1234567", "-1", "500000.01", ""])
def test_a_number_and_a_text_of_another_size_are_refused(cost: object) -> None:
    with pytest.raises(ValidationError):
        Price.model_validate({"cost": cost})


def test_all_decimals_are_written_whatever_the_store_made_of_them() -> None:
    assert Shown.model_of(Input(cost=Decimal("1E+2"), change=None)).model_dump(mode="json") == {
        "cost": "100.00",
        "change": None,
    }


def test_both_directions_have_one_schema() -> None:
    pattern = r"^[0-9]{1,6}(\.[0-9]{1,2})?$"
    for mode in ("validation", "serialization"):
        found = Price.model_json_schema(mode=mode)["properties"]["cost"]
        assert (found["type"], found["pattern"]) == ("string", pattern)


class Colour(StrEnum):
    """Today's words."""

    RED = "red"
    VIOLET = "violet"


class Old(Schema):
    """What a client of an old version sends."""

    cost: Annotated[Decimal, Digits(8, 2)] = Decimal("1.50")
    colour: Annotated[Literal["red", "purple"], read_as({"purple": "violet"})] = "purple"
    colours: Annotated[tuple[Literal["red", "purple"], ...], read_as({"purple": "violet"})] = ()
    by_room: Annotated[Mapping[str, Literal["red"]] | None, read_as({"red": "rose"})] = None


class OldShown(Answer):
    """What a client of an old version sees."""

    colour: Annotated[Literal["red", "purple"], shown_as({"violet": "purple"})]
    colours: Annotated[tuple[Literal["red", "purple"], ...], shown_as({"violet": "purple"})]


class OldQuery(QueryModel):
    """How a client of an old version sorts."""

    sort: Annotated[Literal["title"], read_as({"title": "full_name"})] = "title"


def test_the_words_of_an_old_version_are_read_as_todays_wherever_they_stand() -> None:
    old = Old.model_validate({"colours": ["purple", "red"], "by_room": {"hall": "red"}})
    assert (old.colour, old.colours, old.by_room) == ("violet", ("violet", "red"), {"hall": "rose"})
    assert old.cost == Decimal("1.50")
    assert OldQuery().sort == "full_name"


def test_todays_words_are_shown_as_an_old_version_has_them() -> None:
    class Thing:
        colour = Colour.VIOLET
        colours = (Colour.VIOLET, Colour.RED)

    assert OldShown.model_of(Thing()).model_dump(mode="json") == {
        "colour": "purple",
        "colours": ["purple", "red"],
    }


class Clock(Schema):
    """When, and for how long."""

    at: LocalTime
    lasts: TimeSpan


@pytest.mark.parametrize(
    ("sent", "written"),
    [("P800D", "P800D"), ("PT90M", "PT1H30M"), ("P4DT22H57S", "P4DT22H57S"), ("PT0.5S", "PT0.5S")],
)
def test_a_length_of_time_is_written_in_days_and_parts_of_a_day(sent: str, written: str) -> None:
    clock = Clock.model_validate({"at": "12:30", "lasts": sent})
    assert clock.model_dump(mode="json") == {"at": "12:30:00", "lasts": written}
    for name, pattern in Clock.model_json_schema()["properties"].items():
        assert re.fullmatch(pattern["pattern"], clock.model_dump(mode="json")[name])


@pytest.mark.parametrize("wrong", [{"at": "12:30Z"}, {"lasts": "P999999999D"}])
def test_no_time_of_day_has_a_zone_and_no_length_is_more_than_can_be_stored(
    wrong: dict[str, str],
) -> None:
    with pytest.raises(ValidationError):
        Clock.model_validate({"at": "12:30", "lasts": "PT1H"} | wrong)
