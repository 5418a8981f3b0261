"""Writing: all or nothing, never outside, never two at once."""

import multiprocessing
import os
import stat
import time
from pathlib import Path

import pytest

from generator.paths import UnsafePathError
from generator.write import (
    LockedError,
    TargetExistsError,
    apply,
    create,
    fill,
    lock,
    scratch,
)


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

    with pytest.raises(OSError):
        put(tmp_path, {"a": b"a", "there": b"x"})

    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_second_run_is_told_which_process_is_at_work(tmp_path: Path) -> None:
    with (
        lock(tmp_path),
        pytest.raises(LockedError, match=f"process {os.getpid()}"),
        lock(tmp_path),
    ):
        pass


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    with lock(tmp_path):
        pass

    assert list((tmp_path / ".blueprint").iterdir()) == []


def test_the_lock_of_a_killed_run_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / ".blueprint").mkdir()
    (tmp_path / ".blueprint" / "lock").write_text("99999999")

    with lock(tmp_path):
        assert (tmp_path / ".blueprint" / "lock").read_text() == str(os.getpid())


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
