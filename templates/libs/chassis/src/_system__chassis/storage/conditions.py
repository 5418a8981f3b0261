"""Conditions on columns, each of them none at all where the value is None."""

from collections.abc import Collection
from typing import TypeAlias

from sqlalchemy import ColumnElement, false

Condition: TypeAlias = ColumnElement[bool] | None


def equals(column: ColumnElement[object], value: object) -> Condition:
    """The column has this value."""
    return None if value is None else column == value


def among(column: ColumnElement[object], values: Collection[object] | None) -> Condition:
    """The column has one of these values; with none of them, nothing matches."""
    if values is None:
        return None
    return column.in_(values) if values else false()


def at_least(column: ColumnElement[object], value: object) -> Condition:
    """The column is this value or greater."""
    return None if value is None else column >= value


def at_most(column: ColumnElement[object], value: object) -> Condition:
    """The column is this value or less."""
    return None if value is None else column <= value


def before(column: ColumnElement[object], value: object) -> Condition:
    """The column is less than this value."""
    return None if value is None else column < value


def starts_with(column: ColumnElement[object], text: str | None) -> Condition:
    """The column begins with *text*, its `%` and `_` taken as they are."""
    return None if text is None else column.startswith(text, autoescape=True)


def contains(column: ColumnElement[object], text: str | None) -> Condition:
    """The column has *text* somewhere in it, its `%` and `_` taken as they are."""
    return None if text is None else column.contains(text, autoescape=True)


def present(column: ColumnElement[object], value: object) -> Condition:
    """The column has a value where *value* is true, and none where it is false."""
    if value is None:
        return None
    return column.is_not(None) if value else column.is_(None)
