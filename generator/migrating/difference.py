"""What it takes for older tables to become newer ones: steps, in the order of their doing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.migrating.renames import Renames
from generator.migrating.steps import (
    AddColumn,
    AddKey,
    AllowNull,
    ChangeKey,
    ChangeType,
    CreateTable,
    DropColumn,
    DropKey,
    DropTable,
    Protect,
    RenameColumn,
    RenameTable,
    Require,
    Step,
    StopProtecting,
)
from generator.migrating.tables import Column, Holds, Key, Kind, Table, Tables

Existing = Mapping[tuple[str, str], str]
"""What rows that are there have in a column that is new, as Python, by table and column."""

_NOTHING: Existing = MappingProxyType({})


def difference(
    old: Tables, new: Tables, renames: Renames, existing: Existing = _NOTHING
) -> tuple[Step, ...]:
    """The steps from *old* to *new*; what *renames* names keeps its rows."""
    freed = dict(_without_replaced(old, renames))
    now = _named_anew(freed, renames)
    pairs = {name: (now[name], new[name]) for name in now if name in new}
    keys = {name: _keys(name, now, new) for name in pairs}
    return (
        *_replaced(old, freed, renames),
        *(RenameTable(table=a, to=b) for a, b in _in_order(renames.tables)),
        *_renamed_columns(renames),
        *(StopProtecting(table=n) for n, (a, b) in pairs.items() if a.tenancy and not b.tenancy),
        *(DropKey(table=name, key=key) for name, (gone, _) in keys.items() for key in gone),
        *_dropped_tables(now, new),
        *(step for n, (a, b) in pairs.items() for step in _added(n, a, b, existing)),
        *(step for n, (a, b) in pairs.items() for step in _retyped(n, a, b)),
        *(step for n, (a, b) in pairs.items() for step in _required(n, a, b, existing)),
        *(ChangeKey(table=n, columns=b.key) for n, (a, b) in pairs.items() if _is_rekeyed(a, b)),
        *(step for n, (a, b) in pairs.items() for step in _allowed(n, a, b)),
        *(DropColumn(table=n, column=c) for n, (a, b) in pairs.items() for c in _less(a, b)),
        *_created(now, new),
        *(AddKey(table=name, key=key) for name, (_, more) in keys.items() for key in more),
        *(Protect(table=n) for n, (a, b) in pairs.items() if b.tenancy and not a.tenancy),
    )


def _named_anew(old: Tables, renames: Renames) -> dict[str, Table]:
    """The older tables by the names that they and their columns have at present."""
    return {renames.table(name): _of_names(name, one, renames) for name, one in old.items()}


def _of_names(name: str, table: Table, renames: Renames) -> Table:
    columns = renames.of(renames.table(name))
    return replace(
        table,
        columns={columns.get(column, column): one for column, one in table.columns.items()},
        keys=tuple(key.renamed(columns, renames.tables) for key in table.keys),
    )


def _without_replaced(old: Tables, renames: Renames) -> Iterator[tuple[str, Table]]:
    """The older tables less what has the name that something else is to have."""
    for name, table in old.items():
        if not _is_replaced(name, renames.tables):
            columns = renames.of(renames.table(name))
            gone = {one for one in table.columns if _is_replaced(one, columns)}
            yield (
                name,
                replace(
                    table,
                    columns={c: one for c, one in table.columns.items() if c not in gone},
                    keys=tuple(k for k in table.keys if _is_free(k, gone, renames.tables)),
                ),
            )


def _is_replaced(name: str, renames: Mapping[str, str]) -> bool:
    return name in renames.values() and name not in renames


def _is_free(key: Key, gone: set[str], tables: Mapping[str, str]) -> bool:
    """Whether a key holds neither a column nor a table that goes."""
    return gone.isdisjoint(key.columns) and not _is_replaced(key.owners, tables)


def _replaced(old: Tables, freed: Tables, renames: Renames) -> Iterator[Step]:
    """What goes before names are given anew, by the names that there are."""
    for name, table in freed.items():
        gone = [key for key in old[name].keys if key not in table.keys]
        yield from (DropKey(table=name, key=key) for key in gone)
        yield from (DropColumn(table=name, column=one) for one in _less(old[name], table))
    yield from _dropped_tables(old, freed)


def _in_order(renames: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each when the name that it takes is free."""
    waiting = dict(sorted(renames.items()))
    while waiting:
        older = next((one for one, now in waiting.items() if now not in waiting), min(waiting))
        yield older, waiting.pop(older)


