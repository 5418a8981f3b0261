"""What git is asked for is right in whatever repository, and whatever the user has set."""

import os
import subprocess
from pathlib import Path

import pytest

from generator import git

AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null")
STRANGE = """
[core]
    hooksPath = {hooks}
    quotePath = true
    autocrlf = true
    fsmonitor = {hooks}/fsmonitor
    attributesFile = {hooks}/attributes
    pager = false
[commit]
    gpgsign = true
[gpg]
    program = /bin/false
[color]
    ui = always
[diff]
    noprefix = true
[merge]
    conflictStyle = diff3
[alias]
    ls-files = !false
[log]
    showSignature = true
"""


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def run(folder: Path, *arguments: str, fails: bool = False) -> str:
    """What git says, as the author of these tests."""
    done = subprocess.run(
        ["git", *AUTHOR, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout.strip()


def repository(folder: Path, **files: str) -> Path:
    """A repository with one commit on `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    run(folder, "init", "-q", "-b", "main", ".")
    commit(folder, "first", **files)
    return folder


def commit(folder: Path, message: str, **files: str) -> str:
    for name, text in files.items():
        (folder / name).write_text(text)
    run(folder, "add", "-A")
    run(folder, "commit", "-q", "--allow-empty", "-m", message)
    return run(folder, "rev-parse", "HEAD")


def branched(folder: Path) -> tuple[str, str, str]:
    """Two branches that change one line, with `main` checked out: base, ours, theirs."""
    repository(folder, a="base\n", b="same\n")
    base = run(folder, "rev-parse", "HEAD")
    run(folder, "checkout", "-q", "-b", "other")
    theirs = commit(folder, "theirs", a="theirs\n")
    run(folder, "checkout", "-q", "main")
    return base, commit(folder, "ours", a="ours\n"), theirs


# -- which files git has -----------------------------------------------------------------


def test_a_file_is_tracked_in_the_index_or_in_the_last_commit(tmp_path: Path) -> None:
    repository(tmp_path, committed="1", removed="2", ignored="3")
    (tmp_path / "staged").write_text("4")
    (tmp_path / "new").write_text("5")
    run(tmp_path, "add", "staged")
    run(tmp_path, "rm", "-q", "--cached", "removed")

    asked = ["committed", "removed", "staged", "new", "nowhere"]

    assert git.tracked(tmp_path, asked) == {"committed", "removed", "staged"}


def test_a_repository_without_a_commit_has_what_its_index_has(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", ".")
    (tmp_path / "staged").write_text("1")
    run(tmp_path, "add", "staged")

    assert git.tracked(tmp_path, ["staged", "other"]) == {"staged"}
    assert git.stages(tmp_path) == {}
    assert git.merge_sides(tmp_path) is None


def test_paths_are_those_of_the_folder_below_the_root(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "file").write_text("1")
    repository(tmp_path, file="2", other="3")

    assert git.tracked(tmp_path / "deep", ["er/file", "file", "other"]) == {"er/file"}


def test_any_name_that_a_file_can_have_is_a_name(tmp_path: Path) -> None:
    names = ["é", "a b", "tab\there", "line\nend", '"quoted"', ":(top)", "*", "[x]", "-z"]
    repository(tmp_path, **dict.fromkeys(names, "1"))

    assert git.tracked(tmp_path, [*names, "x"]) == set(names)
    assert git.tracked_below(tmp_path, "*") == {"*"}


def test_outside_of_any_repository_is_an_error(tmp_path: Path) -> None:
    for ask in (lambda: git.tracked(tmp_path, ["a"]), lambda: git.stages(tmp_path)):
        with pytest.raises(git.GitError, match="not a git repository"):
            ask()
    with pytest.raises(git.GitError, match="not a git repository"):
        git.merge_sides(tmp_path)


# -- what git merged ---------------------------------------------------------------------


def test_an_unfinished_merge_has_its_stages_and_sides(tmp_path: Path) -> None:
    sides = branched(tmp_path)
    run(tmp_path, "merge", "other", fails=True)

    assert git.stages(tmp_path) == {"a": {1: b"base\n", 2: b"ours\n", 3: b"theirs\n"}}
    assert git.merge_sides(tmp_path) == sides


def test_a_file_that_one_side_deleted_lacks_that_stage(tmp_path: Path) -> None:
    repository(tmp_path, a="base\n")
    run(tmp_path, "checkout", "-q", "-b", "other")
    (tmp_path / "a").unlink()
    commit(tmp_path, "theirs")
    run(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, "ours", a="ours\n")
    run(tmp_path, "merge", "other", fails=True)

    assert git.stages(tmp_path) == {"a": {1: b"base\n", 2: b"ours\n"}}


def test_stages_are_those_below_the_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    repository(tmp_path, a="base\n", **{"deep/a": "base\n"})
    run(tmp_path, "checkout", "-q", "-b", "other")
    commit(tmp_path, "theirs", a="theirs\n", **{"deep/a": "theirs\n"})
    run(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, "ours", a="ours\n", **{"deep/a": "ours\n"})
    run(tmp_path, "merge", "other", fails=True)

    found = git.stages(tmp_path / "deep")

    assert found == {"a": {1: b"base\n", 2: b"ours\n", 3: b"theirs\n"}}
    assert set(git.stages(tmp_path)) == {"a", "deep/a"}


def test_a_finished_merge_has_its_parents_as_sides(tmp_path: Path) -> None:
    sides = branched(tmp_path)
    run(tmp_path, "merge", "-q", "-X", "ours", "other")

    assert git.merge_sides(tmp_path) == sides
    assert git.stages(tmp_path) == {}

    commit(tmp_path, "later", b="later\n")
    assert git.merge_sides(tmp_path) == sides


@pytest.mark.parametrize("command", ["cherry-pick", "rebase"])
def test_a_commit_that_is_brought_in_stands_against_its_parent(
    tmp_path: Path, command: str
) -> None:
    base, ours, theirs = branched(tmp_path)
    if command == "cherry-pick":
        run(tmp_path, "cherry-pick", "other", fails=True)
    else:
        run(tmp_path, "checkout", "-q", "other")
        run(tmp_path, "rebase", "main", fails=True)

    assert git.merge_sides(tmp_path) == (base, ours, theirs)
    assert git.stages(tmp_path)["a"][3] == b"theirs\n"


def test_a_revert_brings_in_what_was_before(tmp_path: Path) -> None:
    repository(tmp_path, a="1\n")
    first = run(tmp_path, "rev-parse", "HEAD")
    second = commit(tmp_path, "second", a="2\n")
    third = commit(tmp_path, "third", a="3\n")
    run(tmp_path, "revert", "--no-edit", second, fails=True)

    assert git.merge_sides(tmp_path) == (second, third, first)
    assert git.stages(tmp_path)["a"] == {1: b"2\n", 2: b"3\n", 3: b"1\n"}


def test_where_nothing_was_merged_there_are_no_sides(tmp_path: Path) -> None:
    branched(tmp_path)

    assert git.merge_sides(tmp_path) is None


def test_a_merge_of_two_that_have_nothing_in_common_has_no_sides(tmp_path: Path) -> None:
    repository(tmp_path, a="1\n")
    run(tmp_path, "checkout", "-q", "--orphan", "other")
    commit(tmp_path, "theirs", b="2\n")
    run(tmp_path, "merge", "-q", "--allow-unrelated-histories", "main")

    assert git.merge_sides(tmp_path) is None


def test_many_files_of_many_commits_are_read_at_once(tmp_path: Path) -> None:
    base, ours, _ = branched(tmp_path)
    names = ["é 12", "a b missing", "no end"]
    last = commit(tmp_path, "more", **dict.fromkeys(names, "x\n\ny"))

    found = git.contents_at(tmp_path, [base, ours, last], ["a", "nowhere", "", "/a", *names])

    assert found == {
        "a": (b"base\n", b"ours\n", b"ours\n"),
        "nowhere": (None, None, None),
        **dict.fromkeys(names, (None, None, b"x\n\ny")),
    }
    assert git.contents_at(tmp_path, [], ["a"]) == {"a": ()}


# -- whatever is set ---------------------------------------------------------------------


def _all(folder: Path) -> object:
    return git.tracked(folder, ["a", "b", "c"]), git.stages(folder), git.merge_sides(folder)


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """A folder of programs that all leave a trace and fail."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    for name in ("fsmonitor", "post-index-change", "post-checkout", "pre-commit"):
        (folder / name).write_text(f"#!/bin/sh\ntouch {folder}/ran\nexit 1\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("place", ["user", "repository"])
def test_strange_settings_and_failing_hooks_change_no_answer(
    tmp_path: Path, hooks: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    folder = tmp_path / "shop"
    branched(folder)
    run(folder, "merge", "other", fails=True)
    before = _all(folder)
    settings = STRANGE.format(hooks=hooks)
    if place == "user":
        (tmp_path / ".gitconfig").write_text(settings)
        monkeypatch.setenv("HOME", str(tmp_path))
    else:
        with (folder / ".git" / "config").open("a") as config:
            config.write(settings)

    assert _all(folder) == before
    assert not (hooks / "ran").exists()


def test_what_a_hook_has_in_its_environment_leads_to_no_other_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    branched(tmp_path / "shop")
    before = _all(tmp_path / "shop")
    other = repository(tmp_path / "other", c="1")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))

    assert _all(tmp_path / "shop") == before


def test_a_second_work_tree_has_its_own_index_and_merge(tmp_path: Path) -> None:
    base, ours, theirs = branched(tmp_path / "shop")
    run(tmp_path / "shop", "worktree", "add", "-q", "../second", "other")
    run(tmp_path / "second", "merge", "main", fails=True)

    assert git.merge_sides(tmp_path / "second") == (base, theirs, ours)
    assert git.stages(tmp_path / "second")["a"][2] == b"theirs\n"
    assert git.tracked(tmp_path / "second", ["a", "c"]) == {"a"}
    assert git.stages(tmp_path / "shop") == {}


def test_no_git_on_the_path_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path, a="1")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(git.GitError, match="not installed"):
        git.tracked(tmp_path, ["a"])


def test_a_git_that_cannot_be_run_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text("no program")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(git.GitError, match="cannot be run"):
        git.tracked(tmp_path, ["a"])


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_read_if_the_user_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shop"
    sides = branched(folder)
    run(folder, "merge", "other", fails=True)
    for place in (folder, folder / ".git"):
        os.chown(place, 12345, 12345)

    with pytest.raises(git.GitError, match="dubious ownership"):
        git.tracked(folder, ["a"])

    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {folder}\n")

    assert git.tracked(folder, ["a", "c"]) == {"a"}
    assert git.merge_sides(folder) == sides
