"""Indexes and keys that are named by their table and columns, and so follow when those do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from alembic.operations import BatchOperations
from sqlalchemy import inspect

from .columns import constraint_name
from .operations import Op, batch, on_postgresql, quoted, run

Kind = Literal["ix", "uq", "fk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An index, a unique key or a child key; `owners` and `ids` say what a child key refers to."""

    kind: Kind
    columns: tuple[str, ...]
    owners: str = ""
    ids: tuple[str, ...] = ()

    def name(self, table: str) -> str:
        """What it is called on *table*."""
        return constraint_name(self.kind, table, *self.columns)

    def renamed(self, columns: Mapping[str, str]) -> "Key":
        """The same after its columns got other names."""
        return replace(self, columns=tuple(columns.get(one, one) for one in self.columns))


def keys_of(op: Op, table: str) -> list[Key]:
    """Those of *table* that are named by it and by their columns."""
    looked = inspect(op.get_bind())
    found = [
        (one["name"], Key(kind="ix", columns=_columns(one["column_names"])))
        for one in looked.get_indexes(table)
    ]
    found += [
        (one["name"], Key(kind="uq", columns=_columns(one["column_names"])))
        for one in looked.get_unique_constraints(table)
    ]
    for one in looked.get_foreign_keys(table):
        columns, ids = tuple(one["constrained_columns"]), tuple(one["referred_columns"])
        key = Key(kind="fk", columns=columns, owners=one["referred_table"], ids=ids)
        found.append((one["name"], key))
    return [key for name, key in found if name == key.name(table)]


def name_anew(op: Op, table: str, names: Iterable[tuple[str, Key]]) -> None:
    """Gives keys of *table* the names that are theirs; *names* are those that they have."""
    wrong = [(name, key) for name, key in names if name != key.name(table)]
    if on_postgresql(op):
        for name, key in wrong:
            if key.kind == "ix":
                run(op, "ALTER INDEX {} RENAME TO {}", name, key.name(table))
            else:
                run(op, "ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table, name, key.name(table))
    elif wrong:
        with batch(op, table) as changes:
            for name, key in wrong:
                _drop(changes, name, key)
                add(changes, table, key)


def add(changes: BatchOperations, table: str, key: Key) -> None:
    """Makes the key."""
    name, columns = key.name(table), _quoted(key.columns)
    if key.kind == "ix":
        changes.create_index(name, columns)
    elif key.kind == "uq":
        changes.create_unique_constraint(name, columns)
    else:
        ids = _quoted(key.ids)
        changes.create_foreign_key(name, key.owners, columns, ids, ondelete="CASCADE")


def drop(changes: BatchOperations, table: str, key: Key) -> None:
    """Takes the key away."""
    _drop(changes, key.name(table), key)


def _drop(changes: BatchOperations, name: str, key: Key) -> None:
    if key.kind == "ix":
        changes.drop_index(name)
    else:
        changes.drop_constraint(name, type_="unique" if key.kind == "uq" else "foreignkey")


def _quoted(names: Iterable[str]) -> list[str]:
    return [quoted(one) for one in names]


def _columns(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(name for name in names if name is not None)
