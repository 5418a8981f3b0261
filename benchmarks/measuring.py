"""One size, measured in a process of its own: `python -m benchmarks.measuring CONTEXTS`.

Imports are left out, as they are of Copier; everything is written to a memory file system where
there is one, what ruff works on included.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import copier_rendering
from benchmarks.synthetic import write_blueprint
from blueprint.cli import main as blueprint
from blueprint.load import load
from blueprint.read import read_loaded
from blueprint.resolve import resolve
from blueprint.rules.registry import rules
from generator import generate
from generator.creating import compose, create
from generator.origin import blueprint_files
from generator.render import find_filters

READING = ("load", "check", "resolve")
"""What comes before a file is planned: no other generator's figures have these in them."""
STEPS = (*READING, "plan", "render", "format", "compose", "write")
_MEMORY = Path("/dev/shm")


@dataclass(slots=True)
class Measured:
    """One size: seconds by step and in all, what came out, and Copier's seconds for as much.

    `total` is from the blueprint's text to files on disk, `cpu` what all cores spent in it.
    """

    contexts: int
    steps: dict[str, float] = field(default_factory=dict)
    total: float = 0.0
    cpu: float = 0.0
    files: int = 0
    lines: int = 0
    peak_mib: float = 0.0
    copier: float = 0.0
    sync: float = 0.0
    touched: list[str] = field(default_factory=list)

    @property
    def generation(self) -> float:
        """Seconds from the checked model to files on disk, formatting included."""
        return self.total - sum(self.steps[step] for step in READING)

    @property
    def per_second(self) -> float:
        """Files a second of generation."""
        return self.files / self.generation

    @property
    def times_copier(self) -> float:
        """How many times faster than Copier."""
        return self.copier / self.total


def measure(contexts: int) -> Measured:
    """Generates, syncs and lets Copier render, in this process."""
    measured = Measured(contexts)
    rules(), find_filters()  # both import what they find
    with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as name:
        folder = Path(name)
        files = _generate(folder, measured)
        measured.peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _sync(folder / "workspace", measured)
        copier_rendering.write_template(folder / "template", files)
        measured.copier = copier_rendering.seconds(folder / "template", folder / "copied")
    return measured


def _generate(folder: Path, measured: Measured) -> Mapping[str, bytes]:
    source = write_blueprint(folder / "source", measured.contexts)
    started, spent = time.perf_counter(), _spent()
    files = _new(source, folder / "workspace", measured)
    measured.total = time.perf_counter() - started
    measured.cpu = _spent() - spent
    measured.files = len(files)
    measured.lines = sum(content.count(b"\n") for content in files.values())
    return files


def _new(source: Path, target: Path, measured: Measured) -> Mapping[str, bytes]:
    """What `blueprint new` does, step by step; answers the files."""
    with _timed(measured, "load"):
        loaded = load(source)
    with _timed(measured, "check"):
        reading = read_loaded(loaded)
    if not reading.valid or reading.document is None:
        raise RuntimeError("\n".join(map(str, reading.diagnostics)))
    with _timed(measured, "resolve"):
        system = resolve(reading.document)
    tree = generate(system, lambda step, seconds: _note(measured, step, seconds))
    with _timed(measured, "compose"):
        composed = compose(system, tree, blueprint_files(reading.files, source.name), {})
    with _timed(measured, "write"):
        create(target, composed)
    return composed.files


def _spent() -> float:
    """Seconds of CPU that this process and those that it waited for have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _note(measured: Measured, step: str, seconds: float | None) -> None:
    if seconds is not None:
        measured.steps[step] = seconds


@contextmanager
def _timed(measured: Measured, step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    measured.steps[step] = time.perf_counter() - started


def _sync(workspace: Path, measured: Measured) -> None:
    """Syncs with nothing changed, and notes every file that was touched all the same."""
    before = _modified(workspace)
    here = Path.cwd()
    os.chdir(workspace)
    started = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        status = blueprint(["sync"])
    measured.sync = time.perf_counter() - started
    os.chdir(here)
    if status:
        raise RuntimeError(f"sync ended with status {status}")
    after = _modified(workspace)
    paths = before.keys() | after.keys()
    measured.touched = sorted(path for path in paths if before.get(path) != after.get(path))


def _modified(root: Path) -> dict[str, tuple[int, int]]:
    """Each file below *root*, less git's: which one it is, and when it was last written."""
    found = {path: path.stat() for path in root.rglob("*") if path.is_file()}
    return {
        path.relative_to(root).as_posix(): (stat.st_ino, stat.st_mtime_ns)
        for path, stat in found.items()
        if ".git" not in path.parts
    }


if __name__ == "__main__":
    if _MEMORY.is_dir():
        tempfile.tempdir = str(_MEMORY)
    print(json.dumps(asdict(measure(int(sys.argv[1])))))
