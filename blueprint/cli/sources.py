"""The blueprint and the workspace that a command works on, found, read, and refused in one way."""

from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import tell
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
    root = find_root(path) if path.is_dir() and not (path / "blueprint.yaml").is_file() else None
    file = (root or path) / "blueprint.yaml" if path.is_dir() else path
    if not file.is_file():
        raise CommandError(
            Status.CALL, f"{file}: there is no such file", "say where blueprint.yaml stands"
        )
    return file


def read_valid(path: Path) -> "Reading":
    """The blueprint at *path*; tells what is found in it, raises CommandError for an error."""
    from blueprint.diagnostics import render_all
    from blueprint.read import read

    reading = read(path)
    if reading.diagnostics:
        tell(render_all(reading.diagnostics))
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
