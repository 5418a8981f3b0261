"""Lines that a person wrote: each carries a mark by which it is found again, wherever it goes."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

MARK = re.compile(rb"mine[0-9]{4}[a-z]{4}")
_WIDE = re.compile(rb"m\0i\0n\0e\0(?:[0-9]\0){4}(?:[a-z]\0){4}")
_WIDE_BOM = b"\xff\xfe"
_ENDS = (b"\r\n", b"\r", b"\n", b"")

ORPHANS = ".blueprint/orphans/"
HIDDEN = (".git/", ".blueprint/")


@dataclass(frozen=True, slots=True)
class Line:
    """Where a marked line stands; `function` is the one around it, None where there is none."""

    path: str
    content: bytes
    function: str | None


Lines = dict[str, frozenset[Line]]
"""Every marked line of a workspace, by its mark."""


def mark(number: int) -> str:
    """A mark that nobody else writes."""
    random = Random(number)
    return f"mine{number:04}" + "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in "mark")


def files(root: Path) -> dict[str, bytes]:
    """Every file of a workspace less git's, by its path."""
    found: dict[str, bytes] = {}
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        for name in names:
            path = Path(folder, name)
            found[path.relative_to(root).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def marked(found: dict[str, bytes]) -> Lines:
    """The marked lines of these files that count as kept: not those of records and proposals."""
    lines: dict[str, set[Line]] = {}
    for path, content in found.items():
        if path.startswith(HIDDEN) and not path.startswith(ORPHANS):
            continue
        for name, line in _marked(path, content):
            lines.setdefault(name, set()).add(line)
    return {name: frozenset(where) for name, where in lines.items()}


def _marked(path: str, content: bytes) -> Iterator[tuple[str, Line]]:
    functions = functions_by_line(content) if path.endswith(".py") else {}
    for found in MARK.finditer(content):
        number = content.count(b"\n", 0, found.start()) + 1
        line = _around(content, found.start(), b"\n", 1)
        yield found.group().decode(), Line(path, line, functions.get(number))
    if content.startswith(_WIDE_BOM):
        for found in _WIDE.finditer(content):
            line = _around(content, found.start(), b"\n\0", 2)
            yield found.group().decode("utf-16-le"), Line(path, line, None)


def _around(content: bytes, at: int, end: bytes, step: int) -> bytes:
    """The line around a place, its end with it."""
    start = content.rfind(end, 0, at)
    last = content.find(end, at)
    first = 0 if start < 0 else start + step
    return content[first:] if last < 0 else content[first : last + step]


def functions_by_line(content: bytes) -> dict[int, str]:
    """The function at the top level that each line belongs to; nothing of what does not parse."""
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError):
        return {}
    return {
        number: node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def same_line(before: bytes, after: bytes) -> bool:
    """Whether a line is there byte for byte; one that ended its file may have got an end."""
    if before.endswith((b"\n", b"\n\0")):
        return before == after
    return after.startswith(before) and after[len(before) :].replace(b"\0", b"") in _ENDS
