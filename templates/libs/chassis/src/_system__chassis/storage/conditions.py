"""Conditions on columns, each of them none at all where the value is None.

A condition is asked twice: of rows, as SQL, and of what a unit of work has yet to write.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

from sqlalchemy import ColumnElement, false


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is asked of one column: `clause` of rows, `holds` of a value that is not stored yet."""

    column: str
    clause: ColumnElement[bool]
    holds: Callable[[object], bool]

    def of(self, item: object) -> bool:
        """Whether *item*, whose attributes have the names of the columns, would be found."""
        return self.holds(getattr(item, self.column))


Condition: TypeAlias = Criterion | None


def equals(column: ColumnElement[object], value: object) -> Condition:
    """The column has this value."""
    if value is None:
        return None
    return Criterion(_name(column), column == value, lambda held: held == value)


def among(column: ColumnElement[object], values: Collection[object] | None) -> Condition:
    """The column has one of these values; with none of them, nothing matches."""
    if values is None:
        return None
    clause = column.in_(values) if values else false()
    return Criterion(_name(column), clause, lambda held: held in values)


def at_least(column: ColumnElement[object], value: object) -> Condition:
    """The column is this value or greater."""
    if value is None:
        return None
    return Criterion(
        _name(column), column >= value, lambda held: held is not None and not _less(held, value)
    )


def at_most(column: ColumnElement[object], value: object) -> Condition:
    """The column is this value or less."""
    if value is None:
        return None
    return Criterion(
        _name(column), column <= value, lambda held: held is not None and not _less(value, held)
    )


def before(column: ColumnElement[object], value: object) -> Condition:
    """The column is less than this value."""
    if value is None:
        return None
    return Criterion(
        _name(column), column < value, lambda held: held is not None and _less(held, value)
    )


def starts_with(column: ColumnElement[object], text: str | None) -> Condition:
    """The column begins with *text*, its `%` and `_` taken as they are."""
    if text is None:
        return None
    clause = column.startswith(text, autoescape=True)
    return Criterion(
        _name(column), clause, lambda held: held is not None and str(held).startswith(text)
    )


def contains(column: ColumnElement[object], text: str | None) -> Condition:
    """The column has *text* somewhere in it, its `%` and `_` taken as they are."""
    if text is None:
        return None
    clause = column.contains(text, autoescape=True)
    return Criterion(_name(column), clause, lambda held: held is not None and text in str(held))


def present(column: ColumnElement[object], value: object) -> Condition:
    """The column has a value where *value* is true, and none where it is false."""
    if value is None:
        return None
    clause = column.is_not(None) if value else column.is_(None)
    return Criterion(_name(column), clause, lambda held: (held is not None) is bool(value))


class _Ordered(Protocol):
    """What has an order: numbers, times, texts."""

    def __lt__(self, other: object, /) -> bool: ...


def _less(one: object, other: object) -> bool:
    return cast(_Ordered, one) < other


def _name(column: ColumnElement[object]) -> str:
    return str(column.key)
