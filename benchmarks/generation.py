"""How fast a workspace comes out, step by step, and beside it Copier rendering as many files.

Each size runs in a process of its own, so that its peak of memory is its own; everything is
written to a memory file system where there is one.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks import copier_rendering, machine
from benchmarks.synthetic import write_blueprint

SIZES = (1, 10, 50, 200)
JUDGED = 50  # contexts, at which the bars hold
FILES_PER_SECOND = 3000
TIMES_COPIER = 8
STEPS = ("load", "check", "resolve", "plan", "render", "format", "compose", "write")
_MEMORY = Path("/dev/shm")


@dataclass(slots=True)
class Measured:
    """One size: seconds by step, what came out, and Copier's seconds for as much."""

    contexts: int
    seconds: dict[str, float] = field(default_factory=dict)
    files: int = 0
    lines: int = 0
    peak_mib: float = 0.0
    copier_seconds: float = 0.0
    sync_seconds: float = 0.0
    touched: list[str] = field(default_factory=list)

    @property
    def total(self) -> float:
        """Seconds from the blueprint's text to files on disk."""
        return sum(self.seconds.values())

    @property
    def per_second(self) -> float:
        """Files a second, formatting and writing included."""
        return self.files / self.total

    @property
    def times_copier(self) -> float:
        """How many times faster than Copier."""
        return self.copier_seconds / self.total


def main() -> int:
    """Prints the table; 1 where a bar is missed."""
    measured = [_in_a_process(size) for size in SIZES]
    print(machine.described())
    print(_table(measured))
    (judged,) = (m for m in measured if m.contexts == JUDGED)
    missed = list(_missed(judged, measured))
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _missed(judged: Measured, measured: list[Measured]) -> Iterator[str]:
    if judged.per_second < FILES_PER_SECOND:
        yield f"{judged.per_second:.0f} files/s at {JUDGED} contexts, bar {FILES_PER_SECOND}"
    if judged.times_copier < TIMES_COPIER:
        yield f"{judged.times_copier:.1f} times Copier at {JUDGED} contexts, bar {TIMES_COPIER}"
    for one in measured:
        if one.touched:
            yield f"sync of {one.contexts} contexts touched {one.touched[:3]}"


def _table(measured: list[Measured]) -> str:
    head = [
        "contexts",
        "files",
        "lines",
        *STEPS,
        "total s",
        "files/s",
        "MiB",
        "Copier s",
        "times",
        "sync s",
    ]
    rows = [head, ["-" * len(name) for name in head]]
    for one in measured:
        steps = [f"{one.seconds[step]:.3f}" for step in STEPS]
        rows.append(
            [str(one.contexts), str(one.files), str(one.lines), *steps]
            + [f"{one.total:.2f}", f"{one.per_second:.0f}", f"{one.peak_mib:.0f}"]
            + [f"{one.copier_seconds:.2f}", f"{one.times_copier:.1f}", f"{one.sync_seconds:.2f}"]
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows
    )


def _in_a_process(size: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.generation", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def measure(size: int) -> Measured:
    """Generates, syncs and lets Copier render, in this process."""
    measured = Measured(size)
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        folder = Path(name)
        files = _generate(folder, measured)
        measured.peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _sync(folder / "workspace", measured)
        copier_rendering.write_template(folder / "template", files)
        measured.copier_seconds = copier_rendering.seconds(folder / "template", folder / "copied")
    return measured


def _generate(folder: Path, measured: Measured) -> Mapping[str, bytes]:
    from blueprint.load import load
    from blueprint.read import read_loaded
    from blueprint.resolve import resolve
    from generator import generate
    from generator.creating import compose, create
    from generator.origin import blueprint_files

    source = write_blueprint(folder / "source", measured.contexts)
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
        composed = compose(tree, blueprint_files(reading.files, source.name), {})
    with _timed(measured, "write"):
        create(folder / "workspace", composed)
    measured.files = len(composed.files)
    measured.lines = sum(content.count(b"\n") for content in composed.files.values())
    return composed.files


def _note(measured: Measured, step: str, seconds: float | None) -> None:
    if seconds is not None:
        measured.seconds[step] = seconds


@contextmanager
def _timed(measured: Measured, step: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    measured.seconds[step] = time.perf_counter() - started


def _sync(workspace: Path, measured: Measured) -> None:
    """Syncs with nothing changed, and notes every file that was touched all the same."""
    from blueprint.cli import main as blueprint

    before = _modified(workspace)
    here = Path.cwd()
    os.chdir(workspace)
    started = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        spoken, sys.stdout = sys.stdout, nowhere
        status = blueprint(["sync"])
        sys.stdout = spoken
    measured.sync_seconds = time.perf_counter() - started
    os.chdir(here)
    if status:
        raise RuntimeError(f"sync ended with status {status}")
    after = _modified(workspace)
    measured.touched = sorted(
        path for path in before | after if before.get(path) != after.get(path)
    )


def _modified(root: Path) -> dict[str, int]:
    """When each file below *root* was last written, in nanoseconds; locks and git left out."""
    return {
        path.relative_to(root).as_posix(): path.stat().st_mtime_ns
        for path in root.rglob("*")
        if path.is_file() and ".git/" not in path.as_posix() and path.name != "lock"
    }


if __name__ == "__main__":
    print(json.dumps(asdict(measure(int(sys.argv[1])))))
