"""What Blueprint says about a blueprint: where, what, and what to write instead."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

FRAME_COLUMNS = 160  # a source line longer than this is shown in part
MOST_CHARACTERS = 1000  # of a message: it may speak of a value that is as long as the file
MOST_OF_A_KIND = 100  # findings with one code that are shown


class Severity(StrEnum):
    """How much a diagnostic matters: errors stop a run, warnings are findings, notes are not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of one source line; line and column count characters, from 1."""

    file: str
    line: int
    column: int
    length: int = 1
    source_line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding; `help` says what to write instead, and may be empty."""

    code: str
    severity: Severity
    message: str
    file: str
    line: int
    column: int
    length: int = 1
    source_line: str = ""
    help: str = ""

    @classmethod
    def at(
        cls,
        mark: Mark,
        code: str,
        message: str,
        *,
        help: str = "",
        severity: Severity = Severity.ERROR,
    ) -> "Diagnostic":
        """A diagnostic that points at *mark*."""
        return cls(
            code=code,
            severity=severity,
            message=_cut(message),
            file=mark.file,
            line=mark.line,
            column=mark.column,
            length=mark.length,
            source_line=mark.source_line,
            help=_cut(help),
        )

    def __str__(self) -> str:
        return render(self)


def sort(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by file, line, column and code, each said once."""
    return sorted(dict.fromkeys(diagnostics), key=_place)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    found = diagnostic
    return (found.file, found.line, found.column, found.code, found.message)


def shortened(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, of each code no more than anybody reads; the next says that more follow."""
    counted: Counter[str] = Counter()
    kept = []
    for diagnostic in found:
        counted[diagnostic.code] += 1
        if counted[diagnostic.code] <= MOST_OF_A_KIND:
            kept.append(diagnostic)
        elif counted[diagnostic.code] == MOST_OF_A_KIND + 1:
            message = f"more of this kind follow; the first {MOST_OF_A_KIND} are shown"
            kept.append(replace(diagnostic, message=message, help="mend those, then check again"))
    return kept


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them stops a run."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


def has_findings(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is more than a note."""
    return any(found.severity is not Severity.NOTE for found in diagnostics)


def as_json(diagnostic: Diagnostic) -> dict[str, str | int]:
    """The diagnostic as a JSON object, for tools."""
    facts: dict[str, str | int] = asdict(diagnostic)
    return {**facts, "severity": diagnostic.severity.value}


def render(diagnostic: Diagnostic) -> str:
    """The diagnostic as text for people, its source line framed; no line end at the end."""
    gutter = " " * len(str(diagnostic.line))
    parts = [_headline(diagnostic)]
    if diagnostic.source_line.strip():
        before, shown, carets = _frame(diagnostic)
        parts += [
            f"{gutter} |",
            f"{diagnostic.line} | {before}{shown}".rstrip(),
            f"{gutter} | {_blank(before)}{carets}",
        ]
    parts += [f"{gutter} = help: {visible(line)}" for line in diagnostic.help.splitlines()]
    return "\n".join(parts)


def render_all(diagnostics: Iterable[Diagnostic]) -> str:
    """Every diagnostic as text, an empty line between two."""
    return "\n\n".join(render(found) for found in diagnostics)


def _headline(diagnostic: Diagnostic) -> str:
    found = diagnostic
    kind = "" if found.severity is Severity.ERROR else f"{found.severity}: "
    place = f"{visible(found.file)}:{found.line}:{found.column}"
    return f"{place}: {found.code} {kind}{visible(found.message)}"


def _frame(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What stands before the place, what stands from there on, and the carets below it."""
    line, start = diagnostic.source_line, diagnostic.column - 1
    first = max(0, start - FRAME_COLUMNS // 2) if len(line) > FRAME_COLUMNS else 0
    last = first + FRAME_COLUMNS
    before = ("…" if first else "") + visible(line[first:start])
    after = visible(line[start:last]) + ("…" if last < len(line) else "")
    marked = visible(line[start : min(start + diagnostic.length, last)])
    return before, after, "^" * max(1, _width(marked))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def visible(text: str) -> str:
    """The text with what a terminal would obey or hide written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\t" else f"\\u{ord(c):04x}" for c in text)


def _blank(text: str) -> str:
    return "".join(c if c == "\t" else " " * _width(c) for c in text)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
