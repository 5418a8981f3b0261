"""Tables as migrations speak of them: columns, indexes and keys, and whose their rows are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Holds(StrEnum):
    """What a column says of null: a key's never is."""

    KEY = "key"
    REQUIRED = "required"
    OPTIONAL = "optional"


class Kind(StrEnum):
    """What goes over columns of a table."""

    INDEX = "index"
    UNIQUE = "unique"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` is how a revision writes it: `String(64)`."""

    type: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class Key:
    """An index, a unique key, or with `owners` the key of children, over columns in order."""

    kind: Kind
    columns: tuple[str, ...]
    owners: str = ""

    def renamed(self, columns: Mapping[str, str], tables: Mapping[str, str]) -> "Key":
        """The same after columns and tables got other names."""
        return replace(
            self,
            columns=tuple(columns.get(one, one) for one in self.columns),
            owners=tables.get(self.owners, self.owners),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; `tenancy` says whether tenants are kept apart in it."""

    columns: Mapping[str, Column]
    keys: tuple[Key, ...] = ()
    tenancy: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of its primary key."""
        return tuple(name for name, one in self.columns.items() if one.holds is Holds.KEY)

    @property
    def child_keys(self) -> Iterator[Key]:
        """Those that bind its rows to others'."""
        return (key for key in self.keys if key.kind is Kind.CHILD)


Tables = Mapping[str, Table]
"""The tables of a context by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The tables of a model, and what a revision has to know beside them.

    `existing` says what rows that are there have in a new column, as Python, by table and column;
    `former_tables` and `former_columns` are former names, the latest first, by the present ones.
    """

    tables: Tables
    existing: Mapping[tuple[str, str], str] = field(default_factory=dict)
    former_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former_columns: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
