"""Format: the Python that came out, by ruff; some of it while the rest is still being rendered."""

import importlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from generator import write
from generator.imports import pruned
from generator.tree import File

SETTINGS = "pyproject.toml"
"""The workspace's own settings: with them formatted, its own `ruff check` agrees."""

LINE_LENGTH = 100
_ALWAYS = ("--no-cache", "--no-respect-gitignore")
_WITHOUT_SETTINGS = ("--isolated", "--target-version=py311", f"--config=line-length={LINE_LENGTH}")
_PLACE = re.compile(r"Failed to parse (?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<why>.*)")
_AROUND = 3


class FormatError(RuntimeError):
    """A template rendered to text that is not Python; the message shows it around the line."""


class Formatter:
    """Lays out what it is given, one lot after the other, beside whatever else goes on.

    The first lot holds the settings. Whose a module is decides where its import stands, and ruff
    finds that out by looking for its package: hence each has a module, empty, from the start. What
    is copied as it is stays out, but for what makes a folder a package.
    """

    def __init__(self, folder: Path, worker: ThreadPoolExecutor) -> None:
        self._folder = folder
        self._worker = worker
        self._begun: list[Future[None]] = []
        self._loose: list[str] = []

    def begin(self, files: Iterable[File]) -> None:
        """Takes one lot of files: its Python is laid out, but for what is copied as it is."""
        needed = [file for file in files if _is_needed(file)]
        loose = [file.path for file in needed if file.is_python and not file.verbatim]
        write.fill(self._folder, {file.path: _content(file) for file in needed})
        self._loose += loose
        if loose:
            self._begun.append(self._worker.submit(format_files, self._folder, loose))

    def finish(self) -> dict[str, bytes]:
        """What became of each file, by its path; raises FormatError."""
        for lot in self._begun:
            lot.result()
        return {path: self._read(path) for path in self._loose}

    def _read(self, path: str) -> bytes:
        with open(f"{self._folder}/{path}", "rb", buffering=0) as file:
            return file.read()


@contextmanager
def formatting(paths: Iterable[str]) -> Iterator[Formatter]:
    """A formatter for a workspace that will have its Python at *paths*."""
    one_a_folder = {path.rpartition("/")[0]: path for path in paths if path.endswith(".py")}
    with write.scratch(one_a_folder.values()) as folder, ThreadPoolExecutor(1) as worker:
        yield Formatter(folder, worker)


def _is_needed(file: File) -> bool:
    if file.is_python:
        return not file.verbatim or file.path.endswith("__init__.py")
    return file.path == SETTINGS


def _content(file: File) -> bytes:
    # In a package's own file, a name that is imported and not used is a name that it offers.
    if file.verbatim or not file.is_python or file.path.endswith("__init__.py"):
        return file.content
    return pruned(file.content.decode("utf-8")).encode("utf-8")


def format_files(folder: Path, paths: list[str]) -> None:
    """Sorts the imports of these files below *folder*, drops the unused, lays out the rest.

    In place; a pyproject.toml in *folder* says how.
    """
    _ruff("check", "--select=I,F401", "--fix", "--exit-zero", folder=folder, paths=paths)
    done = _ruff("format", folder=folder, paths=paths)
    if done.returncode != 0:
        raise FormatError(_explained(done.stderr, folder))


def _ruff(
    command: str, *options: str, folder: Path, paths: list[str]
) -> subprocess.CompletedProcess[str]:
    # The folder is the working directory, so that no path of this machine reaches a message. Files
    # are named one by one: what a setting leaves out, as the folder of a context `build`, is not.
    settings = [f"--config={SETTINGS}"] if (folder / SETTINGS).exists() else _WITHOUT_SETTINGS
    return subprocess.run(
        [_binary(), command, *settings, *_ALWAYS, *options, "--", *paths],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _environment() -> dict[str, str]:
    """The process's own, less what would colour what ruff says, or tell it otherwise than we do."""
    loud = ("RUFF_", "FORCE_COLOR", "CLICOLOR")
    return {key: value for key, value in os.environ.items() if not key.startswith(loud)}


@cache
def _binary() -> str:
    # The module says where its program is, and says nothing of types.
    found: str = importlib.import_module("ruff").find_ruff_bin()
    return found


def _explained(stderr: str, folder: Path) -> str:
    found = _PLACE.search(stderr)
    if not found:
        return f"ruff format failed: {stderr.strip()}"
    file, number = found["file"], int(found["line"])
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    first, last = max(1, number - _AROUND), min(number + _AROUND, len(lines))
    shown = [f"{n:>5} | {lines[n - 1]}" for n in range(first, last + 1)]
    return "\n".join([f"{file}:{number}: {found['why']}", *shown])
