"""Changes of tables that hold rows, the same on SQLite and on PostgreSQL: what revisions call.

Where rows stand in the way and the revision does not say what becomes of them, each raises
UndecidedError, and the transaction of the upgrade leaves the database as it was.
"""

from sqlalchemy import Column, PrimaryKeyConstraint, inspect

from ..absent import ABSENT, Absent
from . import keys
from .converting import change_type, make_anew, reflected
from .keys import Key
from .operations import Op, batch, on_postgresql, operations, quoted, run
from .rows import UndecidedError, fill, is_any, named, refuse_doubles

__all__ = [
    "add_child_key",
    "add_column",
    "add_index",
    "add_unique_key",
    "allow_null",
    "change_key",
    "change_type",
    "drop_child_key",
    "drop_column",
    "drop_index",
    "drop_unique_key",
    "rename_column",
    "rename_table",
    "require",
]


def rename_table(op: Op, table: str, to: str) -> None:
    """The table is called *to*; its indexes and keys are named after it, its policies stay."""
    had = [(key.name(table), key) for key in keys.keys_of(op, table)]
    primary = inspect(op.get_bind()).get_pk_constraint(table)["name"]
    run(op, "ALTER TABLE {} RENAME TO {}", table, to)
    keys.name_anew(op, to, had)
    if on_postgresql(op) and primary == f"{table}_pkey":
        run(op, "ALTER TABLE {} RENAME CONSTRAINT {} TO {}", to, primary, f"{to}_pkey")


def rename_column(op: Op, table: str, column: str, to: str) -> None:
    """The column is called *to*; indexes and keys over it are named after it."""
    found = keys.keys_of(op, table)
    run(op, "ALTER TABLE {} RENAME COLUMN {} TO {}", table, column, to)
    keys.name_anew(op, table, [(key.name(table), key.renamed({column: to})) for key in found])


def add_column(op: Op, table: str, column: Column[object], *, existing: object = ABSENT) -> None:
    """A new column; rows that are there have *existing* in it: a value, or an expression of SQL.

    Without one they have null, so that where it must not be null there may be no rows.
    """
    operations(op).add_column(table, Column(quoted(column.name), column.type))
    if not isinstance(existing, Absent):
        fill(op, table, named(column), existing)
    if not column.nullable:
        require(op, table, column)


def drop_column(op: Op, table: str, column: str) -> None:
    """The column goes, with what rows have in it; no index and no key may be over it."""
    run(op, "ALTER TABLE {} DROP COLUMN {}", table, column)


def require(op: Op, table: str, column: Column[object], *, existing: object = ABSENT) -> None:
    """The column must not be null from now on; rows where it is have *existing* in it."""
    if not isinstance(existing, Absent):
        fill(op, table, named(column), existing)
    if is_any(op, table, named(column).is_(None)):
        raise UndecidedError(
            f"{table} has rows, and in them {column.name} must not be null: say what they have, "
            "existing=…"
        )
    with batch(op, table) as changes:
        changes.alter_column(column.name, nullable=False)


def allow_null(op: Op, table: str, column: str) -> None:
    """The column may be null from now on."""
    with batch(op, table) as changes:
        changes.alter_column(column, nullable=True)


def change_key(op: Op, table: str, *columns: str) -> None:
    """The primary key is *columns*; no two rows may be alike in it by then."""
    refuse_doubles(op, table, *columns)
    if on_postgresql(op):
        primary = inspect(op.get_bind()).get_pk_constraint(table)["name"]
        run(op, "ALTER TABLE {} DROP CONSTRAINT {}", table, str(primary))
        operations(op).create_primary_key(f"{table}_pkey", table, [quoted(c) for c in columns])
        return
    wanted = reflected(op, table)
    for column in wanted.c:
        column.primary_key = False
    wanted.append_constraint(PrimaryKeyConstraint(*(wanted.c[one] for one in columns)))
    make_anew(op, wanted)


def add_index(op: Op, table: str, *columns: str) -> None:
    """The index that `index_on` declares."""
    _add(op, table, Key(kind="ix", columns=columns))


def drop_index(op: Op, table: str, *columns: str) -> None:
    """Takes the index away that `index_on` declares."""
    _drop(op, table, Key(kind="ix", columns=columns))


def add_unique_key(op: Op, table: str, *columns: str) -> None:
    """The key that `unique_key` declares; no two rows may be alike in it by then."""
    refuse_doubles(op, table, *columns)
    _add(op, table, Key(kind="uq", columns=columns))


def drop_unique_key(op: Op, table: str, *columns: str) -> None:
    """Takes the key away that `unique_key` declares."""
    _drop(op, table, Key(kind="uq", columns=columns))


def add_child_key(op: Op, table: str, owners: str, *columns: str) -> None:
    """The key that `child_key` declares: rows belong to rows of *owners*, and go with them."""
    _add(op, table, Key(kind="fk", columns=columns, owners=owners, ids=(*columns[:-1], "id")))


def drop_child_key(op: Op, table: str, *columns: str) -> None:
    """Takes the key away that `child_key` declares."""
    _drop(op, table, Key(kind="fk", columns=columns))


def _add(op: Op, table: str, key: Key) -> None:
    with batch(op, table) as changes:
        keys.add(changes, table, key)


def _drop(op: Op, table: str, key: Key) -> None:
    with batch(op, table) as changes:
        keys.drop(changes, table, key)
