"""Which tables and columns of an older state are the same as newer ones by another name."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from generator.migrating.tables import Tables, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Renames:
    """Present names by the older ones; columns by table, which is called as it is at present."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def table(self, name: str) -> str:
        """What the table is called at present."""
        return self.tables.get(name, name)

    def of(self, table: str) -> Mapping[str, str]:
        """The columns of a table that are called otherwise at present."""
        return self.columns.get(table, {})

    def undone(self) -> "Renames":
        """The way back: older names by the present ones."""
        back = {present: older for older, present in self.tables.items()}
        columns = {
            back.get(table, table): {present: older for older, present in names.items()}
            for table, names in self.columns.items()
        }
        return Renames(tables=back, columns=columns)


def renames(old: Tables, wanted: Wanted) -> Renames:
    """What a former name says is the same: it is there, and the present name is not taken yet."""
    tables = _claimed(old, wanted.tables, wanted.former_tables)
    before = {present: older for older, present in tables.items()}
    columns = {}
    for name, table in wanted.tables.items():
        if (there := old.get(before.get(name, "" if name in tables else name))) is not None:
            former = dict(_of_table(name, wanted.former_columns))
            if found := _claimed(there.columns, table.columns, former):
                columns[name] = found
    return Renames(tables=tables, columns=columns)


def _of_table(
    name: str, former: Mapping[tuple[str, str], tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((column, names) for (table, column), names in former.items() if table == name)


def _claimed(
    old: Collection[str], new: Collection[str], former: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Present names by the old ones that they claim.

    A present name that is in *old* stands for itself, unless another claims what has it there.
    """
    claimed: dict[str, str] = {}
    waiting = {name: names for name, names in former.items() if name in new}
    while True:
        free = {name for name in waiting if name not in old or name in claimed}
        found = {
            older: name
            for name in sorted(free)
            for older in [_first(waiting[name], old, claimed)]
            if older
        }
        if not found:
            return claimed
        claimed |= found
        waiting = {n: names for n, names in waiting.items() if n not in claimed.values()}


def _first(names: tuple[str, ...], old: Collection[str], claimed: Collection[str]) -> str:
    return next((name for name in names if name in old and name not in claimed), "")
