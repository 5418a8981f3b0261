"""Revisions on databases that hold rows: what becomes of them, on SQLite and on PostgreSQL."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from _system__chassis.storage import migrations
from _system__chassis.storage.migrations import NotMigratedError, UndecidedError

from generator.migrating.difference import difference
from generator.migrating.modelled import wanted
from generator.migrating.renames import renames
from generator.migrating.tables import Tables, Wanted
from generator.migrating.writing import Draft
from tests.generator.test_migrating import NOTE, SHOP, resolved
from tests.generator.upgrading import Upgraded, first_revision, upgraded
from tests.samples.workspaces import ROOT, Workspace, new
from tests.servers import need_postgres

pytestmark = pytest.mark.anyio

ONE, TWO = UUID(int=1), UUID(int=2)
LINE = UUID(int=3)
AUTHOR = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
NOW = dt.datetime(2026, 11, 24, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Upgraded]:
    """The shop's database on either engine, without rows."""
    url = need_postgres() if request.param == "postgresql" else ""
    async with upgraded(tmp_path, url) as made:
        made.add("0001_initial.py", first_revision(BEFORE))
        await made.up()
        yield made


def of(text: str) -> Wanted:
    """The tables that a blueprint wants."""
    [context] = resolved(text).contexts
    return wanted(context)


BEFORE = of(SHOP).tables


def drafted(new: str | Wanted, old: Tables = BEFORE, after: tuple[str, ...] = ("0001",)) -> Draft:
    """The revision that leads to a blueprint's tables."""
    want = of(new) if isinstance(new, str) else new
    names = renames(old, want)
    return Draft(
        chassis="_system__chassis",
        number=2,
        after=after,
        steps=difference(old, want.tables, names, want.existing),
        back=difference(want.tables, old, names.undone()),
    )


async def brought(database: Upgraded, new: str, told: tuple[str, str] | None = None) -> Tables:
    """Adds the revision to a blueprint's tables and runs it; *told* is changed in its text."""
    draft = drafted(new)
    said, instead = told or ("", "")
    assert said in draft.text
    database.add(draft.file_name, draft.text.replace(said, instead) if said else draft.text)
    await database.up()
    tables = of(new).tables
    assert await database.differences(tables) == []
    return tables


def order(id: UUID = ONE, tenant: str = "a", **more: object) -> dict[str, object]:
    """A row of an order."""
    row = {"id": id, "version": 1, "created_at": NOW, "updated_at": NOW, "tenant": tenant}
    return {**row, "number": f"no {id.int}", **more}


def line(id: UUID = LINE, order_id: UUID = ONE, tenant: str = "a") -> dict[str, object]:
    """A row of one of its lines."""
    return {"id": id, "tenant": tenant, "order_id": order_id, "ordinal": 0, "sku": "x"}


def with_(*fields: str, instead_of: str = "") -> str:
    """The shop with other fields of an order."""
    written = "".join(f"          {field}\n" for field in fields)
    return SHOP.replace(instead_of or NOTE, written if instead_of else NOTE + written)


async def test_rows_of_all_tenants_get_what_a_new_field_is_by_default(database: Upgraded) -> None:
    await database.store(BEFORE, "orders", order(), order(TWO, "b"))
    tables = await brought(
        database, with_("grade: int = 3", 'price: "decimal(8.2) = 1.5"', "kind: enum(a | b) = b")
    )
    for tenant, known in (("a", ONE), ("b", TWO)):
        [row] = await database.stored(tables, "orders", tenant)
        assert (row["id"], row["grade"], row["kind"]) == (known, 3, "b")
        assert row["price"] == Decimal("1.50")


async def test_a_required_field_that_rows_have_not_stops_the_upgrade_and_says_where(
    database: Upgraded,
) -> None:
    await database.store(BEFORE, "orders", order())
    before = await database.described()
    with pytest.raises(UndecidedError, match=r"^0002_\w+\.py:\d+: orders has rows.*existing=…"):
        await brought(database, with_("rush: bool"))
    assert await database.described() == before


