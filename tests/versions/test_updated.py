"""A workspace of each earlier version, with edits of every kind, works after an update to this."""

from pathlib import Path

import pytest

from tests.cli.small import blueprint
from tests.copier.repositories import ANSWERS, NEW, Made, committed, git
from tests.samples.workspaces import Workspace
from tests.versions.edits import SALES, edit, lost
from tests.versions.trees import Version, made_of, versions

pytestmark = pytest.mark.slow

_CONFIGURE = (
    f"{SALES}/extensions.py",
    "configure(runtime, context: str) is called as configure(runtime) now",
    ("runtime: Runtime, context: str", "runtime: Runtime"),
)
ASKED = {"v0.0.9": _CONFIGURE, "v0.1.0": _CONFIGURE}
"""What an update from a version asks for: a file, what is said of it, and the edit that does it."""


@pytest.fixture(params=versions(), ids=lambda version: version.tag)
def version(request: pytest.FixtureRequest) -> Version:
    """Each earlier version."""
    return request.param


def older(made: Made, version: Version, folder: Path) -> Path:
    """An edited workspace of an earlier version, committed."""
    source, target = blueprint(folder / "source"), folder / "ws"
    done = made.blueprint("new", target, "--from", source, cwd=folder, version=version.tag)
    assert done.returncode == 0, done.stderr
    edit(target)
    committed(target)
    return target


def do_as_asked(root: Path, version: Version, said: str) -> None:
    """Edits the fills that are called otherwise, as the update says it."""
    if version.tag in ASKED:
        path, asked, (before, after) = ASKED[version.tag]
        assert any(line.startswith(path) and asked in line for line in said.splitlines()), said
        text = (root / path).read_text()
        assert before in text
        (root / path).write_text(text.replace(before, after))


def test_it_keeps_every_edit_and_passes_its_own_tests(version: Version, tmp_path: Path) -> None:
    made = made_of(version, tmp_path / "made")
    workspace = older(made, version, tmp_path)

    done = made.copier("update", "--trust", "--defaults", cwd=workspace)

    assert done.returncode == (1 if version.tag in ASKED else 0), done.stderr
    assert f"_commit: {NEW}\n" in (workspace / ANSWERS).read_text()
    assert lost(workspace) == []
    do_as_asked(workspace, version, done.stderr)
    committed(workspace)
    synced = made.blueprint("sync", cwd=workspace)
    assert synced.returncode == 0, synced.stderr
    assert git(workspace, "status", "--porcelain") == ""
    tested = Workspace("shop", workspace).run("pytest", "-p", "no:cacheprovider")
    assert tested.returncode == 0, tested.stdout[-6000:] + tested.stderr[-2000:]
    assert " passed" in tested.stdout
