"""Marks: the lines that say where a merge found a conflict, whoever merged."""

import re
from collections.abc import Iterator

# Seven signs, then a label or nothing. Git takes more of them for a file that both sides moved, and
# for what was a conflict already in the base of another.
_BEGIN = re.compile(rb"(<{7,})(?: .*)?")
_END = re.compile(rb"(>{7,})(?: .*)?")
_WITHIN = re.compile(rb"(\|{7,}|={7,})(?: .*)?")
_SIZE = 7


def has_marks(content: bytes) -> bool:
    """Whether there is a conflict: a line that begins one, and below it one that ends it."""
    return first_mark(content) is not None


def first_mark(content: bytes) -> int | None:
    """The number of the line, from 1, that begins the first conflict; None where there is none."""
    if b"<" * _SIZE not in content:
        return None
    lines = _lines(content)
    return next((n for n, is_mark in enumerate(_are_marks(lines), start=1) if is_mark), None)


def without_marks(content: bytes) -> list[bytes]:
    """The lines, without their ends, that are no marks; all sides of a conflict are among them.

    A `=======` outside of any conflict, as below a title, is a line like others.
    """
    lines = _lines(content)
    return [line for line, is_mark in zip(lines, _are_marks(lines), strict=True) if not is_mark]


def one_side(content: bytes) -> bytes:
    """The text as the first side of each conflict has it; as it is where there is none."""
    lines = _lines(content)
    gone: set[int] = set()
    for size in _sizes(lines):
        for begin, end in _conflicts(lines, size):
            ours = (n for n in range(begin, end) if _size(_WITHIN, lines[n]) == size)
            gone |= {begin, *range(next(ours, end - 1), end)}
    ended = content.split(b"\n")
    return b"\n".join(line for number, line in enumerate(ended) if number not in gone)


def _lines(content: bytes) -> list[bytes]:
    lines = [line.removesuffix(b"\r") for line in content.split(b"\n")]
    return lines if lines[-1] else lines[:-1]


def _are_marks(lines: list[bytes]) -> list[bool]:
    """For each line, whether it is a mark."""
    found = [False] * len(lines)
    for size in _sizes(lines):
        for begin, end in _conflicts(lines, size):
            marks = _marks_of_one(lines[begin:end], size)
            found[begin:end] = [a or b for a, b in zip(found[begin:end], marks, strict=True)]
    return found


def _sizes(lines: list[bytes]) -> list[int]:
    """How many signs the marks have with which conflicts begin."""
    return sorted({_size(_BEGIN, line) for line in lines} - {0})


def _conflicts(lines: list[bytes], size: int) -> Iterator[tuple[int, int]]:
    """Where conflicts with marks of that size begin, and the line after each.

    Of unusual size are only those that a line of `=` divides.
    """
    begin: int | None = None
    for number, line in enumerate(lines):
        if begin is None and _size(_BEGIN, line) == size:
            begin = number
        elif begin is not None and _size(_END, line) == size:
            if size == _SIZE or b"=" * size in lines[begin:number]:
                yield begin, number + 1
            begin = None


def _marks_of_one(conflict: list[bytes], size: int) -> Iterator[bool]:
    """For each line of one conflict, whether it is a mark of it, or of one in its base."""
    sizes = {size}
    for line in conflict:
        if larger := _size(_BEGIN, line):
            sizes.add(larger)
        yield any(_size(sign, line) in sizes for sign in (_BEGIN, _END, _WITHIN))


def _size(sign: re.Pattern[bytes], line: bytes) -> int:
    """How many signs a line begins with, if it is such a mark; else 0."""
    found = sign.fullmatch(line)
    return len(found[1]) if found else 0
