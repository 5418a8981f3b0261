"""What becomes of each file of a workspace, by who owns it and who changed it."""

import os
from pathlib import Path

import pytest

from generator.merge import Action
from generator.syncing import Sync
from generator.tree import Owner
from tests.generator.trees import contents, file, prepared, state, synced, workspace

STUB = "def stat_is_phoned(order):\n    return True\n"
WRITTEN = "def stat_is_phoned(order):\n    return bool(order.notes)\n"


def actions(sync: Sync) -> dict[str, Action]:
    return {decision.path: decision.action for decision in sync.touched + sync.refused}


def stamps(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in root.rglob("*")}


def test_an_untouched_workspace_is_not_touched_again(tmp_path: Path) -> None:
    files = [file("a.py", "a"), file("b.md", "b", Owner.SHARED), file("c.py", STUB, Owner.FILL)]
    root = workspace(tmp_path, *files)
    before = stamps(root)

    sync = synced(root, *files)

    assert sync.changes_nothing
    assert stamps(root) == before


def test_a_generated_file_follows_the_blueprint(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("model/a.py", "old"), file("model/b.py", "b"))

    synced(root, file("model/a.py", "new"), file("model/c.py", "c"))

    assert contents(root) == {"model/a.py": b"new", "model/c.py": b"c"}


def test_the_folder_of_the_last_removed_file_goes_with_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("services/sales/model/a.py", "a"))

    synced(root)

    assert not (root / "services").exists()


def test_an_edited_generated_file_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a.py", "a"), file("b.py", "b"))
    (root / "b.py").write_text("mine")

    sync = prepared(root, file("a.py", "new"), file("b.py", "b"))

    assert [decision.path for decision in sync.refused] == ["b.py"]
    assert "blueprint eject" in sync.refused[0].why
    assert "own:" in sync.refused[0].why
    assert contents(root) == {"a.py": b"a", "b.py": b"mine"}


def test_a_generated_file_that_git_merged_to_what_would_be_rendered_is_clean(
    tmp_path: Path,
) -> None:
    root = workspace(tmp_path, file("a.py", "one"))
    (root / "a.py").write_text("one\ntwo")

    sync = synced(root, file("a.py", "one\ntwo"))

    assert actions(sync) == {}
    assert not sync.changes_nothing, "the record of it is brought up"
    assert synced(root, file("a.py", "one\ntwo")).changes_nothing


