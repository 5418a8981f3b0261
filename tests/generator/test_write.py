"""Writing: all or nothing, never outside, never two at once."""

import json
import multiprocessing
import os
import stat
import time
from pathlib import Path

import pytest

from generator.paths import UnsafePathError
from generator.workspace import InTheWayError
from generator.write import (
    JournalError,
    LockedError,
    TargetExistsError,
    apply,
    create,
    fill,
    lock,
    replace,
    scratch,
)
from generator.write.changes import changes, of_files


def put(root: Path, files: dict[str, bytes]) -> None:
    apply(root, put=files, moved={}, removed=[], state={})


def below(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_new_workspace_is_all_that_is_left_in_its_folder(tmp_path: Path) -> None:
    create(tmp_path / "deep" / "ws", {"a/b.py": b"b", "c.py": b""})

    assert below(tmp_path) == {"deep/ws/a/b.py": b"b", "deep/ws/c.py": b""}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["ws"]


def test_an_empty_folder_may_become_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()

    create(tmp_path / "ws", {"a": b"a"})

    assert below(tmp_path / "ws") == {"a": b"a"}


def test_what_fails_while_it_is_prepared_leaves_nothing(tmp_path: Path) -> None:
    def fail(staged: Path) -> None:
        raise RuntimeError(staged)

    with pytest.raises(RuntimeError):
        create(tmp_path / "ws", {"a": b"a"}, fail)

    assert list(tmp_path.iterdir()) == []


def test_a_target_that_comes_in_between_is_not_replaced(tmp_path: Path) -> None:
    def intrude(_: Path) -> None:
        (tmp_path / "ws").mkdir()
        (tmp_path / "ws" / "mine").write_text("mine")

    with pytest.raises(TargetExistsError):
        create(tmp_path / "ws", {"a": b"a"}, intrude)

    assert below(tmp_path) == {"ws/mine": b"mine"}


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling"])
def test_what_is_there_is_refused_and_untouched(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "ws"
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
        (target / "mine").write_text("mine")
    else:
        (tmp_path / "there").mkdir()
        target.symlink_to(tmp_path / ("there" if kind == "link" else "nowhere"))
    before = sorted(path.name for path in tmp_path.rglob("*"))

    with pytest.raises(TargetExistsError):
        create(target, {"a": b"a"})

    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_leftovers_of_a_killed_run_go_those_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / ".ws.blueprint-01234567").mkdir()
    (tmp_path / ".ws.blueprint-01234567" / "a").write_text("a")
    (tmp_path / ".other.blueprint-01234567").mkdir()

    create(tmp_path / "ws", {"a": b"a"})

    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.blueprint-01234567", "ws"]


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", "", "a//b", "./a", "a/", "a\0b"])
def test_a_path_that_leads_out_is_refused_before_anything_is_written(
    tmp_path: Path, path: str
) -> None:
    root = tmp_path / "ws"
    root.mkdir()

    with pytest.raises(UnsafePathError):
        put(root, {"first": b"", path: b""})
    with pytest.raises(UnsafePathError):
        create(tmp_path / "new", {"first": b"", path: b""})

    assert below(tmp_path) == {}


def test_a_link_in_a_workspace_is_not_followed(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "ws", tmp_path / "elsewhere"
    root.mkdir()
    elsewhere.mkdir()
    (root / "model").symlink_to(elsewhere)

    with pytest.raises(UnsafePathError, match="model is a link"):
        put(root, {"model/a.py": b"a"})

    assert below(elsewhere) == {}


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text("old")
    (tmp_path / "run.sh").chmod(0o750)

    put(tmp_path, {"run.sh": b"new", "other": b"x"})

    assert (tmp_path / "run.sh").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "run.sh").stat().st_mode) == 0o750
    assert below(tmp_path).keys() == {"run.sh", "other"}


def test_a_failed_change_leaves_no_half_written_file_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("mine")

    with pytest.raises(InTheWayError, match="there: a file belongs there, and there/mine is in"):
        put(tmp_path, {"a": b"a", "there": b"x"})

    assert below(tmp_path) == {"there/mine": b"mine"}


def test_a_second_run_is_told_which_process_is_at_work(tmp_path: Path) -> None:
    with (
        lock(tmp_path),
        pytest.raises(LockedError, match=rf"^process {os.getpid()}, begun \d+ seconds? ago,$"),
        lock(tmp_path, waiting=0),
    ):
        pass


@pytest.mark.parametrize("text", ["", "nobody", "\0" * 2000, "-1", "\xff", "1" * 9000])
def test_a_lock_that_says_nothing_of_use_still_holds(tmp_path: Path, text: str) -> None:
    with lock(tmp_path):
        (tmp_path / ".blueprint" / "lock").write_text(text, encoding="latin-1")
        with pytest.raises(LockedError), lock(tmp_path, waiting=0):
            pass

    (tmp_path / ".blueprint" / "lock").write_text(text, encoding="latin-1")
    with lock(tmp_path, waiting=0):
        pass


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    with lock(tmp_path):
        pass

    assert list((tmp_path / ".blueprint").iterdir()) == []


def test_the_lock_of_a_killed_run_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / ".blueprint").mkdir()
    (tmp_path / ".blueprint" / "lock").write_text("99999999")

    with lock(tmp_path):
        said = (tmp_path / ".blueprint" / "lock").read_text()
        assert said.splitlines()[:2] == [str(os.getpid()), os.uname().nodename]


