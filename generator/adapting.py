"""What of a fill speaks of former names, and the fill in which it speaks of the present ones. Pure.

Only names in code are looked at, no text and no comment. One counts as stale where nothing that is
rendered for the context now is called so, and its form after the renaming is.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from keyword import iskeyword
from typing import NamedTuple

from blueprint.names import Name
from blueprint.resolve.former import FormerNames
from generator.code_words import Role, Word, code_words
from generator.tree import Tree

_PUBLISHED = frozenset({"context", "aggregate", "entity", "operation", "event"})
_SOURCES = "src"  # where packages lie that are imported by their whole names
_DEEPEST = 3  # renamed nodes that one identifier may speak of
_IN_CODE = re.compile(
    r"""
    (?:\"\"\".*?\"\"\" | '''.*?''' | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | \#[^\n]*)
    | ([^\W\d]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


KEEP = "# blueprint: keep"
"""The comment at the end of a line whose names are no former ones of ours, whatever they are."""


class Rename(NamedTuple):
    """A name that a node had, and the one that it has."""

    old: Name
    new: Name


class Stale(NamedTuple):
    """A name in a fill that is a former one: its line from 1, and what it would be now."""

    line: int
    old: str
    new: str


def renames(known: FormerNames, context: str) -> tuple[Rename, ...]:
    """The renames that code of *context* may speak of: its own, and those that others publish."""
    found = [
        Rename(Name(old), Name(node.name.rpartition(".")[2]))
        for node, names in known.items()
        for old in names
        if node.kind in _PUBLISHED or _home(node.name) in (context, "kernels")
    ]
    distinct = dict.fromkeys(one for one in found if one.old != one.new)
    return tuple(sorted(distinct, key=lambda one: (-len(one.old.text), one.old.text, one.new.text)))


def _home(name: str) -> str:
    return name.partition(".")[0]


def identifiers(tree: Tree, context: str) -> frozenset[str]:
    """Every name in the code that is rendered for *context*, those of its modules among them."""
    found: set[str] = set()
    for file in tree.values():
        if file.context == context and file.is_python:
            found.update(_IN_CODE.findall(file.content.decode("utf-8")))
            found.update(file.path.removesuffix(".py").split("/"))
    return frozenset(found - {""})


def modules(tree: Tree, context: str) -> frozenset[tuple[str, str]]:
    """Every module and package that is rendered for *context*, after what it lies in."""
    paths = [
        file.path.removesuffix(".py").split("/")
        for file in tree.values()
        if file.context == context and file.is_python
    ]
    return frozenset(pair for path in paths for pair in pairwise(path))


def vocabulary(tree: Tree, context: str, known: FormerNames) -> "Vocabulary":
    """What code of *context* may have called otherwise, and what *tree* calls it now."""
    return Vocabulary(renames(known, context), identifiers(tree, context), modules(tree, context))


def vocabularies(tree: Tree, known: FormerNames) -> dict[str, "Vocabulary"]:
    """By context, its vocabulary; of those alone that were rendered, and speak of renamed nodes."""
    rendered = {file.context for file in tree.values() if file.context and not file.stands}
    return {
        context: vocabulary(tree, context, known)
        for context in sorted(rendered)
        if renames(known, context)
    }


@dataclass(frozen=True)
class Vocabulary:
    """What was renamed, and every name in the code that is rendered now; modules by their places.

    A module may have the name of a variable, and is called otherwise for all that.
    """

    renames: tuple[Rename, ...]
    identifiers: frozenset[str]
    modules: frozenset[tuple[str, str]] = frozenset()

    def stale(self, fill: bytes) -> list[Stale]:
        """The former names in a fill, in their order; none where it does not parse."""
        text = _decoded(fill)
        if text is None:
            return []
        return [Stale(word.line, word.text, new) for word, new in self._stale(text)]

    def adapted(self, fill: bytes) -> bytes:
        """The fill with just these names as they are now, every other byte as it was.

        A variable stays where another one has the name that it would get.
        """
        text = _decoded(fill)
        if text is None:
            return fill
        bom, encoding = _encoding(fill)
        taken = {word.text for word in code_words(text) if word.role is Role.NAME}
        parts, end = [], 0
        for word, new in self._stale(text):
            parts += [text[end : word.offset], self._instead(word, new, taken)]
            end = word.offset + len(word.text)
        return bom + "".join([*parts, text[end:]]).encode(encoding)

    def _instead(self, word: Word, new: str, taken: set[str]) -> str:
        """What stands in the place of a former name."""
        if word.role is Role.NAME and word.text[:1].islower() and new in taken:
            return word.text
        if word.role is Role.IMPORTED and word.text in self.identifiers and not word.aliased:
            return f"{new} as {word.text}"  # a module that has the name of variables, too
        return new

    def _stale(self, text: str) -> Iterator[tuple[Word, str]]:
        """Each former name, and what it is now; none in a line that is said to be meant so."""
        meant = _meant(text)
        for word in code_words(text):
            if word.line in meant:
                continue
            new = "" if word.role is Role.MODULE else self._present(word.text)
            if not new and word.role in (Role.MODULE, Role.IMPORTED):
                new = self._module(word)
            if new:
                yield word, new

    def _module(self, word: Word) -> str:
        """What a module or a package is called now, "" where its name is none that it had."""
        roots = self._children.get(_SOURCES, set())
        root = word.path[0] if word.path else word.text
        if root and root not in roots and roots.isdisjoint(self._renamed(root)):
            return ""  # it is not ours
        beside = self._children.get(word.within, self._stems) if word.path else roots
        if word.text in beside:
            return ""
        return next((new for new in self._renamed(word.text) if new in beside), "")

    @cached_property
    def _stems(self) -> set[str]:
        return {name for _, name in self.modules}

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for parent, name in self.modules:
            found.setdefault(parent, set()).add(name)
        return found

    def _present(self, name: str) -> str:
        """What a name is now, "" where it is no former one."""
        if name in self._known:
            return self._known[name]
        found = ""
        if name not in self.identifiers and not iskeyword(name):
            found = next((new for new in self._renamed(name) if new in self.identifiers), "")
        self._known[name] = found
        return found

    @cached_property
    def _known(self) -> dict[str, str]:
        """What was looked up before."""
        return {}

    def _renamed(self, name: str) -> Iterator[str]:
        """The name after one renaming, then after two and three; last, what stands for one."""
        layer = [name]
        for _ in range(_DEEPEST):
            layer = [n for before in layer for one in self.renames for n in _forms(before, one)]
            yield from layer
        yield from (one.new.last_word for one in self.renames if name == one.old.last_word)


def _meant(text: str) -> set[int]:
    """The lines, from 1, that end in the comment which says that their names are meant."""
    if KEEP not in text:
        return set()
    lines = io.StringIO(re.sub(r"\r(?!\n)", "\n", text))
    return {number for number, line in enumerate(lines, start=1) if line.rstrip().endswith(KEEP)}


def _forms(name: str, rename: Rename) -> Iterator[str]:
    """The name with the new name in the place of the old one, wherever it has it in some form."""
    for pattern, new in _patterns(rename):
        found = pattern.sub(new, name)
        if found != name:
            yield found


@lru_cache(maxsize=4096)
def _patterns(rename: Rename) -> list[tuple[re.Pattern[str], str]]:
    old, new = rename.old, rename.new
    within = [
        (old.snake, new.snake),
        (old.plural_snake, new.plural_snake),
        (old.screaming, new.screaming),
    ]
    humps = [(old.pascal, new.pascal), (old.plural_pascal, new.plural_pascal)]
    return [
        *((re.compile(rf"(?<![A-Za-z0-9]){o}(?![A-Za-z0-9])"), n) for o, n in within),
        *((re.compile(rf"{o}(?![a-z0-9])"), n) for o, n in humps),
        (re.compile(rf"^{old.camel}(?![a-z0-9])"), new.camel),
    ]


def _decoded(fill: bytes) -> str | None:
    """The text of a module, without the mark that some editors begin it with; None if no module."""
    try:
        ast.parse(fill)
        bom, encoding = _encoding(fill)
        text = fill.removeprefix(bom).decode(encoding)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return text if bom + text.encode(encoding) == fill else None


def _encoding(fill: bytes) -> tuple[bytes, str]:
    """The mark at the beginning, if there is one, and the encoding of what follows."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(fill).readline)
    return (b"\xef\xbb\xbf", "utf-8") if encoding == "utf-8-sig" else (b"", encoding)
