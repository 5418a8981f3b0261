"""`sync` where the records of the last run are damaged, or lead elsewhere."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.small import made, tree
from tests.hostile.process import Done, blueprint

DONE, REFUSED = 0, 3
MANIFEST = ".blueprint/workspace.jsonl"
OPERATIONS = "services/sales/src/shop_sales/operations.py"


def entry(path: str) -> str:
    return f'{{"path": "{path}", "owner": "generated", "node": "system", "sha256": "0"}}\n'


def written(path: str, text: str | bytes) -> Callable[[Path], None]:
    content = text if isinstance(text, bytes) else text.encode()
    return lambda workspace: (workspace / path).write_bytes(content)


def added(line: str) -> Callable[[Path], None]:
    return lambda workspace: (workspace / MANIFEST).open("a").write(line) and None


def linked(path: str, to: str) -> Callable[[Path], None]:
    def link(workspace: Path) -> None:
        place = workspace / path
        os.rename(place, workspace.parent / "moved")
        os.symlink(to, place)

    return link


def piped(path: str) -> Callable[[Path], None]:
    def pipe(workspace: Path) -> None:
        (workspace / path).unlink()
        os.mkfifo(workspace / path)

    return pipe


def foldered(path: str) -> Callable[[Path], None]:
    def folder(workspace: Path) -> None:
        (workspace / path).unlink()
        (workspace / path).mkdir()

    return folder


# A damaged record is made anew; what leads out of the workspace, or is no file, is refused.
TABLE = [
    ("bad JSON", written(MANIFEST, "{"), DONE),
    ("a list", written(MANIFEST, "[1, 2]\n"), DONE),
    ("nothing", written(MANIFEST, ""), DONE),
    ("NUL and bytes", written(MANIFEST, b"\0\xff\n" * 100), DONE),
    ("deep JSON", written(MANIFEST, "[" * 100_000), DONE),
    ("a long number", written(MANIFEST, '{"path": ' + "9" * 10_000 + "}\n"), DONE),
    ("a missing manifest", lambda workspace: (workspace / MANIFEST).unlink(), DONE),
    ("marks of a conflict", added("<<<<<<< ours\n=======\n>>>>>>> theirs\n"), DONE),
    ("a path that climbs", added(entry("../../etc/passwd")), REFUSED),
    ("an absolute path", added(entry("/etc/passwd")), REFUSED),
    ("an empty path", added(entry("")), REFUSED),
    ("a path with NUL", added(entry("a\\u0000b")), REFUSED),
    ("a path with a lone surrogate", added(entry("a\\ud800b")), REFUSED),
    ("a path of git", added(entry(".git/config")), REFUSED),
    ("a manifest that is a link", linked(MANIFEST, "../moved"), REFUSED),
    ("a manifest that is a pipe", piped(MANIFEST), REFUSED),
    ("a manifest that is a folder", foldered(MANIFEST), REFUSED),
    ("records elsewhere", linked(".blueprint/contexts", "../moved"), REFUSED),
    ("services elsewhere", linked("services", "../moved"), REFUSED),
    ("one file elsewhere", linked(OPERATIONS, "/dev/zero"), REFUSED),
    ("an ejected operation of nobody", added('{"eject": "nobody.Nothing"}\n'), DONE),
    ("an ejection that climbs", added('{"eject": "../x.Nothing"}\n'), DONE),
]


def sync(workspace: Path) -> Done:
    return blueprint("sync", cwd=workspace, module="tests.cli.small")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that each row copies."""
    return made(tmp_path_factory.mktemp("made"))


@pytest.mark.parametrize(
    ("damage", "status"), [pytest.param(d, s, id=name) for name, d, s in TABLE]
)
def test_damaged_records_are_made_anew_or_refused(
    damage: Callable[[Path], None], status: int, workspace: Path, tmp_path: Path
) -> None:
    home = tmp_path / "ws"
    shutil.copytree(workspace, home, symlinks=True)
    damage(home)
    before = {} if status == DONE else tree(home)
    outside = sorted(path for path in tmp_path.rglob("*") if home not in path.parents)

    done = sync(home)

    assert "Traceback" not in done.said, done.said[-1500:]
    assert done.status == status, done.said[-1500:]
    assert outside == sorted(path for path in tmp_path.rglob("*") if home not in path.parents)
    if status == DONE:
        assert tree(home) == tree(workspace)
        assert b"Nothing to do" in sync(home).stdout
    else:
        assert tree(home) == before
