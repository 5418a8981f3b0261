"""The types that hold nothing of a kind of their own: text, numbers, times and such."""

from dataclasses import dataclass
from typing import TypeAlias

from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """`string(MIN..MAX)`: text of min to max characters, on one line."""

    min: int = 1
    max: int = 255
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`text`: long text; `max` counts characters."""

    min: int = 0
    max: int = 20_000
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Int:
    """`int`: 32 bits, with a sign; the bounds are inclusive."""

    min: int = -(2**31)
    max: int = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BigInt:
    """`bigint`: 64 bits, with a sign; the bounds are inclusive."""

    min: int = -(2**63)
    max: int = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decimal:
    """`decimal(P.S)`: P digits, S of them after the point; bounds inclusive, as text."""

    precision: int
    scale: int
    min: str | None = None
    max: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Float:
    """`float`: 64 bits, finite; the bounds are inclusive."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bool:
    """`bool`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uuid:
    """`uuid`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """`date`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTime:
    """`datetime`, with its zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """`time` of a day, without zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """`duration`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """`email`: at most 254 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """`url`: at most 2,048 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonDocument:
    """`json`: anything that JSON can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bytes:
    """`bytes`: base64 where JSON carries them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """`money`: an amount and its ISO 4217 currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`subject`: somebody's id, as the token's `sub`; 1 to 255 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineEnum:
    """`enum(a | b)`: one of a few words, without a name of its own."""

    values: tuple[Name, ...]


Scalar: TypeAlias = (
    String
    | Text
    | Int
    | BigInt
    | Decimal
    | Float
    | Bool
    | Uuid
    | Date
    | DateTime
    | Time
    | Duration
    | Email
    | Url
    | JsonDocument
    | Bytes
    | Money
    | Subject
    | InlineEnum
)
