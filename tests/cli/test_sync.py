"""`blueprint sync` and `blueprint eject`: the workspace follows, and what people wrote stays."""

import fcntl
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.small import SALES, SHOP, made, run, tree

PACKAGE = "services/sales/src/shop_sales"
RULES = f"{PACKAGE}/domain/order.py"
OPERATIONS = f"{PACKAGE}/operations.py"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A new workspace of the shop."""
    return made(tmp_path)


def sync(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(*(arguments or ("sync",)), cwd=workspace)


def change(workspace: Path, old: str, new: str, file: str = "contexts/sales.yaml") -> None:
    text = (workspace / file).read_text()
    assert old in text
    (workspace / file).write_text(text.replace(old, new))


def stamps(workspace: Path) -> dict[Path, tuple[int, int]]:
    found = (path for path in workspace.rglob("*") if path.is_file())
    return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in found}


def test_an_untouched_workspace_is_not_touched(workspace: Path) -> None:
    before = stamps(workspace)

    done = sync(workspace)

    assert (done.returncode, done.stdout) == (
        0,
        "Nothing to do: the workspace follows its blueprint.\n",
    )
    assert stamps(workspace) == before


def test_it_works_from_a_folder_inside(workspace: Path) -> None:
    assert sync(workspace / "services" / "sales").returncode == 0


def test_outside_of_a_workspace_is_a_wrong_call(tmp_path: Path) -> None:
    done = sync(tmp_path)

    assert done.returncode == 2
    assert "this is no workspace" in done.stderr


def test_a_new_field_reaches_the_model_and_no_other_context(workspace: Path) -> None:
    before = tree(workspace)
    change(workspace, "note: text optional", "note: text optional, size: int")

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    now = tree(workspace)
    changed = {path for path in now if now[path] != before.get(path)}
    assert changed == {
        "contexts/sales.yaml",
        f"{PACKAGE}/model/order.py",
        ".blueprint/contexts/sales.jsonl",
    }
    assert f"replace  {PACKAGE}/model/order.py" in done.stdout
    assert sync(workspace).stdout.startswith("Nothing to do")


def test_an_edited_generated_file_stops_it_and_names_the_ways_out(workspace: Path) -> None:
    (workspace / OPERATIONS).write_text("# mine\n")
    change(workspace, "note: text optional", "size: int")
    before = tree(workspace)

    done = sync(workspace)

    assert done.returncode == 3
    for way in (OPERATIONS, "blueprint eject", "own:", "a fill"):
        assert way in done.stderr
    assert tree(workspace) == before


def test_all_that_is_in_the_way_is_said_at_once(workspace: Path) -> None:
    for path in (OPERATIONS, f"{PACKAGE}/model/order.py"):
        (workspace / path).write_text("# mine\n")
    change(workspace, "title: Shop", "title: The shop", "blueprint.yaml")

    done = sync(workspace)

    assert done.returncode == 3
    assert "2 files in the way" in done.stderr


def test_a_written_fill_is_kept_and_given_what_it_lacks(workspace: Path) -> None:
    (workspace / RULES).write_text("def not_too_long(order):\n    return len(order.note) < 9\n")
    change(
        workspace,
        "invariants: {not_too_long: An order is not too long.}",
        "invariants: {not_too_long: An order is not too long., named: It says who.}",
    )

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    assert f"add to   {RULES}: named" in done.stdout
    text = (workspace / RULES).read_text()
    assert "def not_too_long(order):\n    return len(order.note) < 9\n" in text
    assert "def named(order: Order) -> bool:" in text


def test_a_removed_aggregates_written_rules_are_put_aside(workspace: Path) -> None:
    (workspace / RULES).write_text("# mine\n")
    (workspace / "contexts/sales.yaml").write_text("context: sales\nabout: Nothing yet.\n")

    done = sync(workspace)

    assert done.returncode == 1
    assert f".blueprint/orphans/{RULES}: was {RULES}" in done.stderr
    assert (workspace / ".blueprint/orphans" / RULES).read_text() == "# mine\n"
    assert not (workspace / PACKAGE / "model").exists()
    assert sync(workspace).returncode == 1, "it waits for somebody"


def test_an_edited_shared_file_is_merged_or_marked(workspace: Path) -> None:
    readme = workspace / "README.md"
    rendered = readme.read_text()
    readme.write_text(rendered + "\n## Ours\n\nAsk Ada.\n")
    assert sync(workspace).stdout.startswith("Nothing to do")

    change(workspace, "title: Shop", "title: The shop", "blueprint.yaml")
    done = sync(workspace)
    assert done.returncode == 0, done.stderr
    assert "merge    README.md" in done.stdout
    assert (
        readme.read_text() == rendered.replace("# Shop", "# The shop") + "\n## Ours\n\nAsk Ada.\n"
    )

    readme.write_text(readme.read_text().replace("# The shop", "# Ours"))
    change(workspace, "title: The shop", "title: A shop", "blueprint.yaml")
    done = sync(workspace)
    assert done.returncode == 1
    assert "README.md: line 1: a conflict waits to be resolved" in done.stderr
    for line in ("# Ours", "# The shop", "# A shop"):
        assert f"\n{line}\n" in readme.read_text()


def test_status_says_what_is_left_and_changes_nothing(workspace: Path) -> None:
    assert sync(workspace, "sync", "--status").stdout.startswith("Nothing is left to resolve.\n")
    (workspace / "README.md").write_text("<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    (workspace / OPERATIONS).write_text("# mine\n")
    change(workspace, "note: text optional", "size: int")
    before = tree(workspace)

    done = sync(workspace, "sync", "--status")
    told = json.loads(sync(workspace, "sync", "--status", "--json").stdout)

    assert done.returncode == 1
    for text in ("README.md: line 1: a conflict", OPERATIONS, "would change"):
        assert text in done.stdout
    assert [one["path"] for one in told["left"]] == ["README.md"]
    assert [one["path"] for one in told["in_the_way"]] == [OPERATIONS]
    assert told["follows"] is False
    assert tree(workspace) == before


def test_what_own_lists_is_proposed(workspace: Path) -> None:
    (workspace / "README.md").write_text("# Mine\n")
    (workspace / "blueprint.yaml").write_text(
        SHOP.replace("title: Shop", "title: The shop") + "own: [README.md]\n"
    )

    done = sync(workspace)

    assert done.returncode == 0, done.stderr
    assert "propose  .blueprint/proposed/README.md" in done.stdout
    assert (workspace / "README.md").read_text() == "# Mine\n"
    assert (workspace / ".blueprint/proposed/README.md").read_text().startswith("# The shop\n")


def test_a_difference_in_the_records_alone_is_written(workspace: Path) -> None:
    records = workspace / ".blueprint/contexts/sales.jsonl"
    before = records.read_bytes()
    records.unlink()

    done = sync(workspace)

    assert done.returncode == 0
    assert "records" in done.stdout
    assert records.read_bytes() == before


def test_an_error_in_the_blueprint_changes_nothing(workspace: Path) -> None:
    change(workspace, "create Order", "create Ordre")
    before = tree(workspace)

    done = sync(workspace)

    assert done.returncode == 2
    assert "BP202" in done.stderr
    assert tree(workspace) == before


def test_a_run_beside_another_is_told_its_process(workspace: Path) -> None:
    with open(workspace / ".blueprint" / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(str(os.getpid()))
        lock.flush()
        done = sync(workspace)

    assert done.returncode == 4
    assert f"process {os.getpid()} is changing this workspace" in done.stderr


def test_a_workspace_that_cannot_be_written_to_is_the_environments(workspace: Path) -> None:
    if os.geteuid() == 0:
        (workspace / ".blueprint" / "lock").mkdir()
    else:
        (workspace / ".blueprint").chmod(0o500)

    done = sync(workspace)

    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_an_ejected_operation_arrives_with_its_body_and_leaves_the_generated_ones(
    workspace: Path,
) -> None:
    done = sync(workspace, "eject", "sales.PlaceOrder")

    assert done.returncode == 0, done.stderr
    fill = (workspace / PACKAGE / "application" / "place_order.py").read_text()
    assert 'print("create")' in fill
    assert "@unwritten" not in fill
    assert "place_order" not in (workspace / OPERATIONS).read_text()
    assert (
        '{"eject": "sales.PlaceOrder"}'
        in (workspace / ".blueprint/contexts/sales.jsonl").read_text()
    )
    assert sync(workspace).stdout.startswith("Nothing to do")


def test_an_ejected_operation_that_goes_is_no_longer_on_record(workspace: Path) -> None:
    sync(workspace, "eject", "sales.PlaceOrder")
    without = "".join(line for line in SALES.splitlines(True) if "PlaceOrder" not in line)
    (workspace / "contexts/sales.yaml").write_text(without)

    assert sync(workspace).returncode == 0
    assert "eject" not in (workspace / ".blueprint/contexts/sales.jsonl").read_text()


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        ("sales.Remind", "sales.Remind is custom: it is yours already"),
        ("sales.PlaceOder", 'did you mean "sales.PlaceOrder"?'),
        ("PlaceOrder", "there is no operation PlaceOrder"),
    ],
)
def test_what_cannot_be_ejected_is_refused_with_a_reason(
    workspace: Path, operation: str, why: str
) -> None:
    before = tree(workspace)

    done = sync(workspace, "eject", operation)

    assert done.returncode == 2
    assert why in done.stderr
    assert tree(workspace) == before


def test_an_operation_is_ejected_once(workspace: Path) -> None:
    sync(workspace, "eject", "sales.PlaceOrder")

    done = sync(workspace, "eject", "sales.PlaceOrder")

    assert done.returncode == 2
    assert "was ejected before" in done.stderr
