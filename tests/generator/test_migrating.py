"""One revision a run: what it holds, whose turn it is, and what two branches make of each other."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from blueprint.model import System
from blueprint.read import read_text
from blueprint.resolve import resolve
from generator.manifest import Manifest
from generator.migrating import Migrations, plan
from generator.state import read_state, state_files
from generator.tree import File, Owner, Tree
from generator.workspace import Reader

FOLDER = "services/sales/migrations"
FIRST = f"{FOLDER}/0001_initial.py"
RECORDS = ".blueprint/tables/sales.jsonl"
SHOP = """\
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles, tenant: org}
  roles: {clerk: Sells.}
defaults: {allow: [clerk], storage: {engine: postgres, tenancy: row}}
contexts:
  sales:
    about: Sells.
    aggregates:
      Order:
        fields:
          number: string(1..20)
          note: text optional
        entities:
          Line: {in: lines, fields: {sku: string(1..20)}}
    commands:
      AddOrder: {does: create Order, http: POST /orders}
      AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}"}
"""
NOTE = "          note: text optional\n"
GRADE = "          grade: int = 1\n"
PLACE = "          place: string(1..9) optional\n"
RUSH = "          rush: bool\n"


def with_(*fields: str, shop: str = SHOP) -> str:
    """The shop with more fields of an order."""
    return shop.replace(NOTE, NOTE + "".join(fields))


def resolved(text: str) -> System:
    """The model."""
    document = read_text(text, {}).document
    assert document is not None, text
    return resolve(document)


def first(system: System) -> File:
    """The first revision as it is rendered: as much of it as is read."""
    from generator.filters.storing import first_tables

    [context] = system.contexts
    made = []
    for table in first_tables(context):
        made.append(f'op.create_table("{table.name}", {", ".join(table.lines)})')
        made += table.guarded.splitlines()
    body = "".join(f"    {line.strip()}\n" for line in made)
    text = f'revision = "0001"\ndown_revision = None\n\n\ndef upgrade() -> None:\n{body}'
    path = f"services/{context.name.snake}/migrations/0001_initial.py"
    content = text.encode()
    return File(path=path, content=content, owner=Owner.APPEND, node="sales", context="sales")


@dataclass
class Workspace:
    """A workspace of which only the migrations are there; `had` are the paths that git has."""

    root: Path
    had: set[str] = field(default_factory=set)

    def plan(self, text: str) -> Migrations:
        """What following the blueprint would do."""
        system = resolved(text)
        reader = Reader(self.root)
        return plan(
            system, Tree([first(system)]), read_state(reader), reader, self.had.__contains__
        )

    def sync(self, text: str) -> Migrations:
        """The same, done."""
        planned = self.plan(text)
        for path in planned.removed:
            (self.root / path).unlink()
        files = {file.path: file.content for file in planned.files}
        entries = state_files(Tree([*planned.files, *planned.kept]), Manifest())
        for path, content in {**files, **planned.records, **entries}.items():
            self.write(path, content)
        return planned

    def write(self, path: str, content: bytes | str) -> None:
        """Writes a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self) -> None:
        """Git has all that is there."""
        self.had |= set(self.files())

    def files(self) -> dict[str, bytes]:
        """The revisions."""
        found = sorted((self.root / FOLDER).glob("*.py"))
        return {f"{FOLDER}/{path.name}": path.read_bytes() for path in found}

    def everything(self) -> dict[str, bytes]:
        """The revisions, and what is recorded of them."""
        return self.files() | {RECORDS: (self.root / RECORDS).read_bytes()}

    @property
    def last(self) -> str:
        """The path of the newest revision."""
        return max(self.files())

    def upgrade(self, path: str | None = None) -> str:
        """What a revision does, the newest unless it is named."""
        text = (self.root / (path or self.last)).read_text()
        return text.partition("def upgrade")[2].partition("def downgrade")[0]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of the shop that git has."""
    made = Workspace(tmp_path / "workspace")
    made.sync(SHOP)
    made.commit()
    return made


def other(workspace: Workspace, name: str) -> Workspace:
    """A branch of it."""
    made = Workspace(workspace.root.with_name(name), set(workspace.had))
    for path, content in workspace.everything().items():
        made.write(path, content)
    return made


def test_a_new_context_gets_its_first_revision_alone(tmp_path: Path) -> None:
    planned = Workspace(tmp_path).plan(SHOP)
    assert [file.path for file in planned.files] == [FIRST]
    assert planned.changes == {"sales": ("create table orders", "create table lines")}
    assert planned.findings == ()


def test_nothing_is_done_where_nothing_changed(workspace: Workspace) -> None:
    before = workspace.everything()
    planned = workspace.sync(SHOP)
    assert (planned.files, planned.removed, planned.findings, planned.changes) == ((), (), (), {})
    assert [file.path for file in planned.kept] == [FIRST]
    assert workspace.everything() == before


def test_a_new_field_is_one_more_revision_with_what_rows_get_in_it(workspace: Workspace) -> None:
    planned = workspace.sync(with_(GRADE, PLACE))
    assert planned.changes == {"sales": ("add column orders.grade", "add column orders.place")}
    assert planned.findings == ()
    assert list(workspace.files()) == [FIRST, planned.files[0].path]
    assert "existing=1" in workspace.upgrade()
    assert 'down_revision = "0001"' in planned.files[0].content.decode()


def test_a_required_field_without_a_default_is_left_to_people(workspace: Workspace) -> None:
    said = "rows that exist have no orders.rush: say what they get, existing=…"
    planned = workspace.sync(with_(RUSH))
    assert planned.findings == ((workspace.last, said),)
    assert workspace.sync(with_(RUSH)).findings == ((workspace.last, said),)
    text = workspace.files()[workspace.last].decode()
    workspace.write(
        workspace.last, text.replace("nullable=False)", "nullable=False), existing=True")
    )
    assert workspace.sync(with_(RUSH)).findings == ()
    assert "existing=True" in workspace.upgrade()


def test_before_git_has_it_the_first_revision_is_rendered_anew(tmp_path: Path) -> None:
    stepwise, at_once = Workspace(tmp_path / "a"), Workspace(tmp_path / "b")
    stepwise.sync(SHOP)
    stepwise.sync(with_(GRADE))
    at_once.sync(with_(GRADE))
    assert stepwise.everything() == at_once.everything()


def test_before_git_has_it_a_revision_is_written_anew(workspace: Workspace) -> None:
    at_once = other(workspace, "b")
    workspace.sync(with_(GRADE))
    workspace.sync(with_(GRADE, PLACE))
    at_once.sync(with_(GRADE, PLACE))
    assert workspace.everything() == at_once.everything()


def test_before_git_has_it_a_revision_is_taken_back(workspace: Workspace) -> None:
    before = workspace.everything()
    workspace.sync(with_(GRADE))
    workspace.sync(SHOP)
    assert workspace.everything() == before


@pytest.mark.parametrize("how", ["committed", "edited"])
def test_a_revision_that_is_somebodys_is_never_touched(workspace: Workspace, how: str) -> None:
    workspace.sync(with_(GRADE))
    path = workspace.last
    if how == "committed":
        workspace.commit()
    else:
        workspace.write(path, workspace.files()[path] + b"\n# ours\n")
    kept = workspace.files()[path]
    planned = workspace.sync(with_(GRADE, PLACE))
    assert planned.changes == {"sales": ("add column orders.place",)}
    assert workspace.files()[path] == kept
    assert len(workspace.files()) == 3
    workspace.sync(with_(PLACE))
    assert workspace.files()[path] == kept
    assert 'drop_column(op, "orders", "grade")' in workspace.upgrade()


def test_a_field_that_changes_and_changes_back_is_two_revisions(workspace: Workspace) -> None:
    wider = SHOP.replace("number: string(1..20)", "number: string(1..30)")
    for text, said in ((wider, "String(20) to String(30)"), (SHOP, "String(30) to String(20)")):
        planned = workspace.sync(text)
        assert planned.changes == {"sales": (f"change column orders.number from {said}",)}
        assert planned.findings == ()
        workspace.commit()
    assert len(workspace.files()) == 3


def test_a_revision_by_hand_is_gone_on_from(workspace: Workspace) -> None:
    by_hand = 'revision = "0002"\ndown_revision = "0001"\n'
    workspace.write(f"{FOLDER}/0002_by_hand.py", by_hand)
    workspace.sync(with_(GRADE))
    assert workspace.last.startswith(f"{FOLDER}/0003_add_column_orders_grade_")
    assert b'down_revision = "0002"' in workspace.files()[workspace.last]


def test_a_renamed_field_and_table_keep_their_rows(workspace: Workspace) -> None:
    renamed = SHOP.replace(NOTE, "          remark: {is: text, optional: true, was: note}\n")
    renamed = renamed.replace("Order:", "Purchase:\n        was: Order", 1)
    renamed = renamed.replace("Order,", "Purchase,").replace("Order.lines", "Purchase.lines")
    planned = workspace.sync(renamed)
    assert planned.changes == {
        "sales": (
            "rename table orders to purchases",
            "rename column lines.order_id to purchase_id",
            "rename column purchases.note to remark",
        )
    }
    workspace.commit()
    assert workspace.sync(renamed).files == ()


def test_of_former_names_the_latest_that_is_there_counts(workspace: Workspace) -> None:
    workspace.sync(with_("          hint: text optional\n"))
    workspace.commit()
    twice = SHOP.replace(NOTE, "          remark: {is: text, optional: true, was: [hint, note]}\n")
    assert workspace.sync(twice).changes == {
        "sales": ("rename column orders.note to remark", "drop column orders.hint")
    }


def test_what_is_dropped_is_said_in_the_revision(workspace: Workspace) -> None:
    planned = workspace.sync(SHOP.replace(NOTE, ""))
    assert planned.findings == ()
    assert b"What rows have in orders.note is lost with it." in planned.files[0].content


def test_two_branches_that_each_add_one_are_merged(workspace: Workspace) -> None:
    branch = other(workspace, "branch")
    workspace.sync(with_(GRADE))
    branch.sync(with_(PLACE))
    merged(workspace, branch)
    planned = workspace.sync(with_(GRADE, PLACE))
    assert (planned.findings, planned.changes) == ((), {})
    text = workspace.files()[workspace.last].decode()
    assert workspace.last.startswith(f"{FOLDER}/0003_merge_")
    assert text.count("migrations.") == 0
    before = workspace.everything()
    assert workspace.sync(with_(GRADE, PLACE)).files == ()
    assert workspace.everything() == before


def test_a_merge_does_what_neither_branch_did(workspace: Workspace) -> None:
    branch = other(workspace, "branch")
    workspace.sync(with_(GRADE))
    branch.sync(SHOP.replace(NOTE, ""))
    merged(workspace, branch)
    planned = workspace.sync(with_(GRADE, PLACE).replace(NOTE, ""))
    assert planned.changes == {"sales": ("add column orders.place",)}
    workspace.commit()
    assert workspace.sync(with_(GRADE, PLACE).replace(NOTE, "")).files == ()


def test_a_column_that_both_branches_changed_is_told_of_and_may_be_either(
    workspace: Workspace,
) -> None:
    branch = other(workspace, "branch")
    workspace.sync(SHOP.replace("number: string(1..20)", "number: string(1..30)"))
    ours = workspace.last
    wider = SHOP.replace("number: string(1..20)", "number: string(1..40)")
    branch.sync(wider)
    merged(workspace, branch)
    planned = workspace.sync(wider)
    assert planned.changes == {}
    [(path, said)] = planned.findings
    assert {path} | {ours, branch.last} == {ours, branch.last}
    assert "orders.number" in said
    workspace.commit()
    planned = workspace.sync(with_(PLACE, shop=wider))
    assert (planned.findings, planned.changes) == ((), {"sales": ("add column orders.place",)})


def merged(ours: Workspace, theirs: Workspace) -> None:
    """What git makes of two branches whose records it cannot merge, marks and all."""
    for path, content in theirs.files().items():
        ours.write(path, content)
    one, two = (w.everything()[RECORDS] for w in (ours, theirs))
    ours.write(RECORDS, b"<<<<<<< ours\n" + one + b"=======\n" + two + b">>>>>>> theirs\n")
    ours.commit()


def test_a_lost_record_is_told_by_the_first_revision(workspace: Workspace) -> None:
    before = workspace.everything()
    (workspace.root / RECORDS).unlink()
    planned = workspace.sync(with_(GRADE))
    assert planned.findings == ()
    assert planned.changes == {"sales": ("add column orders.grade",)}
    assert workspace.everything()[RECORDS].startswith(before[RECORDS])


@pytest.mark.parametrize("how", ["edited", "more"])
def test_a_lost_record_that_nothing_tells_is_a_finding_once(workspace: Workspace, how: str) -> None:
    if how == "edited":
        workspace.write(FIRST, workspace.files()[FIRST] + b"\n# ours\n")
    else:
        workspace.sync(with_(GRADE))
        workspace.commit()
    (workspace.root / RECORDS).unlink()
    planned = workspace.sync(with_(PLACE))
    assert (planned.files, planned.removed) == ((), ())
    [(path, said)] = planned.findings
    assert path == workspace.last
    assert "`make test`" in said
    assert workspace.sync(with_(PLACE)).findings == ()
    assert workspace.sync(with_(PLACE, GRADE)).changes == {"sales": ("add column orders.grade",)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('revision = "0002"\ndown_revision = "0009"\n', "goes on from revision 0009"),
        ('revision = "0001"\ndown_revision = None\n', "is revision 0001, too"),
        ("<<<<<<< ours\n", "it is no Python"),
    ],
)
def test_revisions_that_do_not_follow_are_a_finding_and_nothing_is_touched(
    workspace: Workspace, text: str, why: str
) -> None:
    workspace.write(f"{FOLDER}/0002_wrong.py", text)
    before = workspace.everything()
    planned = workspace.sync(with_(GRADE))
    [(path, said)] = planned.findings
    assert path == f"{FOLDER}/0002_wrong.py"
    assert why in said
    assert workspace.everything() == before


def test_revisions_of_a_renamed_context_are_found_where_they_were(workspace: Workspace) -> None:
    renamed = SHOP.replace("  sales:\n", "  selling:\n    was: sales\n")
    planned = workspace.plan(renamed.replace(NOTE, NOTE + GRADE))
    assert planned.changes == {"selling": ("add column orders.grade",)}
    [file] = planned.files
    assert file.path.startswith("services/selling/migrations/0002_")
    assert list(planned.records) == [".blueprint/tables/selling.jsonl"]


def test_ids_are_short_enough_for_the_table_that_keeps_them(workspace: Workspace) -> None:
    long = [f"          a_very_long_name_of_a_field_{number}: int = 1\n" for number in range(9)]
    workspace.sync(with_(*long))
    text = workspace.files()[workspace.last].decode()
    assert len(text.partition('revision = "')[2].partition('"')[0]) == len("0002_1a2b3c4d") <= 32
