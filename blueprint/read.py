"""Reads a blueprint: load, shape, rules; everything that can be said, in one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as FilePath

from pydantic import ValidationError

from blueprint import load
from blueprint.diagnostics import Diagnostic, Severity, has_errors, shortened, sort
from blueprint.document import Document
from blueprint.misfit import misfits
from blueprint.rules.checking import check
from blueprint.salvage import Salvage, salvage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: `document` is None where none could be built; it may still have errors.

    `files` holds the text of each file read, by its path in the project; `accepted` what the
    blueprint's `exceptions` leave unsaid.
    """

    document: Document | None
    diagnostics: list[Diagnostic]
    positions: load.Positions
    files: dict[str, str]
    accepted: list[Diagnostic] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether the document is there and no error was found: only then may it be resolved."""
        return self.document is not None and not has_errors(self.diagnostics)

    @property
    def sound(self) -> Document:
        """The document of a valid blueprint; raises ValueError where there is none."""
        if self.document is None:
            raise ValueError("a reading without a document is not valid")
        return self.document


def read(path: FilePath, today: date | None = None) -> Reading:
    """Reads the blueprint at *path*, a file or the folder of a blueprint.yaml; never raises.

    Days that passed are spoken of only where *today* is given: what is generated from a
    blueprint does not depend on the day.
    """
    return read_loaded(load.load(path), today)


def read_text(
    text: str, files: Mapping[str, str] | None = None, today: date | None = None
) -> Reading:
    """Reads a blueprint from *text*, its contexts' files from *files* by their paths."""
    return read_loaded(load.load_text(text, files=files or {}), today)


def read_loaded(loaded: load.Loaded, today: date | None = None) -> Reading:
    """Shapes and checks what was loaded."""
    document, shape, rest = _shape(loaded)
    found = _beside(shape, loaded)
    # With a file missing, most of what the rules would say follows from that alone.
    accepted: list[Diagnostic] = []
    if rest is not None and loaded.complete:
        checked = check(rest.document, loaded.positions, today, rest.may_say)
        found, accepted = found + checked.found, checked.accepted
    return Reading(
        document=document,
        diagnostics=shortened(sort(_worth_saying([*loaded.diagnostics, *found]))),
        positions=loaded.positions,
        files=loaded.files,
        accepted=accepted,
    )


def _worth_saying(found: list[Diagnostic]) -> list[Diagnostic]:
    """All of them, or without notes where there is an error: many would only follow from it."""
    if not has_errors(found):
        return found
    return [diagnostic for diagnostic in found if diagnostic.severity is not Severity.NOTE]


def _beside(found: list[Diagnostic], loaded: load.Loaded) -> list[Diagnostic]:
    """What is to be said beside what loading said, and does not only follow from it.

    Where a part of a file could not be read, nothing else there is missing for sure; nor is it in
    the blueprint itself where a context's file was not read.
    """
    said = {(d.file, d.line, d.column) for d in loaded.diagnostics}
    files = {d.file for d in loaded.diagnostics}
    if not loaded.complete:
        files.add(loaded.positions.main.name)
    cut = {(d.file, d.line) for d in loaded.diagnostics if d.code == "BP107"}
    return [
        d
        for d in found
        if (d.file, d.line, d.column) not in said
        and not (d.code == "BP112" and d.file in files)
        # half a type, or what is left of a mapping
        and not (d.code in ("BP114", "BP116") and (d.file, d.line) in cut)
    ]


def _shape(loaded: load.Loaded) -> tuple[Document | None, list[Diagnostic], Salvage | None]:
    """The document, what does not fit it, and what the rules can be asked of all the same."""
    if loaded.data is None:
        return None, [], None
    try:
        document = Document.model_validate(loaded.data)
    except ValidationError as error:
        found = misfits(error, Document, loaded.data, loaded.positions)
        return None, found, salvage(loaded.data, error)
    return document, [], Salvage(document)
