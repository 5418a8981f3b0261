"""The expressions in an f-string, which Python before 3.12 hands out as one piece. Pure."""

import re
from collections.abc import Iterator

_OPENING = re.compile(r"([A-Za-z]*)('''|\"\"\"|'|\")")
_TEXT = re.compile(r"'''.*?'''|\"\"\".*?\"\"\"|'[^']*'|\"[^\"]*\"", re.DOTALL)
_PAIRS = {"(": ")", "[": "]", "{": "}"}


def expressions(literal: str) -> Iterator[tuple[int, str]]:
    """Every expression of a literal that is sound, with its place; none where it is no f-string."""
    opening = _OPENING.match(literal)
    if opening and "f" in opening[1].lower():
        yield from _within(literal, opening.end(), len(literal) - len(opening[2]), nested=False)


def _within(literal: str, at: int, end: int, *, nested: bool) -> Iterator[tuple[int, str]]:
    """The expressions from *at* on; those of a format end with the brace that closes it."""
    while at < end:
        if not nested and literal[at : at + 2] in ("{{", "}}"):
            at += 2
        elif literal[at] == "{":
            stop = _end_of_expression(literal, at + 1)
            yield at + 1, literal[at + 1 : stop].rstrip().removesuffix("=")
            closing = _closing(literal, stop)
            yield from _within(literal, stop, closing, nested=True)
            at = closing + 1
        else:
            at += 1


def _end_of_expression(literal: str, at: int) -> int:
    """Where a conversion, a format or the closing brace begins."""
    open_: list[str] = []
    while open_ or literal[at] not in "}:!" or literal[at : at + 2] == "!=":
        if text := _TEXT.match(literal, at):
            at = text.end()
            continue
        if literal[at] in _PAIRS:
            open_.append(_PAIRS[literal[at]])
        elif open_ and literal[at] == open_[-1]:
            open_.pop()
        at += 2 if literal[at : at + 2] == "!=" else 1
    return at


def _closing(literal: str, at: int) -> int:
    """Where the brace stands that closes what has a format from *at* on."""
    depth = 0
    while literal[at] != "}" or depth:
        depth += {"{": 1, "}": -1}.get(literal[at], 0)
        at += 1
    return at
