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
    from blueprint.resolve.former import FormerNames

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
    """The blueprint at *path*; tells what is found in it, raises CommandError for an error."""
    from blueprint.read import read

    return valid(read(path))


def valid(reading: "Reading", why: str = "the blueprint has errors; nothing was done") -> "Reading":
    """What was read; tells what is found in it, raises CommandError for an error.

    Of notes only their number is told: whoever wants to read them asks for them.
    """
    if said := said_of(reading):
        tell(said)
    if not reading.valid:
        raise CommandError(Status.CALL, why)
    return reading


def said_of(reading: "Reading") -> str:
    """What is told of a blueprint before anything is done with it; empty where all is well."""
    from blueprint.diagnostics import Severity, render_all

    found = [one for one in reading.diagnostics if one.severity is not Severity.NOTE]
    notes = len(reading.diagnostics) - len(found)
    lines = [render_all(found)] if found else []
    if notes:
        them = "it" if notes == 1 else "them"
        lines.append(f"{counted(notes, 'note')}; `blueprint check` says {them}.")
    return "\n".join(lines)


def resolved(
    reading: "Reading",
    ejected: frozenset[str] = NOTHING_EJECTED,
    known: "FormerNames | None" = None,
) -> "System":
    """The model of a valid blueprint; *known* are former names that a workspace remembers."""
    from blueprint.resolve import resolve

    return resolve(reading.sound, ejected, known)


def status_of(reading: "Reading") -> Status:
    """FINDINGS where the blueprint has warnings, which were told."""
    from blueprint.diagnostics import has_findings

    return Status.FINDINGS if has_findings(reading.diagnostics) else Status.DONE


def remembered(path: Path, reading: "Reading") -> "System":
    """The model of a valid blueprint at *path*, with what the workspace around it remembers.

    That are the operations that were ejected, and former names; nothing outside of a workspace.
    """
    from generator.identity import known_names, present_names
    from generator.state import read_state
    from generator.workspace import Reader

    manifest = read_state(Reader(path.parent)).manifest
    known = known_names(reading.sound, manifest.formers)
    return resolved(reading, present_names(manifest.ejected, reading.sound, known), known)
