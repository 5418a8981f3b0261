"""Adds to a blueprint's text; of what stands there not a letter is moved.

The text is spliced at the places of its own nodes, in the style of what stands beside them, and the
result is read again: it says what the text said and what was added, or nobody gets it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from yaml import YAMLError

from blueprint.layout.nodes import Collection, Entry, Node, Scalar
from blueprint.layout.order import rank
from blueprint.layout.reading import read_nodes
from blueprint.layout.writing import in_braces, pairs, quoted
from blueprint.load.positions import Source
from blueprint.load.tree import Tree, parse

_LINE_END = re.compile(r"\r\n|\r|\n")
_EMPTY_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*[\r\n]")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_STEP = 2
_KEPT = re.compile(r"[|>][0-9]?\+")


class UnfitError(ValueError):
    """A text cannot be added to without changing what it says; the error says at which key."""


Part = tuple[int, str]
"""What is put in at an offset of the text."""


def with_entry(text: str, key: str, name: str, written: str) -> str:
    """The text with `name: written` as the last entry of the mapping at its top-level *key*.

    *written* is a scalar, or a mapping in the one layout, with its comments, which a mapping in
    braces has no room for. Raises UnfitError.
    """
    value = _read(written)
    if value is None:
        raise UnfitError(key)
    before = _mapping(_read(text), key)
    there = before.get(key, {})
    if not isinstance(there, dict | None) or name in (there or {}):
        raise UnfitError(key)
    page = _Page.of(text, key)
    after = page.spliced(_entry_parts(page, name, value, written))
    return _sound(after, before, key, {**(there or {}), name: value})


def with_items(text: str, key: str, items: Sequence[dict[str, Tree]]) -> str:
    """The text with *items* as the last ones of the list at its top-level *key*.

    Raises UnfitError.
    """
    if not items:
        return text
    before = _mapping(_read(text), key)
    there = before.get(key, [])
    if not isinstance(there, list | None):
        raise UnfitError(key)
    page = _Page.of(text, key)
    after = page.spliced(_item_parts(page, items))
    return _sound(after, before, key, [*(there or []), *items])


def _read(text: str) -> Tree:
    """What a text says; None where it says nothing, or is no YAML of ours."""
    parsed = parse(text, Source("", tuple(_LINE_END.split(text))))
    return None if parsed.diagnostics else parsed.tree


def _mapping(tree: Tree, key: str) -> dict[str, Tree]:
    if not isinstance(tree, dict):
        raise UnfitError(key)
    return tree


def _sound(after: str, before: dict[str, Tree], key: str, wanted: Tree) -> str:
    """The text, if it says what was said before, and *wanted* at *key*; in the order of before."""
    tree = _read(after)
    if not isinstance(tree, dict) or _listed(tree.pop(key, None)) != _listed(wanted):
        raise UnfitError(key)
    rest = {other: value for other, value in before.items() if other != key}
    if _listed(tree) != _listed(rest):
        raise UnfitError(key)
    return after


def _listed(tree: Tree) -> object:
    """A tree that equals another only where their keys stand in one order, too."""
    if isinstance(tree, dict):
        return [(key, _listed(value)) for key, value in tree.items()]
    if isinstance(tree, list):
        return [_listed(item) for item in tree]
    return (type(tree), tree)


# -- what is put in ----------------------------------------------------------------------


def _entry_parts(page: "_Page", name: str, value: Tree, written: str) -> list[Part]:
    node, style = page.node, page.style
    if isinstance(node, Collection) and node.flow:
        return page.in_flow(node, [page.braced(node, name, value, style)])
    if node is None and page.root.flow:
        return page.in_flow(page.root, [page.braced(page.root, page.key, {name: value}, style)])
    if isinstance(value, str):
        lines = [f"{quoted(name, style)}: {quoted(value, page.style_of_values)}"]
    else:
        lines = [f"{quoted(name, style)}:", *page.set_in(written)]
    return page.in_block([lines], page.column_of_entries)


def _item_parts(page: "_Page", items: Sequence[dict[str, Tree]]) -> list[Part]:
    node, style = page.node, page.style
    if isinstance(node, Collection) and node.flow:
        return page.in_flow(node, [in_braces(item, style) for item in items])
    if node is None and page.root.flow:
        listed = f"{quoted(page.key, style)}: {in_braces(list(items), style)}"
        return page.in_flow(page.root, [listed])
    return page.in_block([page.dashed(item) for item in items], page.column_of_items)


@dataclass(frozen=True, slots=True)
class _Page:
    """A text, its root, and the entry of one top-level key in it, None where it has none."""

    text: str
    root: Collection
    key: str
    entry: Entry | None

    @classmethod
    def of(cls, text: str, key: str) -> "_Page":
        """Raises UnfitError where the text is no mapping, or nothing can be put under its *key*."""
        try:
            root = read_nodes(text)
        except YAMLError:
            root = None
        if not isinstance(root, Collection) or not root.mapping:
            raise UnfitError(key)
        found = (entry for entry in root.entries if entry.key and entry.key.value == key)
        page = cls(text, root, key, next(found, None))
        if isinstance(page.node, Scalar) and (page.node.text or root.flow):
            raise UnfitError(key)
        return page

    @property
    def node(self) -> Node | None:
        return self.entry.value if self.entry else None

    @property
    def beside(self) -> list[Entry]:
        """What stands under the key already."""
        return self.node.entries if isinstance(self.node, Collection) else []

    def spliced(self, parts: list[Part]) -> str:
        text, end = [], 0
        for place, part in sorted(parts, key=lambda part: part[0]):
            text += [self.text[end:place], part]
            end = place
        return "".join([*text, self.text[end:]])

    # -- style ---------------------------------------------------------------------------

    @property
    def style(self) -> str:
        """The quotes of the keys beside it, or around it."""
        inner = [] if self._holds_entries else [e for one in self.beside for e in _entries(one)]
        keys = [e.key for e in (inner or self.beside or self.root.entries) if e.key]
        return keys[-1].style if keys else ""

    @property
    def _holds_entries(self) -> bool:
        return isinstance(self.node, Collection) and self.node.mapping

    @property
    def style_of_values(self) -> str:
        """The quotes of the texts beside it."""
        values = [e.value for e in self.beside if isinstance(e.value, Scalar)]
        return values[-1].style if values and not values[-1].is_block else ""

    @property
    def step(self) -> int:
        """By how much the root's mappings are set in."""
        return next(
            (n for e in self.root.entries if (n := self._set_in_by(e, mapping=True))), _STEP
        )

    def _set_in_by(self, entry: Entry, *, mapping: bool) -> int | None:
        value = entry.value
        if not isinstance(value, Collection) or value.flow or value.mapping != mapping:
            return None
        return value.column - self.root.column

    @property
    def column_of_entries(self) -> int:
        node = self.node
        return node.column if isinstance(node, Collection) else self.root.column + self.step

    @property
    def column_of_items(self) -> int:
        """Where the dashes stand: those beside it, else those of the other lists."""
        if isinstance(self.node, Collection):
            return self.node.column
        lists = (self._set_in_by(entry, mapping=False) for entry in self.root.entries)
        return self.root.column + next((n for n in lists if n is not None), self.step)

    def set_in(self, written: str) -> list[str]:
        """The lines of a mapping, set in below its key as its neighbours are."""
        inner = [e.value for e in self.beside if isinstance(e.value, Collection)]
        columns = [node.column for node in inner if not node.flow]
        step = columns[-1] - self.column_of_entries if columns else self.step
        lines = written.rstrip("\n").split("\n")
        return [" " * (step + _depth(line) * step // _STEP) + line.lstrip(" ") for line in lines]

    def dashed(self, item: dict[str, Tree]) -> list[str]:
        """An item of a list, in lines where those beside it are."""
        last = self.beside[-1] if self.beside else None
        if last is None or not _is_block(last.value):
            return [f"- {in_braces(item, self.style)}"]
        gap = max(self.column(last.start) - self.column_of_items, _STEP)
        first, *rest = pairs(item, self.style)
        return [f"-{' ' * (gap - 1)}{first}", *(" " * gap + line for line in rest)]

    def braced(self, node: Collection, name: str, value: Tree, style: str) -> str:
        """An entry of a mapping in braces; a value with much in it has a line for each part."""
        if not isinstance(value, dict) or len(in_braces(value, style)) < 100:
            return f"{quoted(name, style)}: {in_braces(value, style)}"
        indent = self._indent(node)
        inner = [self.end_of_line + indent + " " * _STEP + part for part in pairs(value, style)]
        return f"{quoted(name, style)}: {{{','.join(inner)}{self.end_of_line}{indent}}}"

    # -- places --------------------------------------------------------------------------

    @property
    def end_of_line(self) -> str:
        """As the file's first line ends."""
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def column(self, place: int) -> int:
        return place - self._start_of_line(place)

    def _start_of_line(self, place: int) -> int:
        return max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place)) + 1

    def _end_of_line(self, place: int) -> int:
        found = _LINE_END.search(self.text, place)
        return found.start() if found else len(self.text)

    def _margin(self, place: int) -> str:
        """What a line begins with, up to its first letter."""
        start = self._start_of_line(place)
        line = self.text[start : self._end_of_line(place)]
        return line[: len(line) - len(line.lstrip(" "))]

    # -- in braces and brackets ----------------------------------------------------------

    def in_flow(self, node: Collection, pieces: list[str]) -> list[Part]:
        """Pieces as the last ones in a mapping in braces or a list in brackets."""
        close = node.end - 1
        end = node.entries[-1].end if node.entries else node.start + 1
        comma = self._comma(end, close)
        after = end if comma is None else comma + 1
        is_open = bool(node.entries) and comma is None
        closing = "," if comma is not None else ""
        lines = list(_LINE_END.finditer(self.text, after, close))
        if lines or (node.entries and self._is_first_on_line(node.entries[-1])):
            place = lines[-1].start() if lines else after
            margin = self.end_of_line + self._indent(node)
            put = ",".join(margin + piece for piece in pieces) + closing
            return [(after, "," if is_open else ""), (place, put)]
        space = " " if node.entries or close > after else ""
        return [(after, ("," if is_open else "") + space + ", ".join(pieces) + closing)]

    def _comma(self, start: int, end: int) -> int | None:
        """The comma behind a last entry, past comments."""
        bare = _COMMENT.sub(lambda found: " " * len(found.group()), self.text[start:end])
        found = bare.find(",")
        return None if found < 0 else start + found

    def _is_first_on_line(self, entry: Entry) -> bool:
        return not self.text[self._start_of_line(entry.start) : entry.start].strip()

    def _indent(self, node: Collection) -> str:
        """What a new line in braces begins with."""
        place = node.entries[-1].start if node.entries else node.start
        opened = self._start_of_line(place) <= node.start
        return self._margin(place) + (" " * _STEP if opened else "")

    # -- in blocks -----------------------------------------------------------------------

    def in_block(self, pieces: list[list[str]], column: int) -> list[Part]:
        """Pieces of lines as the last ones under the key; the key with them where it is not there.

        A piece is set in by *column*.
        """
        indent = " " * column
        lines = []
        for piece in pieces:
            lines += [""] if self._has_gaps(self.beside) else []
            lines += [(indent + line).rstrip() for line in piece]
        if self.entry is not None:
            return [self._behind(self.entry, lines)]
        gap = [""] if self._has_gaps(self.root.entries) else []
        return [
            self._behind(self._before_key(), [*gap, " " * self.root.column + self._head, *lines])
        ]

    @property
    def _head(self) -> str:
        return f"{quoted(self.key, self.style)}:"

    def _before_key(self) -> Entry:
        """The last of the top-level entries that belong before the key."""
        at = rank(self.key)
        before = [e for e in self.root.entries if e.key and rank(e.key.value) <= at]
        return before[-1] if before else self.root.entries[0]

    def _has_gaps(self, entries: list[Entry]) -> bool:
        """Whether an empty line stands between some of them."""
        return any(
            _EMPTY_LINE.search(self.text, self._last_letter(one.end), other.start)
            for one, other in pairwise(entries)
        )

    def _behind(self, entry: Entry, lines: list[str]) -> Part:
        """Lines below all that belongs to a top-level entry."""
        end = self.end_of_line
        leaf = _last_leaf(entry)
        if isinstance(leaf, Scalar) and leaf.is_block and _KEPT.match(leaf.text):
            return leaf.end, "".join(line + end for line in lines)
        place = self._past_comments(self._end_of_line(self._last_letter(entry.end)))
        return place, "".join(end + line for line in lines)

    def _last_letter(self, end: int) -> int:
        """Where the letters before *end* stop: a text after `|` ends below its last line."""
        return len(self.text[:end].rstrip(" \t\r\n"))

    def _past_comments(self, place: int) -> int:
        """The end of the last line of comments from a line's end on that are set in."""
        for line in _LINE_END.finditer(self.text, place):
            rest = self.text[line.end() : self._end_of_line(line.end())]
            bare = rest.lstrip(" ")
            if bare.startswith("#") and len(rest) - len(bare) > self.root.column:
                place = line.end() + len(rest)
            elif rest.strip():
                break
        return place


def _entries(entry: Entry) -> list[Entry]:
    return entry.value.entries if isinstance(entry.value, Collection) else []


def _is_block(node: Node) -> bool:
    return isinstance(node, Collection) and not node.flow


def _last_leaf(entry: Entry) -> Node:
    node = entry.value
    while isinstance(node, Collection) and not node.flow and node.entries:
        node = node.entries[-1].value
    return node


def _depth(line: str) -> int:
    """By how many spaces a line is set in."""
    return len(line) - len(line.lstrip(" "))