def test_a_checkout_with_other_line_ends_is_no_edit(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a.py", "one\ntwo\n"))
    (root / "a.py").write_bytes(b"one\r\ntwo\r\n")

    assert synced(root, file("a.py", "one\ntwo\n")).changes_nothing
    assert actions(synced(root, file("a.py", "one\nthree\n"))) == {"a.py": Action.REPLACE}


def test_an_unknown_file_where_one_is_to_be_is_not_overwritten(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "a.py").write_text("mine")

    [refused] = prepared(root, file("a.py", "a")).refused

    assert "in the way" in refused.why


def test_a_deleted_generated_file_comes_back(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a.py", "a"))
    (root / "a.py").unlink()

    synced(root, file("a.py", "a"))

    assert contents(root) == {"a.py": b"a"}


def test_an_untouched_fill_is_rendered_anew(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("fill.py", STUB, Owner.FILL))

    synced(root, file("fill.py", f'"""New."""\n{STUB}', Owner.FILL))

    assert contents(root)["fill.py"].startswith(b'"""New."""')


def test_a_written_fill_keeps_its_body_and_gets_what_it_lacks(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("fill.py", STUB, Owner.FILL))
    (root / "fill.py").write_text(WRITTEN)
    longer = f"{STUB}\n\ndef not_too_long(order):\n    return True\n"

    sync = synced(root, file("fill.py", longer, Owner.FILL))

    assert actions(sync) == {"fill.py": Action.ADD}
    text = contents(root)["fill.py"].decode()
    assert text == f"{WRITTEN}\n\ndef not_too_long(order):\n    return True\n"
    assert synced(root, file("fill.py", longer, Owner.FILL)).changes_nothing


def test_a_fill_that_does_not_parse_is_left_and_said(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("fill.py", STUB, Owner.FILL))
    (root / "fill.py").write_text("def (")

    sync = synced(root, file("fill.py", STUB, Owner.FILL))

    assert contents(root)["fill.py"] == b"def ("
    assert sync.findings == (("fill.py", "line 1 does not parse"),)


def test_a_written_fill_without_its_node_is_put_aside_and_found_until_it_goes(
    tmp_path: Path,
) -> None:
    root = workspace(tmp_path, file("domain/fill.py", STUB, Owner.FILL))
    (root / "domain" / "fill.py").write_text(WRITTEN)

    synced(root)

    aside = root / ".blueprint/orphans/domain/fill.py"
    assert aside.read_text() == WRITTEN
    assert not (root / "domain").exists()
    assert [path for path, _ in synced(root).findings] == [".blueprint/orphans/domain/fill.py"]
    aside.unlink()
    assert synced(root).findings == ()


def test_a_second_orphan_of_one_path_does_not_overwrite_the_first(tmp_path: Path) -> None:
    for text in ("first", "second"):
        root = workspace(tmp_path, file("fill.py", STUB, Owner.FILL))
        (root / "fill.py").write_text(text)
        synced(root)

    orphans = sorted((root / ".blueprint/orphans").iterdir())
    assert [path.read_text() for path in orphans] == ["first", "second"]


def test_an_untouched_fill_without_its_node_is_removed(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("fill.py", STUB, Owner.FILL))

    synced(root)

    assert contents(root) == {}


def test_an_edited_shared_file_is_kept_while_its_template_is_the_same(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").write_text("all: mine")

    assert synced(root, file("Makefile", "all:", Owner.SHARED)).changes_nothing
    assert contents(root) == {"Makefile": b"all: mine"}


def test_an_untouched_shared_file_follows_its_template(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))

    synced(root, file("Makefile", "all: new", Owner.SHARED))

    assert contents(root) == {"Makefile": b"all: new"}
    assert state(root).base("Makefile") == b"all: new"


def test_a_shared_file_that_both_changed_stops_the_run(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").write_text("all: mine")

    [refused] = prepared(root, file("Makefile", "all: new", Owner.SHARED)).refused

    assert "both you and the templates changed it" in refused.why


def test_without_its_base_the_hash_says_whether_a_template_changed(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").write_text("all: mine")
    (root / ".blueprint/bases/Makefile.base").unlink()

    assert prepared(root, file("Makefile", "all: new", Owner.SHARED)).refused
    synced(root, file("Makefile", "all:", Owner.SHARED))

    assert state(root).base("Makefile") == b"all:"


def test_a_deleted_shared_file_stays_deleted(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").unlink()

    assert synced(root, file("Makefile", "all:", Owner.SHARED)).changes_nothing


def test_a_migration_is_written_once_and_never_again(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("0001.py", "a", Owner.APPEND))

    assert synced(root, file("0001.py", "other", Owner.APPEND)).changes_nothing
    assert contents(root) == {"0001.py": b"a"}


def test_what_is_handed_over_is_only_proposed(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("compose.yaml", "a"))
    (root / "compose.yaml").write_text("mine")
    handed = file("compose.yaml", "new", Owner.YOURS)

    sync = synced(root, handed, own=("compose.yaml",))

    assert sync.proposed == ["compose.yaml"]
    assert contents(root) == {"compose.yaml": b"mine"}
    assert (root / ".blueprint/proposed/compose.yaml").read_text() == "new"
    assert synced(root, handed, own=("compose.yaml",)).changes_nothing


def test_what_is_taken_back_from_own_is_as_if_it_was_edited(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("compose.yaml", "a"))
    (root / "compose.yaml").write_text("mine")
    synced(root, file("compose.yaml", "a", Owner.YOURS), own=("compose.yaml",))

    assert prepared(root, file("compose.yaml", "a")).refused
    (root / "compose.yaml").write_text("a")
    synced(root, file("compose.yaml", "a"))

    assert not (root / ".blueprint/proposed").exists()


def test_own_that_names_nothing_is_found(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("compose.yaml", "a"))

    [(path, finding)] = prepared(root, file("compose.yaml", "a"), own=("compose.yml",)).findings

    assert path == "blueprint.yaml"
    assert 'did you mean "compose.yaml"?' in finding


@pytest.mark.parametrize("linked", ["model", "model/a.py"])
def test_nothing_is_read_or_written_through_a_link(tmp_path: Path, linked: str) -> None:
    root, elsewhere = tmp_path / "ws", tmp_path / "elsewhere"
    root.mkdir()
    workspace(root, file("model/a.py", "a"))
    os.rename(root / linked, elsewhere)
    (root / linked).symlink_to(elsewhere)

    [refused] = prepared(root, file("model/a.py", "new")).refused

    assert "link" in refused.why


def test_a_folder_where_a_file_is_to_be_is_in_the_way(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "a.py").mkdir()

    [refused] = prepared(root, file("a.py", "a")).refused

    assert "it is no file" in refused.why


def test_a_file_where_a_folder_is_to_be_is_in_the_way(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "model").write_text("mine")

    [refused] = prepared(root, file("model/a.py", "a")).refused

    assert "a folder belongs" in refused.why


def test_a_record_that_names_a_path_outside_is_refused(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", file("a.py", "a"))
    (tmp_path / "victim").write_text("a")
    manifest = root / ".blueprint/workspace.jsonl"
    manifest.write_text(manifest.read_text().replace("a.py", "../victim"))

    [refused] = prepared(root, file("a.py", "a")).refused

    assert refused.path == "../victim"


def test_a_manifest_that_git_merged_with_a_conflict_is_still_read(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a.py", "one"))
    manifest = root / ".blueprint/workspace.jsonl"
    theirs = manifest.read_text()
    manifest.write_text(f"<<<<<<< ours\n{theirs}=======\n{theirs}>>>>>>> theirs\n")

    sync = synced(root, file("a.py", "two"))

    assert actions(sync) == {"a.py": Action.REPLACE}
    assert "<<<" not in manifest.read_text()


def test_lost_records_are_made_again_from_what_is_there(tmp_path: Path) -> None:
    files = [file("a.py", "a"), file("fill.py", STUB, Owner.FILL, "sales")]
    root = workspace(tmp_path, *files)
    before = state(root).files
    for path in before:
        (root / path).unlink()

    synced(root, *files)

    assert state(root).files == before


def test_the_records_of_a_context_go_with_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a.py", "a", context="sales"))

    synced(root)

    assert not (root / ".blueprint/contexts").exists()


def test_a_changed_file_of_one_context_leaves_the_records_of_another(tmp_path: Path) -> None:
    root = workspace(
        tmp_path, file("a.py", "a", context="sales"), file("b.py", "b", context="stock")
    )

    sync = synced(root, file("a.py", "new", context="sales"), file("b.py", "b", context="stock"))

    assert list(sync.state) == [".blueprint/contexts/sales.jsonl"]
