"""Time and memory of `check` on each hostile document: at most 2 s and 300 MB, whatever it is."""

import sys
import tempfile
from itertools import chain
from pathlib import Path

from tests.hostile import documents, includes
from tests.hostile.process import MIB, MOST_MEMORY, MOST_SECONDS, Done, blueprint
from tests.hostile.row import Row

SHOWN = 15


def main() -> int:
    """Prints the slowest rows, and every one that takes too much; 1 where one does."""
    measured = [(row.name, _measured(row)) for row in chain(documents.rows(), includes.rows())]
    measured.sort(key=lambda each: each[1].seconds, reverse=True)
    over = [each for each in measured if _is_over(each[1])]
    print(f"{len(measured)} hostile documents; CPU seconds and MiB of `blueprint check`")
    for name, done in measured[:SHOWN]:
        print(f"{done.seconds:6.2f} s {done.memory / MIB:6.0f} MiB  {name}")
    most = max(done.memory for _, done in measured)
    print(f"most memory: {most / MIB:.0f} MiB; over {MOST_SECONDS:.0f} s or 300 MiB: {len(over)}")
    for name, _ in over:
        print(f"too much: {name}", file=sys.stderr)
    return 1 if over else 0


def _measured(row: Row) -> Done:
    with tempfile.TemporaryDirectory() as name:
        row.write(Path(name))
        return blueprint("check", row.main, cwd=Path(name))


def _is_over(done: Done) -> bool:
    return done.seconds > MOST_SECONDS or done.memory > MOST_MEMORY
