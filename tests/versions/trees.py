"""The trees of earlier versions: those of commits of this repository, and one that is made up."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.copier.older import undo
from tests.copier.repositories import PARTS, ROOT, Made, make, working_tree

LISTED = Path(__file__).parent / "versions.txt"


@dataclass(frozen=True)
class Version:
    """An earlier version: its tag, and the commit that has its tree, or None for a made-up one."""

    tag: str
    commit: str | None = None


def versions() -> list[Version]:
    """The made-up version, and every line of versions.txt."""
    lines = [line.split() for line in LISTED.read_text().splitlines()]
    listed = [Version(*words) for words in lines if words and not words[0].startswith("#")]
    return [Version("v0.1.0"), *listed]


def made_of(version: Version, folder: Path) -> Made:
    """The repository of an earlier version and of the present one."""
    return make(folder, lambda place: _tree(version, place), working_tree, version.tag)


def _tree(version: Version, place: Path) -> None:
    if version.commit is None:
        working_tree(place)
        undo(place)
    else:
        _check_out(version.commit, place)


def _check_out(commit: str, place: Path) -> None:
    """Writes the tree of a commit; skips the test where a shallow clone has no such commit."""
    archived = subprocess.run(
        ["git", "archive", "--format=tar", commit, "--", *PARTS], cwd=ROOT, capture_output=True
    )
    if archived.returncode != 0:
        pytest.skip(f"git has no commit {commit} here: {archived.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archived.stdout)) as tree:
        tree.extractall(place, filter="data")
