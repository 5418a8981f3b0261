"""Decimals on the wire: text of a declared size, since a JSON number loses digits on its way."""

from dataclasses import dataclass
from decimal import Decimal

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializationInfo,
    ValidatorFunctionWrapHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

__all__ = ["Digits"]


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
