"""Templates of a fork: named by whoever makes a workspace, and kept for whoever works in it."""

import shutil
from pathlib import Path

import pytest
import yaml

from tests.copier.repositories import ANSWERS, NEW, OLD, Made, committed, contents, git

pytestmark = pytest.mark.slow

RULES = "services/tasks/src/hello_tasks/rules.py"  # which only the older templates give


@pytest.fixture
def fork(made: Made, tmp_path: Path) -> Path:
    """A fork of one's own, in which a test may do as it likes."""
    return shutil.copytree(made.source, tmp_path / "fork", symlinks=True)


def new(made: Made, folder: Path, *arguments: str, **environment: str) -> Path:
    """A workspace from the fork in *folder*, with what is cached in that folder."""
    cache = {"BLUEPRINT_CACHE_DIR": str(folder / "cache")} | environment
    done = made.blueprint("new", "ws", "--from", "hello", *arguments, cwd=folder, **cache)
    assert done.returncode == 0, done.stderr
    return folder / "ws"


def run(made: Made, workspace: Path, *arguments: str) -> tuple[int, str]:
    cache = str(workspace.parent / "cache")
    done = made.blueprint(*arguments, cwd=workspace, BLUEPRINT_CACHE_DIR=cache)
    return done.returncode, done.stdout + done.stderr


def answers(workspace: Path) -> dict[str, str]:
    return yaml.safe_load((workspace / ANSWERS).read_text())


def test_a_workspace_is_made_from_the_forks_latest_tag_else_from_the_one_that_is_named(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    workspace = new(made, tmp_path, "--template", "fork")
    assert answers(workspace) == {"_commit": NEW, "_src_path": str(fork), "blueprint": "hello"}
    assert not (workspace / RULES).exists()

    shutil.rmtree(workspace)
    new(made, tmp_path, "--template", str(fork), "--ref", OLD)
    assert answers(workspace)["_commit"] == OLD
    assert (workspace / RULES).is_file()


def test_a_commit_after_a_tag_is_named_as_git_describes_it(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    makefile = fork / "templates" / "Makefile.jinja"
    makefile.write_text("# The fork's.\n" + makefile.read_text())
    committed(fork)

    workspace = new(made, tmp_path, "--template", "fork", "--ref", "main")

    head = git(fork, "rev-parse", "--short", "HEAD").strip()
    assert answers(workspace)["_commit"] == f"{NEW}-1-g{head}"
    assert (workspace / "Makefile").read_text().startswith("# The fork's.\n")
    assert run(made, workspace, "sync")[0] == 0


def test_sync_renders_with_the_forks_templates_when_the_fork_cannot_be_reached(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    workspace = new(made, tmp_path, "--template", "fork", "--ref", OLD)
    before = contents(workspace)
    fork.rename(tmp_path / "elsewhere")

    status, said = run(made, workspace, "sync")

    assert status == 0, said
    assert contents(workspace) == before


def test_update_moves_to_the_forks_latest_tag_or_to_the_one_that_is_named(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    workspace = new(made, tmp_path, "--template", "fork", "--ref", OLD)
    (fork / "README.md").write_text("A fork.\n")
    committed(fork)
    git(fork, "tag", "v0.1.2")

    status, said = run(made, workspace, "update", "--template-ref", NEW)
    assert (status, answers(workspace)["_commit"]) == (0, NEW), said
    assert not (workspace / RULES).exists()

    status, said = run(made, workspace, "update")
    assert status == 0, said
    assert answers(workspace)["_commit"] == "v0.1.2"


def test_a_fork_that_fits_another_tool_or_does_not_say_is_refused(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    plan = fork / "templates" / "plan.toml"
    text = plan.read_text()
    told = {
        text.replace('">=0.1,<0.2"', '">=0.2,<0.3"', 1): "fit Blueprint >=0.2,<0.3, and this is",
        text.replace('">=0.1,<0.2"', '"some"', 1): "`some` is no range of versions",
        text.replace("fits =", "fit =", 1): "do not say which tools they fit",
    }
    for other, why in told.items():
        plan.write_text(other)
        committed(fork)
        done = made.blueprint(
            *("new", "ws", "--from", "hello", "--template", "fork", "--ref", "main"),
            cwd=tmp_path,
            BLUEPRINT_CACHE_DIR=str(tmp_path / "cache"),
        )
        assert done.returncode == 4
        assert why in done.stderr
        assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize(
    ("source", "ref", "status", "why"),
    [
        ("nowhere", None, 4, "there is no such folder, and it is no URL"),
        ("empty", None, 4, "git clone"),
        ("fork", "v9", 4, "it has no tag, branch or commit v9"),
        ("fork", "--upload-pack=x", 4, "it has no tag, branch or commit --upload-pack=x"),
        ("ext::touch pwned", None, 4, "it is no URL"),
        ("ext://touch", None, 4, "git clone"),
        (None, "v0.1.0", 2, "--ref goes with --template"),
    ],
)
def test_what_is_no_fork_is_refused(
    made: Made,
    tmp_path: Path,
    fork: Path,
    source: str | None,
    ref: str | None,
    status: int,
    why: str,
) -> None:
    (tmp_path / "empty").mkdir()
    template = ["--template", source] if source else []
    reference = [f"--ref={ref}"] if ref else []

    done = made.blueprint(
        "new",
        "ws",
        "--from",
        "hello",
        *template,
        *reference,
        cwd=tmp_path,
        BLUEPRINT_CACHE_DIR=str(tmp_path / "cache"),
    )

    assert done.returncode == status, done.stderr
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ws").exists()
    assert not (tmp_path / "pwned").exists()


def test_a_fork_that_nobody_here_has_named_runs_nothing_until_somebody_trusts_it(
    made: Made, tmp_path: Path, fork: Path
) -> None:
    workspace = new(made, tmp_path, "--template", "fork")
    shutil.rmtree(tmp_path / "cache")  # as on another machine, to which the workspace was cloned

    status, said = run(made, workspace, "sync")
    assert status == 4
    assert f"blueprint update --trust --template-ref {NEW}" in said
    status, said = run(made, workspace, "update")
    assert status == 3
    assert "blueprint update --trust" in said
    assert not (tmp_path / "cache").exists()

    assert run(made, workspace, "update", "--trust", "--template-ref", NEW)[0] == 0
    assert run(made, workspace, "sync")[0] == 0


def test_the_tools_own_templates_have_no_ref(made: Made, tmp_path: Path) -> None:
    workspace = new(made, tmp_path)

    status, said = run(made, workspace, "update", "--template-ref", OLD)

    assert status == 2
    assert "the templates of this workspace come with the tool" in said
