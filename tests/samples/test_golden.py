"""What comes out is what was last looked at: `hello` whole, of `diagnostics` a part.

`UPDATE_GOLDEN=1 pytest tests/samples/test_golden.py` writes what comes out now; read the diff.
"""

import os
import shutil
from pathlib import Path

import pytest

from tests.samples.workspaces import ROOT, new

GOLDEN = ROOT / "tests" / "golden"
LOOKED_AT = ("hello", "diagnostics")
CHASSIS = ROOT / "templates" / "libs" / "chassis" / "src" / "_system__chassis"


def kept(sample: str, path: str) -> bool:
    """Whether a file of the sample's workspace is committed here."""
    if sample == "hello":
        return "_chassis/" not in path
    return path.startswith(("contracts/", "services/ordering/"))


def files(root: Path, sample: str) -> dict[str, bytes]:
    """The committed part of a workspace, by path."""
    found = {p.relative_to(root).as_posix(): p for p in sorted(root.rglob("*")) if p.is_file()}
    return {
        path: file.read_bytes()
        for path, file in found.items()
        if kept(sample, path) and not path.startswith(".git/")
    }


@pytest.mark.parametrize("sample", LOOKED_AT)
def test_a_sample_comes_out_as_committed(sample: str, tmp_path: Path) -> None:
    new(sample, tmp_path / sample)
    golden, now = GOLDEN / sample, files(tmp_path / sample, sample)

    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(golden, ignore_errors=True)
        for path, content in now.items():
            (golden / path).parent.mkdir(parents=True, exist_ok=True)
            (golden / path).write_bytes(content)

    before = files(golden, sample)
    assert sorted(now) == sorted(before)
    assert [path for path in now if now[path] != before[path]] == []


@pytest.mark.parametrize("sample", LOOKED_AT)
def test_the_chassis_comes_out_as_its_source(sample: str, tmp_path: Path) -> None:
    new(sample, tmp_path / sample)
    (vendored,) = (tmp_path / sample).glob("libs/chassis/src/*_chassis")

    source = modules(CHASSIS)

    assert modules(vendored) == source
    assert len(source) > 50


def modules(folder: Path) -> dict[str, bytes]:
    """Every module of a package, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.py")}
