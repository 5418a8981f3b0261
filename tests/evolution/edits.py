"""What a person does to a file, in each way that a merge could stumble over."""

import ast
import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.evolution.lines import functions_by_line
from tests.properties.drafting.dice import Dice

WIDE = b"\xff\xfe"


@dataclass(frozen=True, slots=True)
class Desk:
    """What an edit is made with: draws, a file, and a new mark for each line that is written."""

    dice: Dice
    path: str
    content: bytes
    mark: Callable[[], str]

    @property
    def python(self) -> bool:
        """Whether the file is Python."""
        return self.path.endswith(".py")

    @property
    def lines(self) -> list[bytes]:
        """The lines with their ends."""
        return self.content.splitlines(keepends=True)

    def remark(self, words: str = "") -> bytes:
        """A line of its own that any kind of file bears."""
        start = "--" if self.path.endswith(".sql") else "#"
        return f"{start} {words}{self.mark()}\n".encode()


Edit = Callable[[Desk], bytes | None]
"""The file's new content; None where this cannot be done to it."""


def insert(desk: Desk) -> bytes | None:
    """A new line somewhere."""
    lines = desk.lines
    at = desk.dice.number(0, len(lines))
    return b"".join([*_ended(lines[:at]), desk.remark(), *lines[at:]])


def delete(desk: Desk) -> bytes | None:
    """A line or two less."""
    lines = desk.lines
    if not lines:
        return None
    at = desk.dice.number(0, len(lines) - 1)
    return b"".join(lines[:at] + lines[at + desk.dice.number(1, 2) :])


def replace(desk: Desk) -> bytes | None:
    """Another line in the place of one."""
    lines = desk.lines
    if not lines:
        return None
    at = desk.dice.number(0, len(lines) - 1)
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(b" \t"))]
    return b"".join([*lines[:at], indent + desk.remark(), *lines[at + 1 :]])


def body(desk: Desk) -> bytes | None:
    """A function's last statement becomes another."""
    found = list(_functions(desk))
    if not found:
        return None
    last = desk.dice.pick(found).body[-1]
    lines = desk.lines
    written = f'    return "{desk.mark()}" != ""\n'.encode()
    return b"".join([*lines[: last.lineno - 1], written, *lines[last.end_lineno :]])


def helper(desk: Desk) -> bytes | None:
    """A function of one's own at the end."""
    if not desk.python:
        return None
    name = desk.mark()
    written = f'\n\ndef {name}() -> str:\n    return "{desk.mark()}"\n'.encode()
    return b"".join(_ended(desk.lines)) + written


def reorder(desk: Desk) -> bytes | None:
    """Two neighbours change places: functions, or lines."""
    lines = desk.lines
    found = list(_functions(desk)) if desk.python else []
    if len(found) > 1:
        at = desk.dice.number(0, len(found) - 2)
        first, second = _span(found[at]), _span(found[at + 1])
        between = lines[first[1] : second[0]]
        ended = _ended(lines[slice(*second)])
        swapped = [*ended, *between, *lines[slice(*first)]]
        return b"".join([*lines[: first[0]], *swapped, *lines[second[1] :]])
    if desk.python or len(lines) < 2:
        return None
    at = desk.dice.number(0, len(lines) - 2)
    swapped = [*_ended([lines[at + 1]]), lines[at]]
    return b"".join([*lines[:at], *swapped, *lines[at + 2 :]])


def reindent(desk: Desk) -> bytes | None:
    """Lines stand further to the right: a function's body, or three in a row."""
    lines = desk.lines
    if desk.python:
        found = list(_functions(desk))
        if not found:
            return None
        chosen = desk.dice.pick(found)
        first, last = chosen.body[0].lineno - 1, chosen.end_lineno or chosen.lineno
    else:
        first = desk.dice.number(0, max(0, len(lines) - 1))
        last = first + 3
    moved = [b"    " + line if line.strip() else line for line in lines[first:last]]
    return b"".join([*lines[:first], *moved, *lines[last:]])


def latin_1(desk: Desk) -> bytes | None:
    """A line with a byte that is not UTF-8."""
    lines = desk.lines
    at = desk.dice.number(0, len(lines))
    written = desk.remark("caf~ ").replace(b"~", b"\xe9")
    return b"".join([*_ended(lines[:at]), written, *lines[at:]])


def utf_16(desk: Desk) -> bytes | None:
    """The whole file in another encoding, with a line more."""
    try:
        text = insert(desk).decode("utf-8-sig")  # type: ignore[union-attr]
    except UnicodeDecodeError:
        return None
    return WIDE + text.encode("utf-16-le")


def bom(desk: Desk) -> bytes | None:
    """The mark that some editors begin a file with."""
    if desk.content.startswith(codecs.BOM_UTF8):
        return None
    return codecs.BOM_UTF8 + desk.content


def crlf(desk: Desk) -> bytes | None:
    """Every line ends as on Windows."""
    return desk.content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def unended(desk: Desk) -> bytes | None:
    """The last line without an end, and marked."""
    return b"".join(_ended(desk.lines)) + desk.remark().rstrip()


def conflict(desk: Desk) -> bytes | None:
    """The marks of a conflict, as pasted from somewhere."""
    lines = desk.lines
    at = desk.dice.number(0, len(lines))
    pasted = [b"<<<<<<< mine\n", desk.remark(), b"=======\n", desk.remark(), b">>>>>>> theirs\n"]
    return b"".join([*_ended(lines[:at]), *pasted, *lines[at:]])


EDITS: dict[str, Edit] = {
    one.__name__: one
    for one in (
        insert,
        body,
        helper,
        replace,
        delete,
        reorder,
        reindent,
        latin_1,
        utf_16,
        bom,
        crlf,
        unended,
        conflict,
    )
}
MODE, REMOVE = "mode", "remove"
"""What is done to a file as a whole."""

KINDS = (*EDITS, MODE, REMOVE)


def edited(kind: str, desk: Desk) -> bytes | None:
    """What a file becomes by an edit; what is UTF-16 stays so."""
    if not desk.content.startswith(WIDE) or kind == "utf_16":
        return None if desk.content.startswith(WIDE) else EDITS[kind](desk)
    if kind not in ("insert", "replace", "delete", "unended"):
        return None
    narrow = desk.content.removeprefix(WIDE).decode("utf-16-le", "replace").encode()
    changed = EDITS[kind](Desk(desk.dice, desk.path, narrow, desk.mark))
    return None if changed is None else WIDE + changed.decode().encode("utf-16-le")


def _ended(lines: list[bytes]) -> list[bytes]:
    """The lines, the last of them with an end."""
    if not lines or lines[-1].endswith(b"\n"):
        return lines
    return [*lines[:-1], lines[-1] + b"\n"]


def _functions(desk: Desk) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if desk.python and functions_by_line(desk.content):
        for node in ast.parse(desk.content).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def _span(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int]:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno
