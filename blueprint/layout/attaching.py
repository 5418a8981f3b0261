"""Which comment belongs to what: to the next node, to the one on its line, or to the end of one."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from blueprint.layout.nodes import Collection, Comment, Entry, Node, Scalar

_COMMENT = re.compile(r"#[^\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
_END = 1 << 40


def comments_of(text: str, root: Node) -> list[Comment]:
    """Every comment of a text, in order: a `#` that stands in no value begins one."""
    return [_comment(text, start, written) for start, written in _written(text, root)]


def texts_of_comments(text: str, root: Node) -> list[str]:
    """The same, only what each says."""
    return [written for _, written in _written(text, root)]


def _written(text: str, root: Node) -> Iterator[tuple[int, str]]:
    """Where each comment begins, and what it says."""
    before = 0
    for start, end in chain(_spans(root), [(len(text), len(text))]):
        for found in _COMMENT.finditer(text, before, start):
            yield found.start(), found.group().rstrip()
        if text[start : start + 1] in ("|", ">") and (header := _HEADER.match(text, start, end)):
            yield header.start(1), header.group(1).rstrip()
        before = end


def _spans(node: Node) -> Iterator[tuple[int, int]]:
    """From where to where each value reaches that may hold a `#`."""
    if isinstance(node, Scalar):
        if node.text:
            yield node.start, node.end
        return
    for entry in node.entries:
        if entry.key:
            yield entry.key.start, entry.key.end
        yield from _spans(entry.value)


def _comment(text: str, start: int, written: str) -> Comment:
    begin = text.rfind("\n", 0, start) + 1
    above = text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    alone = not text[begin:start].strip()
    blank = begin > 0 and not above.strip()
    return Comment(written, start, start - begin, alone, blank)


def attach(root: Node, comments: Iterable[Comment]) -> list[Comment]:
    """Gives each comment to the node that it is about; answers those that stand after a scalar."""
    pile = _Pile(comments)
    if isinstance(root, Collection) and not root.flow:
        _block(root, pile, _END)
        root.foot += pile.take(lambda _: True)
    elif isinstance(root, Collection):
        before = pile.take(lambda comment: comment.start < root.start)
        _flow(root, pile)
        return before + pile.take(lambda _: True)
    return pile.take(lambda _: True)


class _Pile:
    """Comments in order, taken from the front."""

    def __init__(self, comments: Iterable[Comment]) -> None:
        self._rest = list(comments)[::-1]

    def take(self, wanted: Callable[[Comment], bool]) -> list[Comment]:
        taken = []
        while self._rest and wanted(self._rest[-1]):
            taken.append(self._rest.pop())
        return taken

    def before(self, offset: int) -> list[Comment]:
        return self.take(lambda comment: comment.start < offset)

    def beside(self, limit: int) -> Comment | None:
        """The next comment where it stands behind something, and before *limit*."""
        if self._rest and not self._rest[-1].alone and self._rest[-1].start < limit:
            return self._rest.pop()
        return None


def _block(node: Collection, pile: _Pile, limit: int) -> None:
    """Attaches what stands before *limit*, where whatever follows the collection begins."""
    for place, entry in enumerate(node.entries):
        last = place == len(node.entries) - 1
        _entry(entry, pile, limit if last else node.entries[place + 1].start)


def _entry(entry: Entry, pile: _Pile, limit: int) -> None:
    entry.before += pile.before(entry.start)
    value = entry.value
    if isinstance(value, Collection) and not value.flow:
        if entry.key:
            entry.tail = pile.beside(value.start)
        _block(value, pile, limit)
        value.foot += _deeper(entry, pile, limit)
        return
    if isinstance(value, Collection) or value.text:
        entry.before += pile.before(value.start)
    if isinstance(value, Collection):
        _flow(value, pile)
    elif value.is_block:
        entry.tail = next(iter(pile.before(value.end)), None)
        return
    entry.tail = pile.beside(limit)
    entry.foot += _deeper(entry, pile, limit)


def _deeper(entry: Entry, pile: _Pile, limit: int) -> list[Comment]:
    """The comments below an entry that are set in from it: they belong to it, not to the next."""
    return pile.take(lambda comment: comment.start < limit and comment.column > entry.column)


def _flow(node: Collection, pile: _Pile) -> None:
    """Attaches what stands between the brackets."""
    for place, entry in enumerate(node.entries):
        _beside(node, place, pile, entry.start)
        entry.before += pile.before(entry.start)
        value = entry.value
        if isinstance(value, Collection):
            entry.before += pile.before(value.start)
            if value.flow and value.end > value.start:
                _flow(value, pile)
        elif value.text:
            entry.before += pile.before(value.start)
    _beside(node, len(node.entries), pile, node.end)
    node.foot += pile.before(node.end)


def _beside(node: Collection, place: int, pile: _Pile, limit: int) -> None:
    """Gives the entry before *place* the comment that follows it on its line."""
    if place and node.entries[place - 1].tail is None:
        node.entries[place - 1].tail = pile.beside(limit)