def change(root: Path, put: dict[str, bytes], removed: list[str], **moved: str) -> None:
    apply(root, put=put, moved=moved, removed=removed, state={})


def test_a_file_becomes_a_folder_and_a_folder_a_file_in_one_change(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"file", "b/c/d": b"folder", "e": b"moved"})

    change(tmp_path, {"a/x": b"folder", "b": b"file"}, ["a", "b/c/d"], e="e/f/g")

    assert below(tmp_path) == {"a/x": b"folder", "b": b"file", "e/f/g": b"moved"}


def test_two_files_change_places(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"a", "b": b"b"})
    (tmp_path / "a").chmod(0o700)

    change(tmp_path, {}, [], a="b", b="a")

    assert below(tmp_path) == {"a": b"b", "b": b"a"}
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o700


def test_a_moved_file_keeps_its_mode_and_takes_what_is_put_there(tmp_path: Path) -> None:
    put(tmp_path, {"run.sh": b"old\r\n", "other": b"x\r\n"})
    (tmp_path / "run.sh").chmod(0o750)

    change(tmp_path, {"new/run.sh": b"new\r\n"}, [], **{"run.sh": "new/run.sh", "other": "o"})

    assert below(tmp_path) == {"new/run.sh": b"new\r\n", "o": b"x\r\n"}
    assert stat.S_IMODE((tmp_path / "new" / "run.sh").stat().st_mode) == 0o750


def test_nothing_is_moved_over_a_file(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"a", "b": b"mine"})

    with pytest.raises(FileExistsError):
        change(tmp_path, {}, [], a="b")

    assert below(tmp_path) == {"a": b"a", "b": b"mine"}


def test_what_is_spelt_in_other_letters_goes_before_the_new_spelling_comes(
    tmp_path: Path,
) -> None:
    put(tmp_path, {"Order.py": b"old", "A/b": b"old", "z": b"old"})
    wanted = of_files(tmp_path, {"order.py": b"new", "a/b": b"new"}, {}, ["z", "Order.py", "A/b"])

    order = [change.path for change in changes(tmp_path, wanted, 0)]

    assert order == ["A/b", "Order.py", "order.py", "a/b", "z"]


def test_what_holds_its_bytes_already_is_not_touched(tmp_path: Path) -> None:
    put(tmp_path, {"a": b"a"})
    before = (tmp_path / "a").stat()

    put(tmp_path, {"a": b"a"})

    assert (tmp_path / "a").stat() == before
    assert not (tmp_path / ".blueprint" / "run").exists()


@pytest.mark.parametrize("path", [".git/hooks/pre-commit", "a/.GIT/config"])
def test_what_is_gits_is_never_written(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafePathError, match="belongs to git"):
        put(tmp_path, {path: b"x"})

    assert below(tmp_path) == {}


def journal(root: Path, text: str) -> None:
    """Lays a journal as no run of ours leaves it."""
    run = root / ".blueprint" / "run"
    run.mkdir(parents=True)
    (run / "journal.json").write_text(text)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', "[" * 100_000, "\xff"])
def test_a_journal_of_another_hand_is_refused_and_named(tmp_path: Path, text: str) -> None:
    journal(tmp_path, text)

    with (
        pytest.raises(JournalError, match=r"\.blueprint/run/journal\.json: this is no"),
        lock(tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    ("path", "staged"),
    [("../out", "0"), (".git/hooks/pre-commit", "0"), ("a", "../../secret"), ("/etc/x", "0")],
)
def test_a_journal_that_reaches_out_of_the_workspace_is_refused(
    tmp_path: Path, path: str, staged: str
) -> None:
    text = {"path": path, "old": None, "new": "0" * 64, "mode": None, "staged": staged}
    change = {**text, "follows": None, "is_record": False}
    head = {"version": 1, "process": 1, "host": "", "begun": None, "command": ""}
    journal(tmp_path, json.dumps({**head, "changes": [change]}))

    with pytest.raises(UnsafePathError), lock(tmp_path):
        pass


def test_what_a_run_left_before_it_was_decided_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".blueprint" / "run").mkdir(parents=True)
    (tmp_path / ".blueprint" / "run" / "0").write_text("staged")

    with lock(tmp_path) as recovery:
        assert recovery is None

    assert below(tmp_path) == {}


def test_single_files_are_replaced_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o600)

    replace(tmp_path, {"a": b"new", "b/c": b"c"})

    assert below(tmp_path) == {"a": b"new", "b/c": b"c"}
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def _count(root: Path, rounds: int) -> None:
    for _ in range(rounds):
        while True:
            try:
                with lock(root):
                    number = int((root / "count").read_text())
                    (root / "count").write_text(str(number + 1))
                break
            except LockedError:
                time.sleep(0.001)  # a waiting run that spins would keep the other from its work


def test_two_runs_are_never_inside_at_once(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    spawn = multiprocessing.get_context("spawn")
    runs = [spawn.Process(target=_count, args=(tmp_path, 40)) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()

    assert (tmp_path / "count").read_text() == "120"


def test_a_scratch_folder_is_gone_afterwards() -> None:
    with scratch(["c/d", "e"]) as folder:
        fill(folder, {"a/b": b"b", "e": b"e"})
        assert below(folder) == {"a/b": b"b", "c/d": b"", "e": b"e"}

    assert not folder.exists()
