"""Git as teams use it: branches that each followed their blueprint, merged, and followed again."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.small import made, run, tree

PACKAGE = "services/sales/src/shop_sales"
MODEL = f"{PACKAGE}/model/order.py"
RULES = f"{PACKAGE}/domain/order.py"
SALES = "contexts/sales.yaml"
SHOP = "blueprint.yaml"
_IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(workspace: Path, *arguments: str, expects: int = 0) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=workspace,
        env=os.environ | _IDENTITY,
        capture_output=True,
        text=True,
    )
    assert done.returncode == expects, done.stdout + done.stderr
    return done.stdout


def sync(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("sync", *arguments, cwd=workspace)


def change(workspace: Path, old: str, new: str, file: str = SALES) -> None:
    text = (workspace / file).read_text()
    assert old in text
    (workspace / file).write_text(text.replace(old, new))


def committed(workspace: Path, message: str) -> None:
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", message)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of the shop whose first commit is made."""
    made_ = made(tmp_path)
    committed(made_, "begin")
    return made_


def branched(workspace: Path, ours: str, theirs: str) -> None:
    """Two branches that add a field each and followed it; *theirs* is merged into *ours*."""
    git(workspace, "checkout", "-q", "-b", "theirs")
    change(workspace, "note: text optional", f"note: text optional, {theirs}")
    assert sync(workspace).returncode == 0
    committed(workspace, "theirs")
    git(workspace, "checkout", "-q", "main")
    change(workspace, "note: text optional", f"note: text optional, {ours}")
    assert sync(workspace).returncode == 0
    committed(workspace, "ours")


def resolve_blueprint(workspace: Path, ours: str, theirs: str) -> None:
    """Takes both fields into the line that git could not merge."""
    lines = (workspace / SALES).read_text().split("\n")
    begin = next(n for n, line in enumerate(lines) if line.startswith("<<<<<<< "))
    end = next(n for n, line in enumerate(lines) if line.startswith(">>>>>>> "))
    both = lines[begin + 1].replace(ours, f"{ours}, {theirs}")
    (workspace / SALES).write_text("\n".join([*lines[:begin], both, *lines[end + 1 :]]))


def test_generated_files_in_conflict_are_rendered_anew(workspace: Path) -> None:
    branched(workspace, "size: int", "color: text")
    git(workspace, "merge", "-q", "theirs", expects=1)
    assert "<<<<<<< " in (workspace / MODEL).read_text()
    resolve_blueprint(workspace, "size: int", "color: text")

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    text = (workspace / MODEL).read_text()
    assert "<<<<<<< " not in text
    assert "size" in text
    assert "color" in text
    committed(workspace, "merged")
    assert sync(workspace).stdout.startswith("Nothing to do")


def test_what_git_merged_by_itself_into_another_order_is_rendered_anew(workspace: Path) -> None:
    """Git sees no conflict, and what it makes is not what would be rendered."""
    branched(workspace, "size: int", "color: text")
    git(workspace, "merge", "-q", "-X", "ours", "theirs")
    change(workspace, "size: int", "size: int, color: text")

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    assert "color" in (workspace / MODEL).read_text()


def test_a_merge_is_still_known_after_further_commits(workspace: Path) -> None:
    branched(workspace, "size: int", "color: text")
    git(workspace, "merge", "-q", "-X", "ours", "theirs")
    (workspace / "notes.md").write_text("Ask Ada.\n")
    committed(workspace, "notes")
    change(workspace, "size: int", "size: int, color: text")

    assert sync(workspace).returncode == 0


def test_a_line_written_into_the_conflict_of_a_generated_file_stops_the_run(
    workspace: Path,
) -> None:
    branched(workspace, "size: int", "color: text")
    git(workspace, "merge", "-q", "theirs", expects=1)
    resolve_blueprint(workspace, "size: int", "color: text")
    text = (workspace / MODEL).read_text()
    (workspace / MODEL).write_text(text.replace("=======\n", "=======\n# mine\n", 1))
    before = tree(workspace)

    done = sync(workspace)

    assert done.returncode == 3
    assert f"{MODEL}: line " in done.stderr
    assert "marks of a conflict" in done.stderr
    assert tree(workspace) == before


