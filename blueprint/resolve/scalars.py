"""Scalars: the type words that hold nothing of a kind of their own, with their bounds."""

from collections.abc import Mapping
from types import MappingProxyType

from blueprint.document.fields import FieldWord
from blueprint.document.types import TypeWord
from blueprint.model import (
    BigInt,
    Bool,
    Bytes,
    Date,
    DateTime,
    Decimal,
    Duration,
    Email,
    Float,
    InlineEnum,
    Int,
    JsonDocument,
    Money,
    Scalar,
    String,
    Subject,
    Text,
    Time,
    Url,
    Uuid,
)
from blueprint.names import Name

_PLAIN: Mapping[str, Scalar] = MappingProxyType(
    {
        "bool": Bool(),
        "uuid": Uuid(),
        "date": Date(),
        "datetime": DateTime(),
        "time": Time(),
        "duration": Duration(),
        "email": Email(),
        "url": Url(),
        "json": JsonDocument(),
        "bytes": Bytes(),
        "money": Money(),
        "subject": Subject(),
    }
)


def scalar(word: TypeWord, bounds: FieldWord | None) -> Scalar:
    """The scalar that a type word and the words after it say."""
    low, high = (bounds.min, bounds.max) if bounds else (None, None)
    match word.word:
        case "string":
            return String(
                min=1 if word.low is None else word.low,
                max=255 if word.high is None else word.high,
                pattern=bounds.pattern if bounds else None,
            )
        case "text":
            return _text(low, high, bounds.pattern if bounds else None)
        case "decimal":
            return Decimal(precision=word.low or 1, scale=word.high or 0, min=low, max=high)
        case "enum":
            return InlineEnum(values=tuple(map(Name, word.values)))
        case "int" | "bigint" | "float":
            return _number(word.word, low, high)
        case plain:
            return _PLAIN[plain]


def _text(low: str | None, high: str | None, pattern: str | None) -> Text:
    least = Text()
    return Text(
        min=least.min if low is None else int(low),
        max=least.max if high is None else int(high),
        pattern=pattern,
    )


def _number(word: str, low: str | None, high: str | None) -> Int | BigInt | Float:
    if word == "float":
        return Float(
            min=None if low is None else float(low), max=None if high is None else float(high)
        )
    kind = Int if word == "int" else BigInt
    whole = kind()
    return kind(
        min=whole.min if low is None else int(low), max=whole.max if high is None else int(high)
    )
