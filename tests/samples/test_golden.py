"""What comes out is what was last looked at: `hello` whole, of `diagnostics` a part.

`UPDATE_GOLDEN=1 pytest tests/samples/test_golden.py` writes what comes out now; read the diff.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.samples.workspaces import ROOT, Workspace

GOLDEN = ROOT / "tests" / "golden"
CHASSIS = ROOT / "templates" / "libs" / "chassis" / "src" / "_system__chassis"


def kept(sample: str, path: str) -> bool:
    """Whether a file of the sample's workspace is committed here."""
    if sample == "hello":
        return "_chassis/" not in path
    return path.startswith(("contracts/", "services/ordering/"))


def files(root: Path, sample: str) -> dict[str, bytes]:
    """The committed part of a workspace, by path."""
    found = {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*")) if p.is_file()}
    ignored = (".git/", ".mypy_cache/", ".ruff_cache/", ".import_linter_cache/", ".run/")
    return {
        path: file.read_bytes()
        for path, file in found.items()
        if kept(sample, path) and not path.startswith(ignored) and "__pycache__" not in path
    }


def test_a_sample_comes_out_as_committed(workspace: Workspace) -> None:
    golden = GOLDEN / workspace.sample
    now = files(workspace.path, workspace.sample)

    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(golden, ignore_errors=True)
        for path, content in now.items():
            (golden / path).parent.mkdir(parents=True, exist_ok=True)
            (golden / path).write_bytes(content)
        pytest.skip("written anew")

    before = files(golden, workspace.sample)
    assert sorted(now) == sorted(before)
    assert [path for path in now if now[path] != before[path]] == []


def test_the_chassis_comes_out_as_its_source(workspace: Workspace) -> None:
    (vendored,) = workspace.path.glob("libs/chassis/src/*_chassis")
    source = {p.name: p.read_bytes() for p in CHASSIS.iterdir() if p.is_file()}
    assert {p.name: p.read_bytes() for p in vendored.iterdir() if p.is_file()} == source
    assert len(source) > 10
