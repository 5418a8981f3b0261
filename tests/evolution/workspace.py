"""Folders of one history: the workspace that is lived in, and others that nobody touches."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.evolution import command
from tests.evolution.command import ENVIRONMENT, Done
from tests.evolution.lines import files
from tests.evolution.shop import Shop
from tests.evolution.versions import Version

ROOT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm")

_LOCK = ".blueprint/lock"
Stamps = dict[str, tuple[int, int, int]]


class Folders:
    """A history's own place in memory; `plain` lies in a repository, so that none is made in it."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._held = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.base = Path(self._held.name)
        self.plain = self.base / "plain"
        (self.plain / ".git").mkdir(parents=True)

    def close(self) -> None:
        """Removes all of it."""
        self._held.cleanup()

    def call(self, root: Path, *arguments: str | Path) -> Done:
        """`blueprint …` in *root*."""
        cache = self.base / "cache"
        return command.call(root, *arguments, version=self.version, cache=cache)

    def new(self, root: Path, shop: Shop) -> Done:
        """`blueprint new` at *root*, over what was there."""
        shutil.rmtree(root, ignore_errors=True)
        source = self._source(shop)
        return self.call(self.base, "new", root, "--from", source / "blueprint.yaml")

    def new_elsewhere(self, root: Path, shop: Shop) -> None:
        """The same by a process of another day, place and order of hashes."""
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "tests.evolution.command", self.version.name, "new"),
                *(str(root), "--from", str(self._source(shop) / "blueprint.yaml")),
            ],
            cwd=self.base,
            env=os.environ
            | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )

    def _source(self, shop: Shop) -> Path:
        source = self.base / "source"
        shutil.rmtree(source, ignore_errors=True)
        write_blueprint(source, shop)
        return source


def write_blueprint(root: Path, shop: Shop) -> None:
    """The blueprint's files, and no other context's; one that says what it said is not touched."""
    texts = {path: text.encode() for path, text in shop.texts().items()}
    for left in (root / "contexts").glob("*.yaml"):
        if f"contexts/{left.name}" not in texts:
            left.unlink()
    for path, text in texts.items():
        target = root / path
        if not target.is_file() or target.read_bytes() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)


def restore(root: Path, found: dict[str, bytes]) -> None:
    """Lets a folder hold these files and nothing else."""
    shutil.rmtree(root, ignore_errors=True)
    for path, content in found.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def stamps(root: Path) -> Stamps:
    """When each file was last written, which it is, and its mode."""
    return {path: _stamp(root / path) for path in files(root) if path != _LOCK}


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, found.st_mode


def comparable(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is the same by whichever way a blueprint came about: all but the revisions."""
    return {
        path: _without_revisions(content) if path.endswith(".jsonl") else content
        for path, content in found.items()
        if "/migrations/" not in path and not path.startswith(".blueprint/tables/")
    }


def _without_revisions(records: bytes) -> bytes:
    lines = records.splitlines(keepends=True)
    return b"".join(line for line in lines if b'"owner": "append"' not in line)


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Real git in *root*, isolated from whoever runs the tests."""
    return subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=os.environ | ENVIRONMENT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def committed(root: Path) -> None:
    """Everything that is there, in a commit."""
    git(root, "add", "--all")
    done = git(root, "commit", "--quiet", "--allow-empty", "--message", "a step")
    assert done.returncode == 0, done.stderr


def different(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths at which two trees are not the same."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
