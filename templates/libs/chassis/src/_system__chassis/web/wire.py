"""Decimals, times of day and lengths of time on the wire, where pydantic's own text is not enough.

A JSON number loses digits on its way; a time of day has no zone, which JSON Schema's `time` wants;
and a length of time has days, not years of some length, and parts of a second, which its `duration`
does not know.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    SerializationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

__all__ = ["Digits", "LocalTime", "TimeSpan"]

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_DAYS, _HOURS, _MINUTES = (f"[0-9]{{1,8}}{unit}" for unit in "DHM")
_SECONDS = r"[0-9]{1,8}(\.[0-9]{1,6})?S"
_CLOCK = f"T({_HOURS}|({_HOURS})?({_MINUTES}|({_MINUTES})?{_SECONDS}))"
_SPAN = f"^-?P({_DAYS}|({_DAYS})?{_CLOCK})$"
_LONGEST = timedelta(days=100_000_000)  # in microseconds, within 64 bits


def _without_zone(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a time of day has no zone")
    return value


def _storable(value: timedelta) -> timedelta:
    if abs(value) > _LONGEST:
        raise ValueError(f"at most {_LONGEST.days} days")
    return value


def _spelled(value: timedelta) -> str:
    """In days and parts of a day.

    >>> _spelled(timedelta(days=800)), _spelled(timedelta(minutes=-90)), _spelled(timedelta())
    ('P800D', '-PT1H30M', 'PT0S')
    """
    if value < timedelta(0):
        return f"-{_spelled(-value)}"
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    exact = f"{seconds}.{value.microseconds:06}".rstrip("0").rstrip(".")
    parts = [(hours, f"{hours}H"), (minutes, f"{minutes}M"), (exact != "0", f"{exact}S")]
    clock = "".join(text for there, text in parts if there)
    days = f"{value.days}D" if value.days else ""
    return f"P{days}{f'T{clock}' if clock else ''}" if days or clock else "PT0S"


LocalTime = Annotated[
    time, AfterValidator(_without_zone), WithJsonSchema({"type": "string", "pattern": _TIME})
]
"""A time of day wherever one is: `12:30` or `12:30:00.5`."""

TimeSpan = Annotated[
    timedelta,
    AfterValidator(_storable),
    PlainSerializer(_spelled, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": _SPAN}),
]
"""A length of time: read as ISO 8601 has it, written in days and parts of a day."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The size of a decimal: `Annotated[Decimal, Digits(10, 2, ge="0")]`.

    *precision* digits, *scale* of them after the point, bounds inclusive and as text. It is read
    from text alone and written with all its decimals. Whoever sends more digits than that, or a
    number, is refused; a Decimal of our own is taken as it is.
    """

    precision: int
    scale: int
    ge: str | None = None
    le: str | None = None

    @property
    def pattern(self) -> str:
        """What the text looks like; no minus where no value below zero is allowed."""
        whole = self.precision - self.scale
        sign = "" if self.ge is not None and Decimal(self.ge) >= 0 else "-?"
        digits = f"[0-9]{{1,{whole}}}" if whole else "0"
        fraction = rf"(\.[0-9]{{1,{self.scale}}})?" if self.scale else ""
        return f"^{sign}{digits}{fraction}$"

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Text of the pattern and within the bounds, or a Decimal of our own."""
        return core_schema.no_info_wrap_validator_function(
            self._read,
            core_schema.str_schema(pattern=self.pattern),
            serialization=core_schema.plain_serializer_function_ser_schema(
                self._written, info_arg=True, when_used="unless-none"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The same for those who send it and those who get it."""
        return {"type": "string", "pattern": self.pattern}

    def _read(self, value: object, text: ValidatorFunctionWrapHandler) -> Decimal:
        if isinstance(value, Decimal):
            return value
        return self._within(Decimal(text(value)))

    def _within(self, value: Decimal) -> Decimal:
        if self.ge is not None and value < Decimal(self.ge):
            raise ValueError(f"at least {self.ge}")
        if self.le is not None and value > Decimal(self.le):
            raise ValueError(f"at most {self.le}")
        return value

    def _written(self, value: Decimal, info: SerializationInfo[None]) -> Decimal | str:
        return f"{value:.{self.scale}f}" if info.mode == "json" else value
