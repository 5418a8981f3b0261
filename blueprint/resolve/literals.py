"""Literals: what a text after `=` means as a value of its type."""

from collections.abc import Mapping, Sequence

from blueprint.load import Tree
from blueprint.model import (
    BigInt,
    Bool,
    Date,
    DateTime,
    Float,
    Int,
    Json,
    ListOf,
    Literal,
    MapOf,
    Type,
)

TIMES = ("now", "today")
"""Texts that are no value but the time at which one is made."""


def is_time(type: Type, text: str | None) -> bool:
    """Whether a literal of a date or a datetime means the present."""
    return text in TIMES and isinstance(type, Date | DateTime)


def literal(type: Type, text: str, *, optional: bool = False) -> Literal:
    """The value that *text* is of *type*; `null` is one where the field is *optional*."""
    if optional and text == "null":
        return Literal(value=None)
    return Literal(value=_value(type, text))


def _value(type: Type, text: str) -> Json:
    match type:
        case Bool():
            return text == "true"
        case Int() | BigInt():
            return int(text)
        case Float():
            return float(text)
        case ListOf():
            return ()
        case MapOf():
            return {}
        case _:
            return text


def frozen(value: Tree) -> Json:
    """A value as the blueprint's file holds it, its lists as tuples."""
    if isinstance(value, Mapping):
        return {str(key): frozen(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(frozen(item) for item in value)
    return value
