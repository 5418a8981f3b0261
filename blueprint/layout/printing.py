"""Nodes as text in the one layout.

Two spaces a level; one empty line where the author left some, and before a section of a file that
holds blocks of its own; lines are broken in braces where the author broke them, and never folded;
a comment beside something stands in column 44, or at the next multiple of four.
"""

import re

from blueprint.layout.nodes import Collection, Comment, Entry, Node, Scalar

_BESIDE = 44
_STEP = 4
_GAP = 2
_PLAIN_TEXT = re.compile(r"'([^'\"\\\n]*)'")
_HEADER = re.compile(r"([|>])([-+0-9]*)[^\n]*\n?")


def printed(root: Node, rest: list[Comment]) -> str:
    """The text of a file; *rest* are comments that stand outside of its root."""
    page = _Page()
    if isinstance(root, Collection) and not root.flow:
        _block(page, root, 0)
    else:
        for comment in rest:
            page.line(0, comment.text)
        if isinstance(root, Collection):
            _flow(page, root, 0)
        else:
            _scalar(page, root, 0)
        page.end()
    return page.text()


class _Page:
    """Lines, the last of which is being written; `fresh` where no empty line may come next."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._kept = 0  # how many lines must stay, even if they are empty
        self._current: list[str] = []  # in parts: a line may be as long as a file
        self.fresh = True

    def put(self, text: str) -> None:
        self._current.append(text)

    def end(self) -> None:
        """Ends the line, which has at least its indentation."""
        self._lines.append("".join(self._current).rstrip())
        self._current = []
        self.fresh = False

    def keep(self, line: str) -> None:
        """Adds a line of a text, to which spaces at its end may belong."""
        self._lines.append(line)
        self._kept = len(self._lines)

    def line(self, indent: int, text: str) -> None:
        self.put(" " * indent + text)
        self.end()

    def blank(self) -> None:
        """An empty line, unless one is there or none may come."""
        if not self.fresh and self._lines and self._lines[-1]:
            self._lines.append("")

    def beside(self, comment: Comment) -> None:
        """A comment behind what the line holds; the line ends."""
        current = "".join(self._current)
        least = len(current.rstrip()) + _GAP
        column = max(_BESIDE, -(-least // _STEP) * _STEP)
        self.put(" " * (column - len(current)) + comment.text)
        self.end()

    def text(self) -> str:
        while len(self._lines) > self._kept and not self._lines[-1]:
            self._lines.pop()
        return "\n".join([*self._lines, ""])


def _block(page: _Page, node: Collection, indent: int, *, inline: bool = False) -> None:
    """Prints a block; *inline* says that its first entry goes on the line that is begun."""
    page.fresh = True
    for place, entry in enumerate(node.entries):
        _entry(page, entry, indent, inline=inline and place == 0)
    _comments(page, node.foot, indent)


def _comments(page: _Page, comments: list[Comment], indent: int) -> None:
    for comment in comments:
        if comment.after_blank:
            page.blank()
        page.line(indent, comment.text)


def _entry(page: _Page, entry: Entry, indent: int, *, inline: bool) -> None:
    if indent == 0 and _holds_blocks(entry):
        page.blank()
    _comments(page, entry.before, indent)
    if entry.after_blank and not inline:
        page.blank()
    page.put("" if inline else " " * indent)
    if entry.key is None:
        _item(page, entry, indent)
        return
    page.put(f"{_requoted(entry.key.text)}:")
    value = entry.value
    if isinstance(value, Collection) and not value.flow:
        if entry.tail:
            page.beside(entry.tail)
        else:
            page.end()
        _block(page, value, indent + 2)
    else:
        _value(page, entry, indent, " ")


def _item(page: _Page, entry: Entry, indent: int) -> None:
    page.put("-")
    if isinstance(entry.value, Collection) and not entry.value.flow:
        page.put(" ")
        _block(page, entry.value, indent + 2, inline=True)
    else:
        _value(page, entry, indent, " ")


def _value(page: _Page, entry: Entry, indent: int, before: str) -> None:
    """Prints what is no block, what stands beside it and what belongs below it."""
    value = entry.value
    if isinstance(value, Scalar) and value.is_block:
        page.put(before)
        _text_block(page, value, entry, indent + 2)
        return
    if isinstance(value, Collection):
        page.put(before)
        _flow(page, value, indent + 2)
    elif value.text:
        page.put(before)
        _scalar(page, value, indent + 2)
    if entry.tail:
        page.beside(entry.tail)
    else:
        page.end()
    _comments(page, entry.foot, indent + 2)


def _holds_blocks(entry: Entry) -> bool:
    """Whether a section is more than a block of single lines."""
    value = entry.value
    return (
        isinstance(value, Collection)
        and not value.flow
        and any(isinstance(e.value, Collection) and not e.value.flow for e in value.entries)
    )


def _scalar(page: _Page, scalar: Scalar, indent: int) -> None:
    first, *rest = _requoted(scalar.text).split("\n")
    if not rest:
        page.put(first)
        return
    page.put(_stripped(first))
    for line in rest:
        page.end()
        page.put(" " * indent + _stripped(line.lstrip(" \t")))


def _stripped(line: str) -> str:
    """The line without spaces at its end, less one that a backslash makes part of the text."""
    bare = line.rstrip(" \t")
    escapes = len(bare) - len(bare.rstrip("\\"))
    return line[: len(bare) + 1] if escapes % 2 and bare != line else bare


def _requoted(text: str) -> str:
    """A text in single quotes in double ones, where they mean the same."""
    found = _PLAIN_TEXT.fullmatch(text)
    return f'"{found[1]}"' if found else text


def _text_block(page: _Page, scalar: Scalar, entry: Entry, indent: int) -> None:
    """A text after `|` or `>`, set in anew, its lines kept."""
    found = _HEADER.match(scalar.text)
    style, marks = (found[1], found[2]) if found else ("|", "")
    lines = scalar.text[found.end() if found else 0 :].split("\n")
    keeps = "+" in marks
    digit = re.search(r"\d", marks)
    written = entry.column + int(digit.group()) if digit else _indent_of(lines)
    page.put(style + re.sub(r"\d", "2", marks))
    if entry.tail:
        page.beside(entry.tail)
    else:
        page.end()
    while lines and not lines[-1].strip() and (not keeps or not lines[-1]):
        lines.pop()
        if keeps:
            break
    for line in lines:
        page.keep(" " * indent + line[written:] if line[written:] else "")
    page.fresh = keeps  # where every empty line below is a part of it


def _indent_of(lines: list[str]) -> int:
    """By how much a text is set in: as its first line is that is not empty."""
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)


def _flow(page: _Page, node: Collection, indent: int) -> None:
    """A mapping in braces or a list in brackets; *indent* is where a broken line goes on."""
    page.put("{" if node.mapping else "[")
    closed = True  # whether the line may go on
    for place, entry in enumerate(node.entries):
        if entry.before or (entry.broken and place):
            closed = _broken(page, entry.before, indent, ended=not closed)
        elif not closed:
            page.put(" " * indent)
        elif place:
            page.put(" ")
        _pair(page, entry, indent)
        if place < len(node.entries) - 1:
            page.put(",")
        closed = entry.tail is None
        if entry.tail:
            page.beside(entry.tail)
    if node.foot:
        _broken(page, node.foot, indent, ended=not closed)
    elif not closed:
        page.put(" " * indent)
    page.put("}" if node.mapping else "]")


def _broken(page: _Page, comments: list[Comment], indent: int, *, ended: bool) -> bool:
    """Goes on, on a line of its own, below *comments*."""
    if not ended:
        page.end()
    for comment in comments:
        page.line(indent, comment.text)
    page.put(" " * indent)
    return True


def _pair(page: _Page, entry: Entry, indent: int) -> None:
    if entry.key:
        page.put(f"{_requoted(entry.key.text)}:")
        if isinstance(entry.value, Collection) or entry.value.text:
            page.put(" ")
    if isinstance(entry.value, Collection):
        _flow(page, entry.value, indent)
    else:
        _scalar(page, entry.value, indent)
