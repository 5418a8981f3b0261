"""The blueprint and the workspace that a command works on, found, read, and refused in one way."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import counted, tell
from blueprint.cli.status import CommandError, Status
from blueprint.cli.whereabouts import find_root

if TYPE_CHECKING:
    from blueprint.model import System
    from blueprint.read import Reading

NOTHING_EJECTED: frozenset[str] = frozenset()


def here() -> Path:
    """The workspace that the command was called in; raises CommandError outside of any."""
    root = find_root(Path.cwd())
    if root is None:
        raise CommandError(
            Status.CALL,
            "this is no workspace: no blueprint.yaml with a .blueprint/ beside it, here or above",
            "change into one, or make one: blueprint new PATH --from SAMPLE",
        )
    return root


def blueprint_at(path: Path) -> Path:
    """The blueprint's file at *path*, a file or a folder; raises CommandError."""
    folder = os.path.isdir(path)
    root = find_root(path) if folder and not (path / "blueprint.yaml").is_file() else None
    file = (root or path) / "blueprint.yaml" if folder else path
    if not os.path.isfile(file):  # which, unlike Path, bears a name that is too long
        raise CommandError(
            Status.CALL, f"{file}: there is no such file", "say where blueprint.yaml stands"
        )
    return file


def read_valid(path: Path) -> "Reading":
    """The blueprint at *path*; tells what is found in it, raises CommandError for an error.

    Of notes only their number is told: whoever wants to read them asks for them.
    """
    from blueprint.diagnostics import Severity, render_all
    from blueprint.read import read

    reading = read(path)
    found = [one for one in reading.diagnostics if one.severity is not Severity.NOTE]
    notes = len(reading.diagnostics) - len(found)
    if found:
        tell(render_all(found))
    if notes:
        tell(f"{counted(notes, 'note')}; `blueprint check` says {'it' if notes == 1 else 'them'}.")
    if not reading.valid:
        raise CommandError(Status.CALL, "the blueprint has errors; nothing was done")
    return reading


def resolved(reading: "Reading", ejected: frozenset[str] = NOTHING_EJECTED) -> "System":
    """The model of a valid blueprint."""
    from blueprint.resolve import resolve

    if reading.document is None:
        raise ValueError("a reading without a document is not valid")
    return resolve(reading.document, ejected)


def status_of(reading: "Reading") -> Status:
    """FINDINGS where the blueprint has warnings, which were told."""
    from blueprint.diagnostics import has_findings

    return Status.FINDINGS if has_findings(reading.diagnostics) else Status.DONE


def ejected_at(path: Path) -> frozenset[str]:
    """The operations that were ejected in the workspace of a blueprint; none outside of one."""
    from generator.state import read_state
    from generator.workspace import Reader

    return read_state(Reader(path.parent)).manifest.ejected
