"""Reads a blueprint: load, shape, rules; everything that can be said, in one run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from blueprint import load
from blueprint.diagnostics import Diagnostic, has_errors, sort
from blueprint.document import Document
from blueprint.misfit import misfits
from blueprint.rules.checking import check


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: `document` is None where none could be built; it may still have errors.

    `files` holds the text of each file read, by its path in the project.
    """

    document: Document | None
    diagnostics: list[Diagnostic]
    positions: load.Positions
    files: dict[str, str]

    @property
    def valid(self) -> bool:
        """Whether the document is there and no error was found: only then may it be resolved."""
        return self.document is not None and not has_errors(self.diagnostics)


def read(path: FilePath) -> Reading:
    """Reads the blueprint at *path*, a file or the folder of a blueprint.yaml; never raises."""
    return read_loaded(load.load(path))


def read_text(text: str, files: Mapping[str, str] | None = None) -> Reading:
    """Reads a blueprint from *text*, its contexts' files from *files* by their paths."""
    return read_loaded(load.load_text(text, files=files or {}))


def read_loaded(loaded: load.Loaded) -> Reading:
    """Shapes and checks what was loaded."""
    document, shape = _shape(loaded)
    found = _beside(shape, loaded.diagnostics)
    # With a file missing, most of what the rules would say follows from that alone.
    if document is not None and loaded.complete:
        found += check(document, loaded.positions)
    return Reading(
        document=document,
        diagnostics=sort([*loaded.diagnostics, *found]),
        positions=loaded.positions,
        files=loaded.files,
    )


def _beside(found: list[Diagnostic], loading: list[Diagnostic]) -> list[Diagnostic]:
    """What is to be said beside what loading said, and does not only follow from it.

    Where a part of a file could not be read, nothing else there is missing for sure.
    """
    said = {(d.file, d.line, d.column) for d in loading}
    files = {d.file for d in loading}
    return [
        d
        for d in found
        if (d.file, d.line, d.column) not in said and not (d.code == "BP112" and d.file in files)
    ]


def _shape(loaded: load.Loaded) -> tuple[Document | None, list[Diagnostic]]:
    if loaded.data is None:
        return None, []
    try:
        return Document.model_validate(loaded.data), []
    except ValidationError as error:
        return None, misfits(error, Document, loaded.data, loaded.positions)
