"""A revision between any two states of tables makes the one of the other, and the way back, too."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.migrating.tables import Column, Holds, Key, Kind, Table, Tables, Wanted
from tests.generator.upgrading import first_revision, next_revision, upgraded
from tests.servers import need_postgres

TYPES = ("String(8)", "String(64)", "Text", "Integer", "BigInteger", "Exact(8, 2)", "Exact(9, 4)")
TYPES += ("Float", "Boolean", "Uuid", "Date", "Instant", "Span", "Document")
SORTED = tuple(one for one in TYPES if one != "Document")  # what an index may be over
NAMES = ("amount", "returning", "note", "state")
OWNERS = ("orders", "order", "shelves")
CHILDREN = ("lines", "parts")
PHASES = (Phase.explicit, Phase.generate)  # to cut down what fails takes minutes


@st.composite
def wholes(draw, tenancy: bool) -> Table:
    """The table of an aggregate."""
    kind = draw(st.sampled_from(("Uuid", "BigInteger", "String(8)")))
    shared = tenancy and kind != "Uuid"
    columns = {"id": Column(kind, Holds.KEY), "version": Column("BigInteger", Holds.REQUIRED)}
    if tenancy:
        columns["tenant"] = Column("String(64)", Holds.KEY if shared else Holds.REQUIRED)
    columns |= draw(fields())
    return Table(columns=columns, keys=draw(over(columns, ())), tenancy=tenancy)


@st.composite
def fields(draw) -> dict[str, Column]:
    """Columns that a blueprint writes."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    held = st.sampled_from((Holds.REQUIRED, Holds.OPTIONAL))
    return {name: Column(draw(st.sampled_from(TYPES)), draw(held)) for name in names}


@st.composite
def over(draw, columns: dict[str, Column], before: tuple[str, ...]) -> tuple[Key, ...]:
    """Indexes and unique keys over some of the columns."""
    there = [name for name, one in columns.items() if one.type in SORTED and name != "id"]
    chosen = draw(st.lists(st.sampled_from(there), unique=True, max_size=3)) if there else []
    kinds = st.sampled_from((Kind.INDEX, Kind.UNIQUE))
    return tuple(Key(draw(kinds), (*before, one)) for one in chosen if one not in before)


@st.composite
def children(draw, owner: str, whole: Table) -> Table:
    """The table of entities of an aggregate."""
    shared = len(whole.key) > 1
    kin = ("tenant", f"{owner}_id") if shared else (f"{owner}_id",)
    columns = {"id": Column("Uuid", Holds.KEY)}
    if whole.tenancy:
        columns["tenant"] = Column("String(64)", Holds.REQUIRED)
    columns[f"{owner}_id"] = Column(whole.columns["id"].type, Holds.REQUIRED)
    columns |= draw(fields())
    keys = (Key(Kind.CHILD, kin, owner), *draw(over(columns, kin)))
    return Table(columns=columns, keys=keys, tenancy=whole.tenancy)


@st.composite
def states(draw) -> Tables:
    """The tables of a context."""
    tenancy = draw(st.booleans())
    tables: dict[str, Table] = {}
    for name in draw(st.lists(st.sampled_from(OWNERS), unique=True, min_size=1)):
        tables[name] = draw(wholes(tenancy))
    for name in draw(st.lists(st.sampled_from(CHILDREN), unique=True)):
        owner = draw(st.sampled_from(sorted(tables.keys() - set(CHILDREN))))
        tables[name] = draw(children(owner, tables[owner]))
    return tables


def renamed_tables(new: Tables) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Former names of tables, each of a table of the same sort."""
    return st.fixed_dictionaries(
        {
            name: st.lists(st.sampled_from(CHILDREN if name in CHILDREN else OWNERS), max_size=1)
            for name in new
        }
    ).map(lambda found: {name: tuple(x for x in f if x != name) for name, f in found.items()})


def renamed_columns(new: Tables) -> st.SearchStrategy[dict[tuple[str, str], tuple[str, ...]]]:
    """Former names of columns."""
    places = [(name, one) for name, table in new.items() for one in table.columns if one in NAMES]
    found = st.fixed_dictionaries(
        {place: st.lists(st.sampled_from(NAMES), max_size=1).map(tuple) for place in places}
    )
    return found.map(lambda named: {p: tuple(x for x in f if x != p[1]) for p, f in named.items()})


@st.composite
def models(draw) -> tuple[Tables, Wanted]:
    """Tables as they are, and as they are wanted."""
    old, new = draw(states()), draw(states())
    return old, Wanted(
        tables=new,
        former_tables=draw(renamed_tables(new)),
        former_columns=draw(renamed_columns(new)),
    )


def becomes(url: str, old: Tables, wanted: Wanted) -> None:
    """Asserts that the revision leads from the one to the other, and back."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        asyncio.run(_becomes(Path(folder), url, old, wanted))


async def _becomes(folder: Path, url: str, old: Tables, wanted: Wanted) -> None:
    async with upgraded(folder / "fresh", url) as fresh, upgraded(folder / "old", url) as changed:
        fresh.add("0001_initial.py", first_revision(wanted.tables))
        await fresh.up()
        changed.add("0001_initial.py", first_revision(old))
        await changed.up()
        before = await changed.described()
        text = next_revision(old, wanted)
        changed.add("0002_next.py", text)
        await changed.up()
        assert await changed.differences(wanted.tables) == [], text
        assert await changed.described() == await fresh.described(), text
        await changed.down("0001")
        assert await changed.described() == before, text


@settings(max_examples=20, deadline=None, phases=PHASES)
@given(models())
def test_a_revision_makes_of_any_tables_any_others_and_back_on_sqlite(drawn) -> None:
    becomes("", *drawn)


@settings(max_examples=5, deadline=None, phases=PHASES)
@given(models())
def test_a_revision_makes_of_any_tables_any_others_and_back_on_postgresql(drawn) -> None:
    becomes(need_postgres(), *drawn)
