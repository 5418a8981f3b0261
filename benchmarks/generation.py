"""How fast a workspace comes out, step by step, and beside it Copier rendering as many files."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

from benchmarks import machine
from benchmarks.measuring import STEPS, Measured

SIZES = (1, 10, 50, 200)
JUDGED = 50  # contexts, at which the bars hold
RUNS = 3  # of the judged size, of which the median counts
FILES_PER_SECOND = 3000
TIMES_COPIER = 8

ROWS: tuple[tuple[str, Callable[[Measured], str]], ...] = (
    ("files", lambda one: f"{one.files}"),
    ("lines", lambda one: f"{one.lines}"),
    ("total s", lambda one: f"{one.total:.2f}"),
    ("CPU s, all cores", lambda one: f"{one.cpu:.2f}"),
    ("generation s", lambda one: f"{one.generation:.2f}"),
    ("files/s", lambda one: f"{one.per_second:.0f}"),
    ("files/s in all", lambda one: f"{one.files / one.total:.0f}"),
    ("peak MiB", lambda one: f"{one.peak_mib:.0f}"),
    ("Copier s", lambda one: f"{one.copier:.2f}"),
    ("times Copier", lambda one: f"{one.times_copier:.1f}"),
    ("sync s", lambda one: f"{one.sync:.2f}"),
    ("touched by sync", lambda one: f"{len(one.touched)}"),
)


def main() -> int:
    """Prints the table; 1 where a bar is missed."""
    print(machine.described())
    measured = [_measured(size) for size in SIZES]
    print(_table(measured))
    missed = list(_missed(measured))
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _measured(size: int) -> Measured:
    runs = [_in_a_process(size) for _ in range(RUNS if size == JUDGED else 1)]
    return sorted(runs, key=lambda run: run.total)[len(runs) // 2]


def _in_a_process(size: int) -> Measured:
    """One run by itself, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "benchmarks.measuring", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _table(measured: list[Measured]) -> str:
    """A column for each size."""
    rows = [["contexts", *(f"{one.contexts}" for one in measured)]]
    rows += [[f"{step} s", *(f"{one.steps[step]:.3f}" for one in measured)] for step in STEPS]
    rows += [[name, *(shown(one) for one in measured)] for name, shown in ROWS]
    return "\n".join(
        f"{name:<18}" + "".join(f"{cell:>10}" for cell in rest) for name, *rest in rows
    )


def _missed(measured: list[Measured]) -> Iterator[str]:
    for one in measured:
        if one.touched:
            yield f"sync of {one.contexts} contexts touched {one.touched[:3]}"
        if one.contexts == JUDGED and one.per_second < FILES_PER_SECOND:
            yield f"{one.per_second:.0f} files/s at {JUDGED} contexts, bar {FILES_PER_SECOND}"
        if one.contexts == JUDGED and one.times_copier < TIMES_COPIER:
            yield f"{one.times_copier:.1f} times Copier at {JUDGED} contexts, bar {TIMES_COPIER}"