async def test_a_required_field_is_simply_there_where_no_rows_are(database: Upgraded) -> None:
    assert await brought(database, with_("rush: bool"))


async def test_a_revision_may_be_told_what_rows_have(database: Upgraded) -> None:
    await database.store(BEFORE, "orders", order())
    told = ("nullable=False)", "nullable=False), existing=True")
    tables = await brought(database, with_("rush: bool"), told=told)
    [row] = await database.stored(tables, "orders", "a")
    assert row["rush"] is True


async def test_a_field_that_was_optional_is_required_where_all_rows_have_it(
    database: Upgraded,
) -> None:
    required = with_("note: text", instead_of=NOTE)
    await database.store(BEFORE, "orders", order(note="here"))
    tables = await brought(database, required)
    [row] = await database.stored(tables, "orders", "a")
    assert row["note"] == "here"


async def test_and_stops_the_upgrade_where_one_has_it_not(database: Upgraded) -> None:
    await database.store(BEFORE, "orders", order(note="here"), order(TWO))
    with pytest.raises(UndecidedError, match="note must not be null"):
        await brought(database, with_("note: text", instead_of=NOTE))


RENAMED = (
    SHOP.replace(NOTE, "          remark: {is: text, optional: true, was: note}\n")
    .replace("      Order:\n", "      Purchase:\n        was: Order\n")
    .replace(" Order\n", " Purchase\n")
    .replace(" Order,", " Purchase,")
    .replace("Order.lines", "Purchase.lines")
    .replace("        was: Purchase\n", "        was: Order\n")
    .replace("Line: {in", "Item: {was: Line, in")
    .replace("number: string(1..20)", "number: string(1..20) unique")
)


async def test_renamed_tables_and_columns_keep_rows_policies_and_children(
    database: Upgraded,
) -> None:
    await database.store(BEFORE, "orders", order(note="mine"), order(TWO, "b"))
    await database.store(BEFORE, "lines", line())
    tables = await brought(database, RENAMED)
    assert tables.keys() == {"purchases", "items"}
    [row] = await database.stored(tables, "purchases", "a")
    assert (row["id"], row["remark"]) == (ONE, "mine")
    [item] = await database.stored(tables, "items", "a")
    assert item["purchase_id"] == ONE
    await database.delete(tables, "purchases", "a")
    assert await database.stored(tables, "items", "a") == []


async def test_the_way_back_keeps_rows_too(database: Upgraded) -> None:
    await database.store(BEFORE, "orders", order(note="mine"))
    await database.store(BEFORE, "lines", line())
    before = await database.described()
    await brought(database, RENAMED)
    await database.down("0001")
    assert await database.described() == before
    [row] = await database.stored(BEFORE, "orders", "a")
    assert row["note"] == "mine"
    assert len(await database.stored(BEFORE, "lines", "a")) == 1


async def test_what_must_be_unique_stops_the_upgrade_where_rows_are_alike(
    database: Upgraded,
) -> None:
    await database.store(BEFORE, "orders", order(), order(TWO, number="no 1"))
    with pytest.raises(UndecidedError, match="alike in tenant, number"):
        await brought(
            database, SHOP.replace("number: string(1..20)", "number: string(1..20) unique")
        )


async def test_a_new_kind_of_children_is_kept_apart_by_tenants_and_goes_with_its_owner(
    database: Upgraded,
) -> None:
    await database.store(BEFORE, "orders", order())
    more = "Line: {in: lines, fields: {sku: string(1..20)}}"
    tables = await brought(
        database, SHOP.replace(more, f"{more}\n          Tag: {{in: tags, fields: {{word: text}}}}")
    )
    tag = {"id": LINE, "tenant": "a", "order_id": ONE, "ordinal": 0, "word": "x"}
    await database.store(tables, "tags", tag)
    assert await database.stored(tables, "tags", "b") == []
    await database.delete(tables, "orders", "a")
    assert await database.stored(tables, "tags", "a") == []


