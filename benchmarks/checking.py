"""How long `blueprint check` takes: the whole command, and beside it a program that does nothing.

Every command is a process of its own, and they take turns, so that a load on the machine falls on
all of them. Bytecode is kept, as it is of an installed package; one row shows a run without.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.importing import seconds_by_package
from benchmarks.landscape import write_landscape
from benchmarks.phases import PHASES

CONTEXTS = 100
SECONDS = 1.0  # of the large system, at most
SECONDS_ABOVE = 0.15  # of the sample, above the bare program in the same run, at most
ROUNDS = 9
SHOWN = 12  # packages

BARE, SAMPLE, LARGE = "a bare typer program", "check of diagnostics", "check of the large system"
HELP, FIRST, BARE_FIRST = "--help", f"{SAMPLE}, no bytecode kept", f"{BARE}, no bytecode kept"

_PROGRAM = """\
from pathlib import Path
from typing import Annotated

import typer


def check(path: Annotated[Path, typer.Argument()], *, as_json: bool = False) -> None:
    print(path, as_json)


typer.run(check)
"""

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the clock, and of CPU."""

    clock: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Command:
    """What is timed: a name, what follows `python`, and the environment that it runs in."""

    name: str
    arguments: Sequence[str]
    environment: Environment


def main() -> int:
    """Prints the tables; 1 where a bar is missed."""
    print(f"{machine.described()}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large = write_landscape(folder / "large", CONTEXTS)
        environment = _keeping(folder / "bytecode")
        runs = _in_turns(list(_commands(folder, large, environment)))
        print(f"{CONTEXTS} contexts have {_lines(large.parent)} lines.\n")
        print(_of_commands(runs))
        sample = _sample()
        print(_of_phases(_phases(sample, environment), _phases(large, environment)))
        print(_of_packages(seconds_by_package(_check(sample), environment)))
    missed = list(_missed(runs))
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def _sample() -> Path:
    return Path(__file__).parents[1] / "sample_blueprints" / "diagnostics" / "blueprint.yaml"


def _lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.yaml"))


def _keeping(bytecode: Path) -> dict[str, str]:
    """The environment of a command whose bytecode is kept from one run to the next."""
    rest = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**rest, "PYTHONPYCACHEPREFIX": str(bytecode)}


def _commands(folder: Path, large: Path, kept: Environment) -> Iterator[Command]:
    program = folder / "bare.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    none = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "none"), "PYTHONDONTWRITEBYTECODE": "1"}
    yield Command(BARE, [str(program), "x"], kept)
    yield Command(SAMPLE, _check(_sample()), kept)
    yield Command(LARGE, _check(large), kept)
    yield Command(HELP, ["-m", "blueprint", "--help"], kept)
    yield Command(BARE_FIRST, [str(program), "x"], none)
    yield Command(FIRST, _check(_sample()), none)


def _check(path: Path) -> list[str]:
    return ["-m", "blueprint", "check", str(path)]


def _in_turns(commands: Sequence[Command]) -> dict[str, list[Run]]:
    """The runs of each command, one in every round, after a round that is not counted."""
    rounds = [{one.name: _run(one) for one in commands} for _ in range(ROUNDS + 1)]
    return {one.name: [runs[one.name] for runs in rounds[1:]] for one in commands}


def _run(command: Command) -> Run:
    started, before = time.perf_counter(), _of_children()
    done = subprocess.run(
        [sys.executable, *command.arguments],
        env=command.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    run = Run(time.perf_counter() - started, _of_children() - before)
    if done.returncode:
        raise RuntimeError(f"{command.name} ended with status {done.returncode}:\n{done.stdout}")
    return run


def _of_children() -> float:
    """Seconds of CPU that processes have used which this one waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _phases(path: Path, environment: Environment) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.phases", str(path)]
    runs = [
        json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    return {phase: median(run[phase] for run in runs) for phase in PHASES}


def _least(runs: Sequence[Run]) -> float:
    """Seconds of the quickest run: what the machine needs while nothing else is in the way."""
    return min(run.clock for run in runs)


def _of_commands(runs: Mapping[str, Sequence[Run]]) -> str:
    rows = []
    for name, several in runs.items():
        least, cpu = _least(several), min(run.cpu for run in several)
        bare = BARE_FIRST if name in (FIRST, BARE_FIRST) else BARE
        above = least - _least(runs[bare])
        middle = median(run.clock for run in several)
        rows.append([name, f"{least:.3f}", f"{above:+.3f}", f"{middle:.3f}", f"{cpu:.3f}"])
    return _table(["command", "least s", "above the bare one s", "median s", "CPU s"], rows)


def _of_phases(sample: Mapping[str, float], large: Mapping[str, float]) -> str:
    rows = [[name, f"{sample[name]:.3f}", f"{large[name]:.3f}"] for name in PHASES]
    return _table(["phase", "diagnostics s", "large system s"], rows)


def _of_packages(spent: Mapping[str, float]) -> str:
    shown = list(spent.items())[:SHOWN]
    rest = sum(spent.values()) - sum(seconds for _, seconds in shown)
    rows = [[name, f"{seconds:.3f}"] for name, seconds in [*shown, ("all others", rest)]]
    return _table(["import, by check of diagnostics", "s"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first hold numbers."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_row(cells, widths) for cells in (head, ruler, *rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    shown = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(shown)} |"


def _missed(runs: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    if (large := _least(runs[LARGE])) > SECONDS:
        yield f"{LARGE} took {large:.2f} s, bar {SECONDS}"
    if (above := _least(runs[SAMPLE]) - _least(runs[BARE])) > SECONDS_ABOVE:
        yield f"{SAMPLE} took {above:.3f} s above {BARE}, bar {SECONDS_ABOVE}"
