"""Another type for a column that holds values."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnClause,
    ColumnElement,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    inspect,
    literal,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.types import TypeEngine, to_instance

from .columns import AnyTable, Exact
from .operations import QUOTING, Op, on_postgresql, operations, quoted, run
from .rows import UndecidedError, is_any, typed, unprotected

Convert = Callable[[object], object]
AnyType = TypeEngine[object] | type[TypeEngine[object]]

_NEW, _OLD = "_new", "_old"  # columns that are there while values are converted
_WHOLE = 2**31  # the first number that is no Integer

_CONVERSIONS: Mapping[tuple[type, type], Convert] = {
    (int, Decimal): lambda value: Decimal(str(value)),
    (int, float): lambda value: float(str(value)),
    (int, str): str,
    (Decimal, Decimal): lambda value: value,
    (Decimal, float): lambda value: float(str(value)),
}
"""What follows by itself, by the Python types of both columns."""


def change_type(
    op: Op,
    name: str,
    column: str,
    before: AnyType,
    after: AnyType,
    *,
    convert: Convert | None = None,
) -> None:
    """The column is of the type *after*; each value that is there becomes *convert* of it.

    Without *convert*, text stays text and numbers become wider ones or text. Raises UndecidedError
    where there are values that do not fit, or for which there is no such way.
    """
    old, new = to_instance(before), to_instance(after)
    if convert is None and _is_alike(op, old, new):
        _refuse_unfit(op, name, typed(column, old), new)
        _retype(op, name, column, new)
        return
    convert = convert or _CONVERSIONS.get((old.python_type, new.python_type))
    if convert is None and is_any(op, name, typed(column, old).is_not(None)):
        raise UndecidedError(
            f"{name} has rows with {column} as {old!r}: say how each becomes {new!r}, "
            "convert=lambda value: …"
        )
    _convert(op, name, column, old, new, convert or (lambda value: value))


def _is_alike(op: Op, old: TypeEngine[object], new: TypeEngine[object]) -> bool:
    """Whether the database holds values of both types alike."""
    if isinstance(old, Exact) and isinstance(new, Exact):
        return on_postgresql(op) or old.scale == new.scale
    return any(isinstance(old, one) and isinstance(new, one) for one in (String, Integer))


def _refuse_unfit(op: Op, name: str, column: ColumnClause[object], new: TypeEngine[object]) -> None:
    """PostgreSQL would break off, and SQLite would not look."""
    if (unfit := _unfit(column, new)) is not None and is_any(op, name, unfit):
        raise UndecidedError(
            f"{name} has rows whose {column.key} does not fit {new!r}: say what becomes of it, "
            "convert=lambda value: …"
        )


def _unfit(column: ColumnClause[object], new: TypeEngine[object]) -> ColumnElement[bool] | None:
    if isinstance(new, String) and new.length is not None:
        return func.length(column) > new.length
    if isinstance(new, Integer) and not isinstance(new, BigInteger):
        return or_(column >= _WHOLE, column < -_WHOLE)
    if isinstance(new, Exact):
        greatest = Decimal(10**new.precision - 1).scaleb(-new.scale)
        return func.abs(column) > literal(greatest, new)
    return None


def _retype(op: Op, name: str, column: str, new: TypeEngine[object], using: str = "") -> None:
    if not on_postgresql(op):
        wanted = reflected(op, name)
        wanted.c[column].type = new
        make_anew(op, wanted)
        return
    kind = new.compile(dialect=op.get_bind().dialect)
    run(op, f"ALTER TABLE {{}} ALTER COLUMN {{}} TYPE {kind} {using}", name, column)


def _convert(
    op: Op,
    name: str,
    column: str,
    old: TypeEngine[object],
    new: TypeEngine[object],
    convert: Convert,
) -> None:
    """Values go through a second column: they are read as the old type and written as the new."""
    wanted = reflected(op, name)
    operations(op).add_column(name, Column(_NEW, new))
    _copy_converted(op, name, column, old, new, convert)
    if on_postgresql(op):
        _retype(op, name, column, new, f"USING {_NEW}")
        run(op, "ALTER TABLE {} DROP COLUMN {}", name, _NEW)
        return
    run(op, "ALTER TABLE {} RENAME COLUMN {} TO {}", name, column, _OLD)
    run(op, "ALTER TABLE {} RENAME COLUMN {} TO {}", name, _NEW, column)
    wanted.c[column].type = new
    make_anew(op, wanted)


def _copy_converted(
    op: Op,
    name: str,
    column: str,
    old: TypeEngine[object],
    new: TypeEngine[object],
    convert: Convert,
) -> None:
    read, written = typed(column, old), typed(_NEW, new)
    keys = [typed(one, kind) for one, kind in _key_types(op, name, column, old)]
    with unprotected(op, name):
        rows = select(read, *keys).select_from(table(quoted(name))).where(read.is_not(None))
        found = op.get_bind().execute(rows).all()
        if found:
            op.get_bind().execute(
                update(table(quoted(name), written, *keys))
                .where(*(key == bindparam(f"key{at}") for at, key in enumerate(keys)))
                .values({written: bindparam("value")}),
                [{"value": convert(value), **_bound(key)} for value, *key in found],
            )


def _bound(key: list[object]) -> dict[str, object]:
    return {f"key{at}": value for at, value in enumerate(key)}


def _key_types(
    op: Op, name: str, column: str, old: TypeEngine[object]
) -> list[tuple[str, TypeEngine[object]]]:
    """The columns of the primary key; *column*, where it is one of them, as the type it has."""
    looked = inspect(op.get_bind())
    types = {one["name"]: one["type"] for one in looked.get_columns(name)} | {column: old}
    return [(one, types[one]) for one in looked.get_pk_constraint(name)["constrained_columns"]]


def reflected(op: Op, name: str) -> AnyTable:
    """The table as the database has it, to be changed and made anew."""
    return Table(name, MetaData(), autoload_with=op.get_bind(), listeners=QUOTING)


def make_anew(op: Op, wanted: AnyTable) -> None:
    """On SQLite, whose tables change little in place: a new table, and in it what is there."""
    with operations(op).batch_alter_table(wanted.name, copy_from=wanted, recreate="always"):
        pass
