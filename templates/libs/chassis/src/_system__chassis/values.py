"""Values that every context shares: JSON as a type, and money that cannot be mixed up."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Self, TypeAlias

from pydantic import (
    BeforeValidator,
    JsonValue,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

Json: TypeAlias = JsonValue
"""What JSON can say, as Python has it."""

_PLACES = Decimal("0.0001")
_CENTS = Decimal("0.01")
_LIMIT = Decimal(10) ** 14  # with four decimals eighteen digits, which every store takes exactly
_AMOUNT = r"^-?\d{1,14}(\.\d{1,4})?$"
_CURRENCY = r"^[A-Z]{3}$"


def _exact(value: object) -> object:
    """Refuses binary fractions: 0.1 is not a tenth."""
    if isinstance(value, float | bool):
        raise ValueError("an amount is a decimal, written as a string")
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value)  # read here: strict bodies take only a Decimal from a function
    except InvalidOperation:
        raise ValueError("an amount is a decimal, as 12.50") from None


Amount = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": _AMOUNT, "examples": ["12.50"]}),
]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, exact to four decimals: `Money.parse("12.50 EUR")`.

    `12.5` and `12.50` are one amount; two decimals are always shown. Raises ValueError for an
    amount that is finer than four decimals or beyond fourteen digits, or no ISO 4217 code.
    """

    amount: Amount
    currency: Annotated[str, StringConstraints(pattern=_CURRENCY)]

    def __post_init__(self) -> None:
        if not re.fullmatch(_CURRENCY, self.currency):
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency code")
        object.__setattr__(self, "amount", _canonical(Decimal(self.amount)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The money that `str` writes; raises ValueError for any other text."""
        amount, _, currency = text.partition(" ")
        try:
            return cls(Decimal(amount), currency)
        except InvalidOperation:
            raise ValueError(f"{text!r} is no money: write it as 12.50 EUR") from None

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    __rmul__ = __mul__

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self} and {other} are of different currencies")
        return other


def _canonical(amount: Decimal) -> Decimal:
    """*amount* with two to four decimals, so that equal amounts look alike everywhere."""
    if not amount.is_finite() or abs(amount) >= _LIMIT:
        raise ValueError(f"{amount} is no amount of money")
    fine = amount.quantize(_PLACES)
    if fine != amount:
        raise ValueError(f"{amount} is finer than four decimals")
    cents = fine.quantize(_CENTS)
    shown = cents if cents == fine else fine.normalize()
    return abs(shown) if shown == 0 else shown
