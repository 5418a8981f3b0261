"""The order of keys: that of the language's own sample; names of the author's keep theirs.

What a key is, is found by walking the models that read a blueprint, beside the nodes.
"""

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias, get_args, get_origin

from blueprint.document import ContextWord, Document
from blueprint.document.aggregate import AggregateWord
from blueprint.document.emits import EmitsWord
from blueprint.document.event import EventVersionWord, EventWord
from blueprint.document.operation import CommandWord, QueryWord
from blueprint.document.output import OutputWord
from blueprint.document.shared import EnumerationWord, ValueWord
from blueprint.document.view import FeedWord
from blueprint.document.word import Word
from blueprint.layout.nodes import Collection, Entry, Node

Kind: TypeAlias = object
"""An annotation of a model: what may stand at one place."""

_FIRST: dict[type[Word], tuple[str, ...]] = {
    ContextWord: ("about", "was", "subdomain", "team", "glossary"),
    AggregateWord: (
        "about", "was", "id", "owner", "fields", "entities", "lifecycle", "invariants", "indexes",
        "crud", "examples",
    ),
    CommandWord: (
        "about", "was", "does", "uses", "lock", "reads", "http", "versions", "status", "every",
        "allow", "input", "output", "needs", "set", "emits", "errors", "examples",
    ),
    QueryWord: (
        "about", "was", "does", "uses", "lock", "reads", "http", "versions", "status", "allow",
        "input", "output", "needs", "errors", "filter", "sort", "page", "cache", "examples",
    ),
    EnumerationWord: ("about",),
    ValueWord: ("about",),
}  # fmt: skip
"""Where the order is another than that of the model; keys that are not named follow."""

_FREE = (EmitsWord, FeedWord)  # they mix keys of the language with names
KINDS: dict[str, type[Word]] = {"blueprint": Document, "context": ContextWord}
"""The first key of each kind of file."""
_SHORT: dict[type[Word], str] = {
    ValueWord: "fields",
    EventVersionWord: "payload",
    OutputWord: "fields",
}
"""Which key of a word a mapping stands for that does not name it."""


def ordered(root: Collection) -> None:
    """Puts the keys of a blueprint, or of a context's file, into their order, in place."""
    names = [entry.name for entry in root.entries]
    key = names[0] if names and names[0] in KINDS else kind_of(names)
    first = [entry for entry in root.entries if entry.name == key][:1]
    root.entries = [entry for entry in root.entries if entry not in first]
    _order(root, [KINDS.get(key, Document)])
    root.entries = first + root.entries


def kind_of(names: list[str]) -> str:
    """The key that says what a file is and belongs first; "" where the other keys do not fit it.

    >>> kind_of(["system", "blueprint"]), kind_of(["about", "context"]), kind_of(["x", "context"])
    ('blueprint', 'context', '')
    """
    fitting = (key for key, word in KINDS.items() if set(names) - {key} <= _kinds(word).keys())
    return next((key for key in fitting if key in names), "")


def rank(key: str) -> int:
    """The place of a blueprint's top-level key among the others; 0 for one that is not known."""
    return _ranks(Document).get(key, 0)


def _order(node: Node, kinds: list[Kind]) -> None:
    if not isinstance(node, Collection):
        return
    if not node.mapping:
        items = [below for kind in kinds for below in _items(kind)]
        for entry in node.entries:
            _order(entry.value, items)
        return
    names = [entry.name for entry in node.entries]
    word = _word(kinds, names)
    if word is None:
        values = [below for kind in kinds for below in _values(kind)]
        for entry in node.entries:
            _order(entry.value, values)
        return
    _order_word(node, word, names)


def _order_word(node: Collection, word: type[Word], names: list[str]) -> None:
    short = _SHORT.get(word)
    if short and (word is OutputWord or not _names(node, short)):
        _order(node, [_kinds(word)[short]])
        return
    for entry in node.entries:
        _order(entry.value, [_kinds(word).get(entry.name)])
    if word not in _FREE:
        node.entries = list(_by_rank(node.entries, _ranks(word)))


def _names(node: Collection, key: str) -> bool:
    """Whether a mapping holds others under *key*, and not a field of that name."""
    found = next((entry.value for entry in node.entries if entry.name == key), None)
    return isinstance(found, Collection) and all(entry.name != "is" for entry in found.entries)


def _by_rank(entries: list[Entry], ranks: dict[str, int]) -> Iterator[Entry]:
    """The entries in order; one that is not known stays behind the one before it."""
    last, placed = -1, []
    for entry in entries:
        last = ranks.get(entry.name, last)
        placed.append((last, entry))
    yield from (entry for _, entry in sorted(placed, key=lambda pair: pair[0]))


@cache
def _ranks(word: type[Word]) -> dict[str, int]:
    first = _FIRST.get(word, ())
    names = [*first, *(name for name in _kinds(word) if name not in first)]
    return {name: rank for rank, name in enumerate(names)}


@cache
def _kinds(word: type[Word]) -> dict[str, Kind]:
    """The annotation of each key, as it is written."""
    kinds: dict[str, Kind] = {f.alias or n: f.annotation for n, f in word.model_fields.items()}
    if word is EventWord:
        kinds["payload"] = _kinds(EventVersionWord)["payload"]
    return kinds


def _word(kinds: list[Kind], names: list[str]) -> type[Word] | None:
    """Of the words that a mapping may be, the one that knows most of its keys."""
    words = [word for kind in kinds for word in _words(kind)]
    return max(words, key=lambda word: len(set(names) & _kinds(word).keys()), default=None)


def _words(kind: Kind) -> Iterator[type[Word]]:
    """The words that a kind may be at this place, past unions and annotations."""
    if isinstance(kind, type) and get_origin(kind) is None:
        if issubclass(kind, Word):
            yield kind
    elif get_origin(kind) not in (dict, list, tuple):
        for part in get_args(kind):
            yield from _words(part)


def _items(kind: Kind) -> Iterator[Kind]:
    if kind is OutputWord:
        yield kind
    yield from _within(kind, list)


def _values(kind: Kind) -> Iterator[Kind]:
    yield from _within(kind, dict)


def _within(kind: Kind, container: type) -> Iterator[Kind]:
    """What the lists, or the values of the mappings, that a kind may be hold."""
    if get_origin(kind) is container:
        yield get_args(kind)[-1]
    elif get_origin(kind) not in (dict, list, tuple):
        for part in get_args(kind):
            yield from _within(part, container)