def test_a_conflict_in_a_fill_is_left_and_found(workspace: Path) -> None:
    for branch, words in (("theirs", "len(order.note) < 9"), ("main", "len(order.note) < 5")):
        git(workspace, "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        (workspace / RULES).write_text(f"def not_too_long(order):\n    return {words}\n")
        committed(workspace, branch)
    git(workspace, "merge", "-q", "theirs", expects=1)
    marked = (workspace / RULES).read_bytes()

    done = sync(workspace)

    assert done.returncode == 1
    assert f"{RULES}: line 2: a conflict waits to be resolved" in done.stderr
    assert (workspace / RULES).read_bytes() == marked


def test_two_branches_that_each_change_a_shared_file_need_nobody(workspace: Path) -> None:
    """A context more on each: both change the same lists of the same shared files."""
    for branch, name in (("theirs", "returns"), ("main", "gifts")):
        git(workspace, "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        change(
            workspace, "contexts:\n", f"contexts:\n  {name}: {{about: Some.}}\n", "blueprint.yaml"
        )
        assert sync(workspace).returncode == 0
        committed(workspace, name)
    git(workspace, "merge", "-q", "theirs", expects=1)
    text = (workspace / "blueprint.yaml").read_text()
    marks = ("<<<<<<<", "=======", ">>>>>>>")
    kept = [line for line in text.split("\n") if not line.startswith(marks)]
    (workspace / "blueprint.yaml").write_text("\n".join(kept))

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    committed(workspace, "merged")
    assert sync(workspace).stdout.startswith("Nothing to do")
    marked = [path for path, content in tree(workspace).items() if b"<<<<<<< " in content]
    assert marked == []


def test_a_dirty_work_tree_is_no_obstacle(workspace: Path) -> None:
    (workspace / "notes.md").write_text("Ask Ada.\n")
    (workspace / RULES).write_text("# half done\n")
    change(workspace, "note: text optional", "size: int")

    assert sync(workspace).returncode in (0, 1)
    assert (workspace / "notes.md").read_text() == "Ask Ada.\n"


def renamed(workspace: Path) -> None:
    """The context sales is called vending from now on."""
    change(workspace, "  sales: contexts/sales.yaml", "  vending: contexts/sales.yaml", SHOP)
    change(workspace, "context: sales", "context: vending\nwas: sales")


def test_what_was_written_follows_a_renamed_context_though_its_records_are_lost(
    workspace: Path,
) -> None:
    (workspace / RULES).write_text((workspace / RULES).read_text() + "# by hand\n")
    (workspace / MODEL).write_text((workspace / MODEL).read_text() + "# by hand, too\n")
    (workspace / ".blueprint/contexts/sales.jsonl").unlink()
    renamed(workspace)

    done = sync(workspace)

    now = "services/vending/src/shop_vending"
    assert (workspace / now / "domain/order.py").read_text().endswith("# by hand\n")
    assert (workspace / MODEL).read_text().endswith("# by hand, too\n")
    assert done.returncode == 1
    assert f"{now}/model/order.py is rendered" in done.stderr
    assert sync(workspace).returncode == 1


def test_what_git_brings_back_to_a_former_place_is_found(workspace: Path) -> None:
    git(workspace, "checkout", "-q", "-b", "theirs")
    (workspace / RULES).write_text((workspace / RULES).read_text() + "# by hand\n")
    committed(workspace, "theirs")
    git(workspace, "checkout", "-q", "main")
    change(workspace, "  Order:", "  Purchase:\n    was: Order")
    change(workspace, "create Order", "create Purchase")
    change(workspace, "list Order", "list Purchase")
    assert sync(workspace, "--adapt").returncode == 0
    committed(workspace, "ours")
    assert sync(workspace).returncode == 0
    git(workspace, "cherry-pick", "theirs", expects=1)

    done = sync(workspace)

    assert (workspace / RULES).read_text().endswith("# by hand\n")
    assert done.returncode == 1
    assert f"{RULES}: what it belongs to has another name now" in done.stderr
    (workspace / RULES).unlink()
    assert sync(workspace).returncode == 0


def test_a_file_of_ones_own_follows_its_renamed_context(workspace: Path) -> None:
    change(workspace, "contexts:", f"own: [{PACKAGE}/operations.py]\ncontexts:", SHOP)
    assert sync(workspace).returncode == 0
    (workspace / PACKAGE / "operations.py").write_text("# all mine\n")
    now = "services/vending/src/shop_vending/operations.py"
    renamed(workspace)
    change(workspace, f"{PACKAGE}/operations.py", now, SHOP)

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    assert (workspace / now).read_text() == "# all mine\n"
    assert not (workspace / "services/sales").exists()
    before = tree(workspace)
    assert sync(workspace).returncode == 0
    assert tree(workspace) == before


def test_code_of_an_operation_whose_ejection_is_forgotten_is_found(workspace: Path) -> None:
    records = workspace / ".blueprint/contexts/sales.jsonl"
    operations = workspace / PACKAGE / "operations.py"
    before = [(file, file.read_bytes()) for file in (records, operations)]
    assert run("eject", "sales.PlaceOrder", cwd=workspace).returncode == 0
    code = workspace / PACKAGE / "application/place_order.py"
    code.write_text(code.read_text() + "# by hand\n")
    for file, content in before:  # as in a merge of which somebody takes one side
        file.write_bytes(content)

    done = sync(workspace)

    assert done.returncode == 1
    assert "`blueprint eject sales.PlaceOrder` lets it be called again" in done.stderr
    assert sync(workspace).returncode == 1
    assert run("eject", "sales.PlaceOrder", cwd=workspace).returncode == 0
    assert code.read_text().endswith("# by hand\n")
    assert b"place_order()" not in operations.read_bytes()


def test_a_conflict_in_a_file_that_both_branches_moved_is_found(workspace: Path) -> None:
    git(workspace, "checkout", "-q", "-b", "theirs")
    git(workspace, "mv", "README.md", "READ.md")
    change(workspace, "# Shop", "# Theirs", "READ.md")
    committed(workspace, "theirs")
    git(workspace, "checkout", "-q", "main")
    git(workspace, "mv", "README.md", "READ.txt")
    change(workspace, "# Shop", "# Ours", "READ.txt")
    committed(workspace, "ours")
    git(workspace, "merge", "-q", "theirs", expects=1)
    (workspace / "READ.md").rename(workspace / "README.md")
    assert "<<<<<<<< HEAD" in (workspace / "README.md").read_text(), "git takes eight signs here"

    done = sync(workspace)

    assert done.returncode == 1
    assert "README.md: line 1: a conflict waits to be resolved" in done.stderr