@pytest.mark.parametrize(
    ("before", "value", "after", "becomes"),
    [
        ("int", 7, "decimal(8.2)", Decimal("7.00")),
        ("int", 7, "bigint", 7),
        ("int", 7, "string(1..9)", "7"),
        ("bigint", 7, "int", 7),
        ("decimal(8.2)", Decimal("1.25"), "decimal(9.4)", Decimal("1.2500")),
        ("decimal(9.4)", Decimal("-1.2350"), "decimal(8.2)", Decimal("-1.24")),
        ("decimal(8.2)", Decimal("1.25"), "float", 1.25),
        ("string(1..9)", "abc", "text", "abc"),
        ("text", "abc", "string(1..3)", "abc"),
    ],
)
async def test_values_follow_a_type_that_can_hold_them(
    database: Upgraded, before: str, value: object, after: str, becomes: object
) -> None:
    await _retyped(database, before, value, after, becomes)


@pytest.mark.parametrize(
    ("before", "value", "after", "convert", "becomes"),
    [
        ("string(1..9)", "07", "int", "lambda value: int(str(value))", 7),
        ("uuid", LINE, "string(1..40)", "str", str(LINE)),
        ("string(1..40)", str(LINE), "uuid", "lambda value: __import__('uuid').UUID(value)", LINE),
        ("text", "abcd", "string(1..3)", "lambda value: str(value)[:3]", "abc"),
        ("bigint", 2**40, "int", "lambda value: 0", 0),
    ],
)
async def test_a_revision_may_be_told_how_values_become_others(
    database: Upgraded, before: str, value: object, after: str, convert: str, becomes: object
) -> None:
    with pytest.raises(UndecidedError, match="convert=lambda value: …"):
        await _retyped(database, before, value, after, becomes)
    for path in database.service.migrations.glob("000[23]_*.py"):
        path.unlink()
    await _retyped(database, before, value, after, becomes, convert, again=True)


async def _retyped(
    database: Upgraded,
    before: str,
    value: object,
    after: str,
    becomes: object,
    convert: str = "",
    *,
    again: bool = False,
) -> None:
    """Brings a column of a type to another; *again* where it is there already with its value."""
    old = of(with_(f'worth: "{before} index"')).tables
    first = drafted(with_(f'worth: "{before} index"'))
    database.add("0002_first.py", first.text)
    if not again:
        await database.up()
        await database.store(old, "orders", order(worth=value))
    new = of(with_(f'worth: "{after} index"'))
    text = drafted(new, old, (first.id,)).text
    if convert:
        text = re.sub(r"(change_type\(.*)\)", rf"\1, convert={convert})", text, count=1)
    database.add("0003_second.py", text)
    await database.up()
    assert await database.differences(new.tables) == []
    [row] = await database.stored(new.tables, "orders", "a")
    assert row["worth"] == becomes
    assert isinstance(row["worth"], type(becomes))


async def test_a_dropped_field_is_gone_with_its_index_and_the_rest_stays(
    database: Upgraded,
) -> None:
    await database.store(BEFORE, "orders", order(note="x"))
    tables = await brought(database, SHOP.replace(NOTE, ""))
    [row] = await database.stored(tables, "orders", "a")
    assert row == order()


async def test_a_context_that_gets_tenants_keeps_them_apart_from_then_on(tmp_path: Path) -> None:
    without = of(SHOP.replace("tenancy: row", "tenancy: none")).tables
    async with upgraded(tmp_path, need_postgres()) as database:
        database.add("0001_initial.py", first_revision(without))
        await database.up()
        alone = {name: value for name, value in order().items() if name != "tenant"}
        await database.store(without, "orders", alone)
        draft = drafted(SHOP, without)
        told = draft.text.replace("nullable=False)", 'nullable=False), existing="a"')
        database.add(draft.file_name, told)
        await database.up()
        assert await database.differences(BEFORE) == []
        assert len(await database.stored(BEFORE, "orders", "a")) == 1
        assert await database.stored(BEFORE, "orders", "b") == []
        await database.down("0001")
        assert len(await database.stored(without, "orders")) == 1


