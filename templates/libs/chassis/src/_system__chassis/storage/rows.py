"""What revisions have to know of the rows that are there, of all tenants."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import (
    Column,
    ColumnClause,
    ColumnElement,
    column,
    func,
    literal,
    select,
    table,
    update,
)
from sqlalchemy.types import TypeEngine

from . import rowsecurity
from .operations import NotMigratedError, Op, on_postgresql, quoted


class UndecidedError(NotMigratedError):
    """A revision meets rows of which it does not say what becomes; the text says what to write."""


@contextmanager
def unprotected(op: Op, name: str) -> Iterator[None]:
    """Lets a revision see the rows of all tenants in the table, to change data with it."""
    if not on_postgresql(op) or not rowsecurity.is_forced(op.get_bind(), name):
        yield
        return
    rowsecurity.force(op.get_bind(), name, on=False)
    yield
    rowsecurity.force(op.get_bind(), name, on=True)


def named(of: Column[object]) -> ColumnClause[object]:
    """The column in a statement, its name in quotes."""
    return column(quoted(of.name), of.type)


def typed(name: str, kind: TypeEngine[object]) -> ColumnClause[object]:
    """A column of this name and type in a statement."""
    return column(quoted(name), kind)


def is_any(op: Op, name: str, condition: ColumnElement[bool]) -> bool:
    """Whether the table has a row of which *condition* holds."""
    statement = select(literal(1)).select_from(table(quoted(name))).where(condition).limit(1)
    with unprotected(op, name):
        return op.get_bind().execute(statement).first() is not None


def fill(op: Op, name: str, of: ColumnClause[object], value: object) -> None:
    """Rows in which the column is null have *value* in it: a value of its type, or SQL."""
    rows = table(quoted(name), of)
    with unprotected(op, name):
        op.get_bind().execute(update(rows).where(of.is_(None)).values({of: value}))


def refuse_doubles(op: Op, name: str, *columns: str) -> None:
    """Raises UndecidedError where two rows are alike in *columns*, none of them null."""
    of: list[ColumnClause[object]] = [column(quoted(one)) for one in columns]
    statement = (
        select(func.count())
        .select_from(table(quoted(name)))
        .where(*(one.is_not(None) for one in of))
        .group_by(*of)
        .having(func.count() > 1)
        .limit(1)
    )
    with unprotected(op, name):
        found = op.get_bind().execute(statement).first()
    if found is not None:
        raise UndecidedError(
            f"{name} has rows that are alike in {', '.join(columns)}, which must be unique: "
            "say before it what becomes of them, op.execute(…)"
        )
