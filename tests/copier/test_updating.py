"""A workspace moves to other templates: by Copier, by `blueprint update`, or not at all."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.copier.repositories import ANSWERS, NEW, OLD, Made, committed, contents, git

CODE = "services/tasks/src/hello_tasks"
GENERATED = f"{CODE}/operations.py"
FILL = f"{CODE}/extensions.py"
WRITTEN = '''\
"""The one place that replaces an adapter."""

from hello_chassis.runtime import Runtime


def configure(runtime: Runtime, context: str) -> Runtime:
    print(context)
    return runtime
'''


def older(made: Made, target: Path) -> Path:
    """A workspace by the older tool, all of it committed."""
    done = made.blueprint("new", target, "--from", "hello", cwd=made.folder, version=OLD)
    assert done.returncode == 0, done.stderr
    committed(target)
    return target


def by_copier(made: Made, workspace: Path) -> subprocess.CompletedProcess[str]:
    return made.copier("update", "--trust", "--defaults", cwd=workspace)


def is_offered(made: Made, workspace: Path) -> bool:
    """Whether Copier says that there is a later version."""
    said = made.copier("check-update", cwd=workspace)
    assert said.returncode == 0, said.stderr
    return "New template version available" in said.stdout + said.stderr


@pytest.mark.slow
def test_both_ways_give_the_same_bytes_the_answers_included(made: Made, tmp_path: Path) -> None:
    one = older(made, tmp_path / "one")
    (one / FILL).write_text(WRITTEN)
    (one / "Makefile").write_text((one / "Makefile").read_text() + "\nours:\n\t@true\n")
    committed(one)
    other = shutil.copytree(one, tmp_path / "other", symlinks=True)

    copier, ours = by_copier(made, one), made.blueprint("update", cwd=other)

    assert f"_commit: {NEW}\n" in (one / ANSWERS).read_text()
    assert contents(one) == contents(other)
    assert (copier.returncode, ours.returncode) == (1, 1)
    asked = f"{FILL}: line 6: configure(runtime, context: str) is called as configure(runtime) now"
    assert asked in copier.stderr
    assert asked in ours.stderr
    assert f"The workspace is of {NEW} now, and was of {OLD}." in ours.stdout
    assert not is_offered(made, one)


@pytest.mark.slow
def test_when_the_engine_stops_nothing_moves_and_copier_goes_on_offering_the_update(
    made: Made, tmp_path: Path
) -> None:
    workspace = made.workspace(tmp_path / "ws")
    text = (workspace / GENERATED).read_text()
    (workspace / GENERATED).write_text(text + "# by hand\n")
    committed(workspace)
    before = contents(workspace)

    stopped = by_copier(made, workspace)

    assert stopped.returncode == 1
    assert f"{GENERATED}: it is generated and was edited by hand" in stopped.stderr
    assert contents(workspace) == before
    assert git(workspace, "status", "--porcelain") == ""
    assert is_offered(made, workspace)

    (workspace / GENERATED).write_text(text)
    committed(workspace)
    assert by_copier(made, workspace).returncode == 0
    assert not is_offered(made, workspace)


@pytest.mark.slow
def test_a_run_that_cannot_begin_leaves_the_old_version_too(made: Made, tmp_path: Path) -> None:
    workspace = made.workspace(tmp_path / "ws")
    before = (workspace / ANSWERS).read_bytes()

    with open(workspace / ".blueprint" / "lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = by_copier(made, workspace)

    assert done.returncode == 1
    assert "is changing this workspace" in done.stderr
    assert (workspace / ANSWERS).read_bytes() == before


@pytest.mark.slow
def test_copying_over_a_workspace_is_an_update_that_keeps_what_is_yours(
    made: Made, tmp_path: Path
) -> None:
    workspace = made.workspace(tmp_path / "ws")
    (workspace / FILL).write_text(WRITTEN)
    committed(workspace)

    done = made.copier("recopy", "--trust", "--defaults", "--overwrite", cwd=workspace)

    assert done.returncode == 1  # which is for the fill that is called otherwise
    assert (workspace / FILL).read_text() == WRITTEN
    assert f"_commit: {NEW}\n" in (workspace / ANSWERS).read_text()


def test_an_older_workspace_is_updated_before_anything_else(made: Made, tmp_path: Path) -> None:
    workspace = older(made, tmp_path / "ws")
    before = contents(workspace)

    for command in (["sync"], ["sync", "--plan"], ["eject", "tasks.AddTask"]):
        done = made.blueprint(*command, cwd=workspace)
        assert done.returncode == 2, command
        assert f"this workspace is of Blueprint {OLD[1:]}, this is {NEW[1:]}" in done.stderr
        assert "run `blueprint update` first" in done.stderr
    assert contents(workspace) == before

    assert made.blueprint("update", cwd=workspace).returncode == 0
    assert made.blueprint("sync", cwd=workspace).returncode == 0


def test_a_newer_workspace_is_refused_by_name(made: Made, tmp_path: Path) -> None:
    done = made.blueprint("new", "ws", "--from", "hello", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    before = contents(tmp_path / "ws")

    for command in ("sync", "update"):
        done = made.blueprint(command, cwd=tmp_path / "ws", version=OLD)
        assert done.returncode == 4, command
        assert f"this workspace is of Blueprint {NEW[1:]}, this is {OLD[1:]}" in done.stderr
        assert f"install {NEW[1:]} or later" in done.stderr
    assert contents(tmp_path / "ws") == before


def test_what_is_known_to_have_nothing_to_do_is_still_asked_for_its_version(
    made: Made, tmp_path: Path
) -> None:
    made.blueprint("new", "ws", "--from", "hello", cwd=tmp_path)
    workspace = tmp_path / "ws"
    for _ in range(2):
        assert made.blueprint("sync", cwd=workspace).returncode == 0
    answers = (workspace / ANSWERS).read_text()
    (workspace / ANSWERS).write_text(answers.replace(NEW, "v0.3.0"))

    done = made.blueprint("sync", cwd=workspace)

    assert done.returncode == 4
    assert "install 0.3.0 or later" in done.stderr


def test_a_workspace_without_answers_counts_as_of_this_version_and_gets_some(
    made: Made, tmp_path: Path
) -> None:
    made.blueprint("new", "ws", "--from", "hello", cwd=tmp_path)
    workspace = tmp_path / "ws"
    (workspace / ANSWERS).unlink()

    assert made.blueprint("sync", cwd=workspace).returncode == 0
    assert not (workspace / ANSWERS).exists()
    assert made.blueprint("update", cwd=workspace).returncode == 0
    assert f"_commit: {NEW}\n" in (workspace / ANSWERS).read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<<<<<<< ours\n_commit: v0.1.0\n=======\n_commit: v0.1.1\n>>>>>>> theirs\n", "a conflict"),
        ("_src_path: /somewhere\n", "`_commit` is missing"),
        ("_commit: v0.1.0\n", "`_src_path` is missing"),
        ("[", "it is no YAML"),
        ("- a\n", "it holds no answers"),
        ("# " + "x" * 70_000, "it is longer than"),
    ],
)
def test_answers_that_cannot_be_read_say_what_to_do(
    made: Made, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / ".blueprint").mkdir()
    (tmp_path / "blueprint.yaml").write_text("blueprint: 1\n")
    (tmp_path / ANSWERS).write_text(text)

    for command in ("sync", "update"):
        done = made.blueprint(command, cwd=tmp_path)
        assert done.returncode == 2
        assert f"blueprint: {ANSWERS}: " in done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert (tmp_path / ANSWERS).read_text() == text
