"""Repositories of Blueprint in two versions, made of this checkout, and Copier on them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from tests.copier.older import FORMER_STUBS, STUBS, extend, undo

ROOT = Path(__file__).parents[2]
PARTS = (
    "blueprint",
    "generator",
    "templates",
    "sample_blueprints",
    "for_copier",
    "copier.yml",
    "pyproject.toml",
    "README.md",
)
"""What an engine and its templates consist of."""
SOURCE = "https://github.com/blueprint-compiler/blueprint.git"
ANSWERS = ".copier-answers.yml"
OLD, NEW = "v0.1.0", "v0.1.1"

_WHO = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")


@dataclass(frozen=True)
class Made:
    """A repository with two tagged versions, and each version's tree beside it."""

    folder: Path

    @property
    def source(self) -> Path:
        """The repository."""
        return self.folder / "repository"

    def tool(self, version: str) -> Path:
        """The tree of a version, from which its `blueprint` runs."""
        return self.folder / version

    def environment(self) -> dict[str, str]:
        """What keeps a process from the user's settings; the public URL leads to the repository."""
        return {
            "GIT_CONFIG_GLOBAL": str(self.folder / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "COPIER_CACHE_DIR": str(self.folder / "copier-cache"),
            "BLUEPRINT_CACHE_DIR": str(self.folder / "blueprint-cache"),
        }

    def copier(
        self, *arguments: str | Path, cwd: Path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Copier as a process of its own."""
        command = [sys.executable, "-m", "copier", *map(str, arguments)]
        return called(command, cwd, self.environment() | environment)

    def blueprint(
        self, *arguments: str | Path, cwd: Path, version: str = NEW, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """`blueprint` of a version."""
        command = [sys.executable, "-m", "blueprint", *map(str, arguments)]
        here = {"PYTHONPATH": str(self.tool(version))}
        return called(command, cwd, self.environment() | here | environment)

    def workspace(self, target: Path, sample: str = "hello") -> Path:
        """A workspace of the older version, by Copier from the folder, all of it committed."""
        done = self.copier(
            *("copy", "--trust", "--defaults", "--quiet", "--vcs-ref", OLD),
            *("--data", f"blueprint={sample}", self.source, target),
            cwd=self.folder,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        git(target, "init", "--quiet", "--initial-branch=main")
        committed(target)
        return target


def called(
    command: list[str], cwd: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """A process of its own, without the PYTHONPATH of this one."""
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" and not k.startswith("GIT_")}
    return subprocess.run(
        command,
        cwd=cwd,
        env=clean | {"PWD": str(cwd)} | dict(environment),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
    )


def git(folder: Path, *arguments: str) -> str:
    """What git says in *folder*, without anybody's settings."""
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = called(["git", *_WHO, *arguments], folder, isolated)
    assert done.returncode == 0, done.stderr
    return done.stdout


def committed(folder: Path, message: str = "So far") -> None:
    """Everything below *folder*, committed."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def contents(root: Path) -> dict[str, bytes]:
    """Every file below *root* by its path, less git's own."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        path: file.read_bytes() for path, file in sorted(found.items()) if ".git/" not in f"{path}/"
    }


def working_tree(target: Path) -> None:
    """Copies the engine and its templates as they are now, committed or not, to *target*."""
    listed = called(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PARTS],
        ROOT,
        {},
    ).stdout
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():  # not what is deleted and not committed yet
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, target / path)


def set_version(tree: Path, tag: str) -> None:
    """Makes a tree that of *tag*."""
    place = tree / "blueprint" / "__init__.py"
    text = place.read_text()
    place.write_text(re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{tag[1:]}"', text))


Tree = Callable[[Path], None]
"""Writes the tree of a version to a folder that is not there yet."""


def _present(place: Path) -> None:
    working_tree(place)
    extend(place, STUBS)


def _former(place: Path) -> None:
    working_tree(place)
    extend(place, FORMER_STUBS)
    undo(place)


def make(folder: Path, former: Tree = _former, present: Tree = _present, tag: str = OLD) -> Made:
    """The repository of an earlier version, with this *tag*, and of this one, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "gitconfig").exists():
            _make(folder, {tag: former, NEW: present})
    return Made(folder)


def _make(folder: Path, trees: Mapping[str, Tree]) -> None:
    source = folder / "repository"
    source.mkdir()
    git(source, "init", "--quiet", "--initial-branch=main")
    for tag, write in trees.items():
        write(folder / tag)
        set_version(folder / tag, tag)
        tagged(source, folder / tag, tag)
    (folder / "gitconfig").write_text(
        "[user]\n\tname = Somebody\n\temail = somebody@example.org\n"
        f'[url "{source}"]\n\tinsteadOf = {SOURCE}\n'
        "[apply]\n\twhitespace = fix\n"
    )


def tagged(source: Path, tree: Path, tag: str) -> None:
    """Commits a tree as the next version of the repository at *source*."""
    for path in source.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(tree, source, dirs_exist_ok=True, ignore=left_out)
    committed(source, tag)
    git(source, "tag", tag)
