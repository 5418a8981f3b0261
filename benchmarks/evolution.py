"""How long a workspace takes to follow a change, and beside it `copier update` of as many files.

Every command is a process of its own, its start included. In each round every size is made anew
and goes through all changes, and Copier has its turn where it is compared, so that a load on the
machine falls on all of them; the least of the rounds counts.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import machine, processes
from benchmarks.copier_updating import Updating
from benchmarks.evolving import CHANGES, FIELD, NOTHING, TEMPLATE, Changed, Evolving
from benchmarks.processes import Ran

SIZES = (1, 10, 50, 200)
JUDGED = 50  # contexts, at which the bars hold: about 2,000 files
ROUNDS = {1: 3, 10: 3, 50: 3, 200: 1}  # by size
ROUNDS_OF_COPIER = 1
SECONDS = {NOTHING: 0.3, FIELD: 0.6}
TIMES_COPIER = 8
_MEMORY = Path("/dev/shm")


@dataclass(slots=True)
class Measured:
    """One size: the files that its workspace has, the runs by change, and those of Copier."""

    contexts: int
    files: int = 0
    changed: dict[str, list[Changed]] = field(default_factory=dict)
    copier: list[Ran] = field(default_factory=list)

    def least(self, change: str) -> float:
        """Seconds of the quickest run: what it takes while nothing else is in the way."""
        return min(one.ran.clock for one in self.changed[change])

    def cpu(self, change: str) -> float:
        """The least seconds of CPU."""
        return min(one.ran.cpu for one in self.changed[change])

    def touched(self, change: str) -> int:
        """How many files were touched, records included; the most of all rounds."""
        return max(len(one.touched) for one in self.changed[change])

    @property
    def of_copier(self) -> float:
        """Seconds of Copier's quickest update; 0 where it was not asked."""
        return min((one.clock for one in self.copier), default=0.0)

    @property
    def times_copier(self) -> float:
        """How many times faster an update is than Copier's."""
        return self.of_copier / self.least(TEMPLATE)


def main() -> int:
    """Prints the table; 1 where a bar is missed."""
    print(machine.described())
    measured = [Measured(size) for size in SIZES]
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        environment = processes.environment(Path(name) / "bytecode")
        for number in range(max(ROUNDS.values())):
            for one in measured:
                if number < ROUNDS[one.contexts]:
                    _round(Path(name) / "round", number, one, environment)
    print(_table(measured))
    missed = list(_missed(measured))
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _round(folder: Path, number: int, measured: Measured, environment: Mapping[str, str]) -> None:
    """Every change of one new workspace, and an update by Copier that does what its last did."""
    folder.mkdir()
    workspace = Evolving(folder, measured.contexts, environment)
    for change in CHANGES:
        old = workspace.files() if change == TEMPLATE else {}
        measured.changed.setdefault(change, []).append(workspace.change(change))
    if measured.contexts == JUDGED and number < ROUNDS_OF_COPIER:
        copier = Updating(folder / "copier", old, workspace.files(), environment)
        measured.copier.append(copier.run())
    measured.files = len(old)
    shutil.rmtree(folder)


def _table(measured: list[Measured]) -> str:
    """A column for each size."""
    rows = [["contexts", *(f"{one.contexts}" for one in measured)]]
    rows += [["files", *(f"{one.files}" for one in measured)]]
    for change in CHANGES:
        rows += [[f"{change}, s", *(f"{one.least(change):.2f}" for one in measured)]]
        rows += [["  CPU s", *(f"{one.cpu(change):.2f}" for one in measured)]]
        rows += [["  files touched", *(f"{one.touched(change)}" for one in measured)]]
    rows += [["copier update, s", *(_copier(one, "{:.2f}", one.of_copier) for one in measured)]]
    rows += [["times Copier", *(_copier(one, "{:.1f}", one.times_copier) for one in measured)]]
    return "\n".join(
        f"{name:<22}" + "".join(f"{cell:>10}" for cell in rest) for name, *rest in rows
    )


def _copier(one: Measured, form: str, number: float) -> str:
    return form.format(number) if one.copier else ""


def _missed(measured: list[Measured]) -> Iterator[str]:
    for one in measured:
        if one.touched(NOTHING):
            touched = one.changed[NOTHING][0].touched[:3]
            yield f"sync of {one.contexts} contexts with nothing changed touched {touched}"
        if one.contexts == JUDGED:
            yield from _slow(one)


def _slow(one: Measured) -> Iterator[str]:
    for change, seconds in SECONDS.items():
        if (least := one.least(change)) > seconds:
            yield f"{change} took {least:.2f} s at {JUDGED} contexts, bar {seconds}"
    if one.times_copier < TIMES_COPIER:
        yield f"{one.times_copier:.1f} times Copier at {JUDGED} contexts, bar {TIMES_COPIER}"
