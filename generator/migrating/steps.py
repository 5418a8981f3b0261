"""The steps of a revision: what each does, as Python and as a sentence."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from generator.filters.storing import UNQUOTED
from generator.migrating.tables import Column, Holds, Key, Kind, Table

_DECLARED = {Kind.INDEX: "index_on", Kind.UNIQUE: "unique_key", Kind.CHILD: "child_key"}
_CALLED = {Kind.INDEX: "index", Kind.UNIQUE: "unique_key", Kind.CHILD: "child_key"}
_SAID = {Kind.INDEX: "index", Kind.UNIQUE: "unique key", Kind.CHILD: "child key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(ABC):
    """One change of a table."""

    table: str

    @property
    @abstractmethod
    def code(self) -> list[str]:
        """The statements that do it."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it does, as `add column lab_orders.priority`."""

    @property
    def loses(self) -> str:
        """What of the rows that are there goes with it; "" where nothing does."""
        return ""

    @property
    def undecided(self) -> str:
        """What the revision has to be told where there are rows; "" where nothing."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTable(Step):
    """A new table."""

    made: Table

    @property
    def code(self) -> list[str]:
        parts = [declared(name, one) for name, one in self.made.columns.items()]
        parts += [_declared_key(self.table, key) for key in self.made.keys]
        made = f"op.create_table({self.table!r}, {', '.join(parts)},)"
        granted = [f"migrations.grant(op, {self.table!r})"]
        return [made, *granted, *(Protect(table=self.table).code if self.made.tenancy else [])]

    @property
    def sentence(self) -> str:
        return f"create table {self.table}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTable(Step):
    """A table that is not wanted any more."""

    @property
    def code(self) -> list[str]:
        return [f"op.drop_table({self.table!r})"]

    @property
    def sentence(self) -> str:
        return f"drop table {self.table}"

    @property
    def loses(self) -> str:
        return self.table


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTable(Step):
    """The table by another name."""

    to: str

    @property
    def code(self) -> list[str]:
        return [_call("rename_table", self.table, self.to)]

    @property
    def sentence(self) -> str:
        return f"rename table {self.table} to {self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfColumn(Step):
    """A step that is about one column."""

    column: str

    @property
    def place(self) -> str:
        """The column as people write it."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameColumn(OfColumn):
    """The column by another name."""

    to: str

    @property
    def code(self) -> list[str]:
        return [_call("rename_column", self.table, self.column, self.to)]

    @property
    def sentence(self) -> str:
        return f"rename column {self.place} to {self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddColumn(OfColumn):
    """A new column; `existing` is what rows that are there have in it, as Python."""

    added: Column
    existing: str = ""

    @property
    def code(self) -> list[str]:
        return [_with_existing("add_column", self.table, self.column, self.added, self.existing)]

    @property
    def sentence(self) -> str:
        return f"add column {self.place}"

    @property
    def undecided(self) -> str:
        if self.existing or self.added.holds is Holds.OPTIONAL:
            return ""
        return f"rows that exist have no {self.place}: say what they get, existing=…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Require(OfColumn):
    """A column that must not be null from now on; `existing` as of AddColumn."""

    required: Column
    existing: str = ""

    @property
    def code(self) -> list[str]:
        return [_with_existing("require", self.table, self.column, self.required, self.existing)]

    @property
    def sentence(self) -> str:
        return f"require column {self.place}"

    @property
    def undecided(self) -> str:
        if self.existing:
            return ""
        return f"rows that exist may have no {self.place}: say what they get, existing=…"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowNull(OfColumn):
    """A column that may be null from now on."""

    @property
    def code(self) -> list[str]:
        return [_call("allow_null", self.table, self.column)]

    @property
    def sentence(self) -> str:
        return f"allow null in column {self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeType(OfColumn):
    """Another type for a column, both as a revision writes them."""

    before: str
    after: str

    @property
    def code(self) -> list[str]:
        words = f"{self.table!r}, {self.column!r}, {self.before}, {self.after}"
        return [f"migrations.change_type(op, {words})"]

    @property
    def sentence(self) -> str:
        return f"change column {self.place} from {self.before} to {self.after}"

    @property
    def undecided(self) -> str:
        if _follows(self.before, self.after):
            return ""
        return (
            f"rows that exist have {self.place} as {self.before}: say how each becomes "
            f"{self.after}, convert=lambda value: …"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropColumn(OfColumn):
    """A column that is not wanted any more."""

    @property
    def code(self) -> list[str]:
        return [_call("drop_column", self.table, self.column)]

    @property
    def sentence(self) -> str:
        return f"drop column {self.place}"

    @property
    def loses(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKey(Step):
    """Another primary key."""

    columns: tuple[str, ...]

    @property
    def code(self) -> list[str]:
        return [_call("change_key", self.table, *self.columns)]

    @property
    def sentence(self) -> str:
        return f"key table {self.table} by {', '.join(self.columns)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey(Step):
    """A new index, unique key or child key."""

    key: Key

    @property
    def code(self) -> list[str]:
        owners = [self.key.owners] if self.key.owners else []
        return [_call(f"add_{_CALLED[self.key.kind]}", self.table, *owners, *self.key.columns)]

    @property
    def sentence(self) -> str:
        return f"add {_key_words(self.table, self.key)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropKey(Step):
    """An index, unique key or child key that is not wanted any more."""

    key: Key

    @property
    def code(self) -> list[str]:
        return [_call(f"drop_{_CALLED[self.key.kind]}", self.table, *self.key.columns)]

    @property
    def sentence(self) -> str:
        return f"drop {_key_words(self.table, self.key)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Protect(Step):
    """Tenants are kept apart in the table from now on."""

    @property
    def code(self) -> list[str]:
        return [_call("protect", self.table)]

    @property
    def sentence(self) -> str:
        return f"keep tenants apart in {self.table}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopProtecting(Step):
    """The table belongs to no tenants any more."""

    @property
    def code(self) -> list[str]:
        return [_call("stop_protecting", self.table)]

    @property
    def sentence(self) -> str:
        return f"keep tenants apart no longer in {self.table}"


def declared(name: str, column: Column) -> str:
    """The column as a revision writes it."""
    more = {Holds.KEY: ", primary_key=True", Holds.REQUIRED: ", nullable=False"}
    quote = ", quote=True" if name in UNQUOTED else ""
    return f"Column({name!r}, {column.type}{more.get(column.holds, '')}{quote})"


def _declared_key(table: str, key: Key) -> str:
    owners = [key.owners] if key.owners else []
    words = ", ".join(repr(word) for word in (table, *owners, *key.columns))
    return f"{_DECLARED[key.kind]}({words})"


def _call(name: str, *words: str) -> str:
    return f"migrations.{name}(op, {', '.join(map(repr, words))})"


def _with_existing(name: str, table: str, column: str, now: Column, existing: str) -> str:
    words = f"{table!r}, {declared(column, now)}"
    said = f", existing={existing}" if existing else ""
    return f"migrations.{name}(op, {words}{said})"


def _key_words(table: str, key: Key) -> str:
    return f"{_SAID[key.kind]} {table} ({', '.join(key.columns)})"


_NUMBERS = ("Integer", "BigInteger", "Exact", "Float")
_WORDS = ("String", "Text")


def _follows(before: str, after: str) -> bool:
    """Whether the chassis knows by itself what values of one type are as another."""
    old, new = (kind.partition("(")[0] for kind in (before, after))
    if old in _WORDS or (new == "Exact" and old == "Exact"):
        return new in _WORDS or new == old
    if old in ("Integer", "BigInteger"):
        return new in (*_NUMBERS, *_WORDS)
    return old == "Exact" and new == "Float"
