"""`blueprint check` and `blueprint new`, called in this process, and what they leave behind."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from blueprint.cli import main
from tests.examples import TODAY
from tests.properties.writing import MAIN, Files

Said = tuple[str, str, int, str]
"""A code, a file, a line, a message."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` answered."""

    status: int
    said: list[Said]


@contextmanager
def on_disk(files: Files) -> Iterator[Path]:
    """The files of a blueprint in a folder of their own, which holds nothing else."""
    with TemporaryDirectory() as name:
        for path, text in files.items():
            target = Path(name) / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        yield Path(name)


def check(folder: Path) -> Checked:
    """`blueprint check --json` of the blueprint in *folder*, as on the day of all examples."""
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(io.StringIO()):
        status = main(["check", "--json", "--today", TODAY.isoformat(), str(folder / MAIN)])
    found = json.loads(told.getvalue())
    return Checked(status, [(d["code"], d["file"], d["line"], d["message"]) for d in found])


def new(folder: Path, target: Path) -> int:
    """`blueprint new` of the blueprint in *folder*; answers the exit status."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return main(["new", str(target), "--from", str(folder / MAIN)])


def tree_of(folder: Path) -> list[str]:
    """Every path below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