@pytest.mark.parametrize("at", ["0001", "one", "other", "both"])
async def test_two_branches_come_together_wherever_the_database_is(
    database: Upgraded, at: str
) -> None:
    one, other = drafted(with_("grade: int = 3")), drafted(with_("place: text optional"))
    together = of(with_("grade: int = 3", "place: text optional")).tables
    await database.store(BEFORE, "orders", order())
    for name, draft in (("one", one), ("other", other)):
        if at in (name, "both"):
            database.add(draft.file_name, draft.text)
    await database.up()
    for draft in (one, other):
        database.add(draft.file_name, draft.text)
    assert await migrations.head_reached(database.service, database.database) == (at == "both")
    merge = Draft(chassis="_system__chassis", number=3, after=(one.id, other.id), steps=(), back=())
    database.add(merge.file_name, merge.text)
    await database.up()
    assert await migrations.head_reached(database.service, database.database)
    assert await database.differences(together) == []
    [row] = await database.stored(together, "orders", "a")
    assert row["grade"] == 3


async def test_a_database_at_a_revision_that_is_gone_says_so(database: Upgraded) -> None:
    draft = drafted(with_("grade: int = 3"))
    await brought(database, with_("grade: int = 3"))
    (database.service.migrations / draft.file_name).unlink()
    with pytest.raises(NotMigratedError, match=f"at revision {draft.id}, which is not among"):
        await database.up()


EDITED = with_("grade: int = 3", "rush: bool optional", "kind: enum(a | b) = b").replace(
    "Line: {in: lines, fields: {sku: string(1..20)}}",
    "Item: {was: Line, in: lines, fields: {sku: string(1..20), label: text optional}}",
)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of the shop that git has, made to follow another blueprint."""
    folder = tmp_path_factory.mktemp("migrated")
    (folder / "shop.yaml").write_text(SHOP)
    made = Workspace("shop", folder / "workspace")
    new(str(folder / "shop.yaml"), made.path)
    for command in (["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *AUTHOR, *command], cwd=made.path, check=True)
    (made.path / "blueprint.yaml").write_text(EDITED)
    assert synced(made).returncode == 0
    return made


def synced(workspace: Workspace) -> subprocess.CompletedProcess[str]:
    """`blueprint sync` as a process of its own."""
    command = [sys.executable, "-m", "blueprint", "sync"]
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=workspace.path, env=path, capture_output=True, text=True)


def revisions(workspace: Workspace) -> dict[str, bytes]:
    """Its revisions by their names."""
    folder = workspace.path / "services/sales/migrations"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.py"))}


def test_a_synced_workspace_has_one_more_revision_and_its_tests_pass_on_sqlite(
    migrated: Workspace,
) -> None:
    [_, second] = sorted((migrated.path / "services/sales/migrations").glob("*.py"))
    assert 'rename_table(op, "lines", "items")' in second.read_text()
    done = migrated.run("pytest", "-p", "no:cacheprovider", "services/sales/tests")
    assert done.returncode == 0, done.stdout[-6000:]


def test_a_synced_workspace_passes_its_tests_on_postgresql(migrated: Workspace) -> None:
    url = need_postgres()
    tests = "services/sales/tests/test_contract.py"
    done = migrated.run("pytest", "-p", "no:cacheprovider", tests, DATABASE_URL=url)
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.parametrize("command", [("check",), ("format", "--check")])
def test_what_sync_writes_is_laid_out_as_the_rest(
    migrated: Workspace, command: tuple[str, ...]
) -> None:
    done = migrated.run("ruff", *command, "services/sales/migrations")
    assert done.returncode == 0, done.stdout


def test_a_revision_that_was_deleted_before_git_had_it_is_written_again(
    migrated: Workspace,
) -> None:
    before = revisions(migrated)
    (migrated.path / "services/sales/migrations" / max(before)).unlink()
    assert synced(migrated).returncode == 0
    assert revisions(migrated) == before
    assert "Nothing to do" in synced(migrated).stdout