def _renamed_columns(renames: Renames) -> Iterator[Step]:
    for table, columns in sorted(renames.columns.items()):
        for older, now in _in_order(columns):
            yield RenameColumn(table=table, column=older, to=now)


def _keys(name: str, now: Tables, new: Tables) -> tuple[list[Key], list[Key]]:
    """The keys of a table that go, and those that come; some come again."""
    before, after = now[name].keys, new[name].keys
    again = {key for key in before if key.kind is Kind.CHILD and _is_shaken(name, key, now, new)}
    kept = {key for key in before if key in after} - again
    return [k for k in before if k not in kept], [k for k in after if k not in kept]


def _is_shaken(name: str, key: Key, now: Tables, new: Tables) -> bool:
    """Whether a column changes that a child key holds, here or among its owners."""
    owners = key.owners
    if owners not in now or owners not in new or now[owners].key != new[owners].key:
        return True
    held = [(name, column) for column in key.columns]
    held += [(owners, column) for column in now[owners].key]
    return any(_type(now, *place) != _type(new, *place) for place in held)


def _type(tables: Tables, table: str, column: str) -> str:
    found = tables[table].columns.get(column)
    return found.type if found else ""


def _dropped_tables(now: Tables, new: Tables) -> Iterator[Step]:
    """Children before their owners."""
    gone = [name for name in now if name not in new]
    for name in sorted(gone, key=lambda one: not any(now[one].child_keys)):
        yield DropTable(table=name)


def _created(now: Tables, new: Tables) -> Iterator[Step]:
    """Owners before their children."""
    made = [name for name in new if name not in now]
    for name in sorted(made, key=lambda one: any(new[one].child_keys)):
        yield CreateTable(table=name, made=new[name])


def _added(name: str, now: Table, new: Table, existing: Existing) -> Iterator[Step]:
    for column in _less(new, now):
        one = _not_yet_key(new.columns[column])
        said = existing.get((name, column), "")
        yield AddColumn(table=name, column=column, added=one, existing=said)


def _retyped(name: str, now: Table, new: Table) -> Iterator[Step]:
    for column, before, after in _both(now, new):
        if before.type != after.type:
            yield ChangeType(table=name, column=column, before=before.type, after=after.type)


def _required(name: str, now: Table, new: Table, existing: Existing) -> Iterator[Step]:
    for column, before, after in _both(now, new):
        if before.holds is Holds.OPTIONAL and after.holds is not Holds.OPTIONAL:
            said = existing.get((name, column), "")
            one = _not_yet_key(after)
            yield Require(table=name, column=column, required=one, existing=said)


def _allowed(name: str, now: Table, new: Table) -> Iterator[Step]:
    for column, before, after in _both(now, new):
        if before.holds is not Holds.OPTIONAL and after.holds is Holds.OPTIONAL:
            yield AllowNull(table=name, column=column)


def _not_yet_key(column: Column) -> Column:
    """A column that enters the primary key, as it is right before."""
    return replace(column, holds=Holds.REQUIRED) if column.holds is Holds.KEY else column


def _is_rekeyed(now: Table, new: Table) -> bool:
    return set(now.key) != set(new.key)


def _less(one: Table, other: Table) -> list[str]:
    """The columns that only the first has."""
    return [column for column in one.columns if column not in other.columns]


def _both(now: Table, new: Table) -> Iterator[tuple[str, Column, Column]]:
    for column, before in now.columns.items():
        if column in new.columns:
            yield column, before, new.columns[column]
