"""What becomes of each file of a workspace, by who owns it and who changed it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from generator.decision import Action
from generator.syncing import Sync
from generator.tree import File, Owner
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


LINES = "".join(f"line {number}\n" for number in range(20))
MINE = LINES.replace("line 3\n", "mine\n")
THEIRS = LINES.replace("line 15\n", "theirs\n")


def test_what_both_changed_apart_is_merged(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", LINES, Owner.SHARED))
    (root / "Makefile").write_text(MINE)

    sync = synced(root, file("Makefile", THEIRS, Owner.SHARED))

    assert actions(sync) == {"Makefile": Action.MERGE}
    assert sync.findings == ()
    assert contents(root)["Makefile"].decode() == MINE.replace("line 15\n", "theirs\n")
    assert state(root).base("Makefile") == THEIRS.encode()
    assert synced(root, file("Makefile", THEIRS, Owner.SHARED)).changes_nothing


def test_what_both_changed_in_one_place_is_marked_until_somebody_resolves_it(
    tmp_path: Path,
) -> None:
    root = workspace(tmp_path, file("Makefile", LINES, Owner.SHARED))
    (root / "Makefile").write_text(MINE)
    new = LINES.replace("line 3\n", "theirs\n")

    sync = synced(root, file("Makefile", new, Owner.SHARED))

    assert actions(sync) == {"Makefile": Action.CONFLICT}
    assert sync.findings == (("Makefile", "line 4: a conflict waits to be resolved"),)
    text = (root / "Makefile").read_text()
    for line in ("<<<<<<< yours", "mine", "line 3", "theirs", ">>>>>>> rendered now"):
        assert f"{line}\n" in text
    later = prepared(root, file("Makefile", new, Owner.SHARED))
    assert later.changes_nothing
    assert later.findings == sync.findings
    (root / "Makefile").write_text(MINE)
    resolved = synced(root, file("Makefile", new, Owner.SHARED))
    assert (resolved.changes_nothing, resolved.findings) == (True, ())


def test_nothing_more_is_merged_into_a_conflict(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", LINES, Owner.SHARED))
    (root / "Makefile").write_text(MINE)
    synced(root, file("Makefile", LINES.replace("line 3\n", "theirs\n"), Owner.SHARED))
    marked = (root / "Makefile").read_bytes()
    newest = LINES.replace("line 3\n", "theirs\n").replace("line 15\n", "newer\n")

    sync = synced(root, file("Makefile", newest, Owner.SHARED))

    assert contents(root)["Makefile"] == marked
    assert [path for path, _ in sync.findings] == ["Makefile"]
    (root / "Makefile").write_text(MINE)
    synced(root, file("Makefile", newest, Owner.SHARED))
    assert b"newer\n" in contents(root)["Makefile"], "what came meanwhile is merged afterwards"
    assert b"mine\n" in contents(root)["Makefile"]


@pytest.mark.parametrize(
    ("mine", "is_base_lost"), [(b"\x00mine\n", False), (b"mine\n", True)], ids=["binary", "no base"]
)
def test_what_cannot_be_merged_is_laid_beside_until_somebody_looked(
    tmp_path: Path, mine: bytes, is_base_lost: bool
) -> None:
    root = workspace(tmp_path, file("logo", "a\n", Owner.SHARED))
    (root / "logo").write_bytes(mine)
    if is_base_lost:
        (root / ".blueprint/bases/logo.base").unlink()
    new = file("logo", "new\n", Owner.SHARED)

    sync = synced(root, new)

    assert [path for path, _ in sync.findings] == ["logo"]
    assert contents(root) == {"logo": mine}
    proposed = root / ".blueprint/proposed/logo"
    assert proposed.read_text() == "new\n"
    later = synced(root, new)
    assert later.changes_nothing
    assert [path for path, _ in later.findings] == [".blueprint/proposed/logo"]
    proposed.unlink()
    assert synced(root, new).findings == ()


def test_without_its_base_the_hash_says_whether_a_template_changed(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").write_text("all: mine")
    (root / ".blueprint/bases/Makefile.base").unlink()

    assert prepared(root, file("Makefile", "all: new", Owner.SHARED)).findings
    assert synced(root, file("Makefile", "all:", Owner.SHARED)).findings == ()

    assert state(root).base("Makefile") == b"all:"


def test_a_base_that_git_left_with_marks_is_as_good_as_one_side(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", LINES, Owner.SHARED))
    base = root / ".blueprint/bases/Makefile.base"
    base.write_text(LINES.replace("line 9\n", "<<<<<<< a\nline 9\n=======\nnine\n>>>>>>> b\n"))
    (root / "Makefile").write_text(MINE)

    synced(root, file("Makefile", THEIRS, Owner.SHARED))

    assert contents(root)["Makefile"].decode() == MINE.replace("line 15\n", "theirs\n")


def test_an_edited_shared_file_without_its_node_is_put_aside(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("services/a/pyproject.toml", "a", Owner.SHARED))
    (root / "services/a/pyproject.toml").write_text("mine")

    synced(root)

    assert contents(root) == {}
    aside = root / ".blueprint/orphans/services/a/pyproject.toml"
    assert aside.read_text() == "mine"


def test_what_a_deleted_shared_file_would_be_now_is_laid_beside(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").unlink()

    sync = synced(root, file("Makefile", "all: new", Owner.SHARED))

    assert contents(root) == {}
    assert (root / ".blueprint/proposed/Makefile").read_text() == "all: new"
    assert "you deleted it" in sync.findings[0][1]


def test_a_deleted_shared_file_stays_deleted(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("Makefile", "all:", Owner.SHARED))
    (root / "Makefile").unlink()

    assert synced(root, file("Makefile", "all:", Owner.SHARED)).changes_nothing


def test_a_migration_is_written_once_and_never_again(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("0001.py", "a", Owner.APPEND))

    assert synced(root, file("0001.py", "other", Owner.APPEND)).changes_nothing
    assert contents(root) == {"0001.py": b"a"}


def test_an_open_migration_is_written_anew_unless_somebody_edited_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("0001.py", "a", Owner.APPEND))

    synced(root, file("0001.py", "b", Owner.APPEND), open_revisions=frozenset({"0001.py"}))
    assert contents(root) == {"0001.py": b"b"}
    (root / "0001.py").write_text("mine")
    synced(root, file("0001.py", "c", Owner.APPEND), open_revisions=frozenset({"0001.py"}))
    assert contents(root) == {"0001.py": b"mine"}


def test_a_function_without_a_place_is_found_until_it_goes_or_is_used(tmp_path: Path) -> None:
    stub = STUB + "\n\ndef named(order):\n    return True\n"
    root = workspace(tmp_path, file("fill.py", stub, Owner.FILL))
    (root / "fill.py").write_text(stub.replace("return True", "return bool(order)"))

    for _ in range(2):
        sync = synced(root, file("fill.py", STUB, Owner.FILL))
        [(path, finding)] = sync.findings
        assert (path, finding.split()[0]) == ("fill.py", "`named`")
    text = (root / "fill.py").read_text()
    (root / "fill.py").write_text(text + "\n\nCHECKS = [named]\n")
    assert synced(root, file("fill.py", STUB, Owner.FILL)).findings == ()
    (root / "fill.py").write_text(WRITTEN)
    synced(root, file("fill.py", STUB, Owner.FILL))
    assert synced(root, file("fill.py", STUB, Owner.FILL)).changes_nothing


def test_a_function_without_a_place_is_found_once_its_file_can_be_read_again(
    tmp_path: Path,
) -> None:
    stub = STUB + "\n\ndef named(order):\n    return True\n"
    root = workspace(tmp_path, file("fill.py", stub, Owner.FILL))
    written = stub.replace("return True", "return bool(order)")
    (root / "fill.py").write_bytes(written.encode("utf-16"))
    synced(root, file("fill.py", STUB, Owner.FILL))
    (root / "fill.py").write_text(written)

    [(path, finding)] = synced(root, file("fill.py", STUB, Owner.FILL)).findings

    assert (path, finding.split()[0]) == ("fill.py", "`named`")


def moved(path: str, text: str, owner: Owner, was: str) -> File:
    """A file whose node had another name."""
    return replace(file(path, text, owner), was=(was,))


def test_a_written_fill_moves_with_its_node_and_keeps_its_bytes(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("domain/order.py", STUB, Owner.FILL))
    (root / "domain/order.py").write_bytes(WRITTEN.replace("\n", "\r\n").encode())
    (root / "domain/order.py").chmod(0o755)
    renamed = moved("domain/lab_order.py", STUB, Owner.FILL, "domain/order.py")

    sync = synced(root, renamed)

    assert actions(sync) == {"domain/lab_order.py": Action.MOVE}
    assert contents(root) == {"domain/lab_order.py": WRITTEN.replace("\n", "\r\n").encode()}
    assert (root / "domain/lab_order.py").stat().st_mode & 0o777 == 0o755
    assert synced(root, renamed).changes_nothing


def test_an_edited_shared_file_moves_and_is_merged_with_its_base(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("a/pyproject.toml", LINES, Owner.SHARED))
    (root / "a/pyproject.toml").write_text(MINE)
    renamed = moved("b/pyproject.toml", THEIRS, Owner.SHARED, "a/pyproject.toml")

    synced(root, renamed)

    assert contents(root) == {"b/pyproject.toml": MINE.replace("line 15\n", "theirs\n").encode()}
    assert list((root / ".blueprint/bases").iterdir()) == [root / ".blueprint/bases/b"]


def test_nothing_moves_onto_what_is_there(tmp_path: Path) -> None:
    root = workspace(tmp_path, file("domain/order.py", STUB, Owner.FILL))
    (root / "domain/order.py").write_text(WRITTEN)
    (root / "domain/lab_order.py").write_text("# somebody's\n")

    synced(root, moved("domain/lab_order.py", "X = 1\n", Owner.FILL, "domain/order.py"))

    assert contents(root) == {"domain/lab_order.py": b"# somebody's\n"}
    aside = root / ".blueprint/orphans/domain/order.py"
    assert aside.read_text() == WRITTEN


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
