"""Money is exact, of one currency, and the same text everywhere."""

from decimal import Decimal

import pytest
from _system__chassis.documents import dump, parse
from _system__chassis.values import Json, Money
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

amounts = st.decimals(
    min_value=Decimal(-(10**14) + 1), max_value=Decimal(10**14 - 1), places=4
).filter(lambda amount: amount.is_finite())
money = st.builds(Money, amounts, st.sampled_from(["EUR", "JPY", "XXX"]))


@given(one=money)
def test_money_is_the_same_after_text_and_after_json(one: Money) -> None:
    assert Money.parse(str(one)) == one
    assert parse(Money, dump(one)) == one
    assert TypeAdapter(Money).validate_json(TypeAdapter(Money).dump_json(one)) == one


@given(one=money)
def test_equal_amounts_look_alike(one: Money) -> None:
    longer = Money(one.amount + Decimal("0.0000"), one.currency)
    assert (longer, hash(longer), str(longer)) == (one, hash(one), str(one))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12.5 EUR", "12.50 EUR"),
        ("12.123 EUR", "12.123 EUR"),
        ("0.1230 EUR", "0.123 EUR"),
        ("1e3 EUR", "1000.00 EUR"),
        ("-0 EUR", "0.00 EUR"),
        ("100 JPY", "100.00 JPY"),
    ],
)
def test_money_is_shown_with_two_to_four_decimals(text: str, shown: str) -> None:
    assert str(Money.parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.50",
        "EUR",
        "x EUR",
        "1 eur",
        "1 EURO",
        "1.00001 EUR",
        "NaN EUR",
        "1e14 EUR",
        "1 EUR ",
    ],
)
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Money.parse(text)


def test_money_is_added_and_multiplied_within_a_currency() -> None:
    price = Money.parse("0.10 EUR")
    assert price + price + price == Money.parse("0.30 EUR")
    assert price * 3 == 3 * price == Money.parse("0.3 EUR")
    assert price - Money.parse("0.35 EUR") == Money.parse("-0.25 EUR")
    with pytest.raises(ValueError, match="different currencies"):
        _ = price + Money.parse("1 USD")


@pytest.mark.parametrize(
    "body",
    [
        {"amount": 12.5, "currency": "EUR"},
        {"amount": "1.00001", "currency": "EUR"},
        {"amount": "Infinity", "currency": "EUR"},
        {"amount": "1", "currency": "eur"},
        {"amount": True, "currency": "EUR"},
        {"amount": "1"},
    ],
)
def test_what_is_no_money_in_a_body_is_a_validation_error(body: Json) -> None:
    with pytest.raises(ValidationError):
        parse(Money, body)


def test_the_schema_of_money_is_the_same_for_input_and_output() -> None:
    class Priced(BaseModel):
        price: Money

    shown = [Priced.model_json_schema(mode=mode) for mode in ("validation", "serialization")]
    assert shown[0] == shown[1]
    assert shown[0]["$defs"]["Money"]["properties"]["amount"]["type"] == "string"
