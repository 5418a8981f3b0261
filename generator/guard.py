"""A domain's names before the framework's: `Subscription` is an aggregate's if it wants to be.

Where both stand in one module, the framework's is imported under another name, with an underscore
at its end. Which is which cannot be told from a text, so while templates are rendered the domain's
carry a mark, and no file ever does.
"""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeAlias, TypeVar, cast

from blueprint.model import Context, System
from blueprint.names import Name
from generator.framework import FRAMEWORK

MARK = "\ua78f"  # a letter, so that a marked name is an identifier, which no blueprint's own is
_WRITTEN = "\ua78e"  # follows what looks like a mark and is a letter of somebody's text
_MARKS = re.compile(f"{MARK}({_WRITTEN}?)")

T = TypeVar("T")
Known: TypeAlias = dict[int, tuple[object, object]]
"""What was seen and what it became, by the id of the first, which is kept so that its id is."""


@dataclass(frozen=True, slots=True)
class Guarded(Name):
    """A name that the framework has, too, marked in the forms that stand in code."""

    @property
    def last_word(self) -> str:
        return self.words[-1] + MARK

    @property
    def snake(self) -> str:
        return Name(self.text).snake + MARK

    @property
    def pascal(self) -> str:
        return Name(self.text).pascal + MARK

    @property
    def screaming(self) -> str:
        return Name(self.text).screaming + MARK

    @property
    def plural_snake(self) -> str:
        return Name(self.text).plural_snake + MARK


def guarded(system: System, unmarked: Iterable[object] = ()) -> System:
    """The same system, its names marked that the framework has, too.

    *unmarked* are nodes in which none of them is, as somebody found before.
    """
    return _guarded(system, {id(node): (node, node) for node in unmarked})


def is_unmarked(context: Context) -> bool:
    """Whether no name in a context is marked."""
    return _guarded(context, {}) is context


def _guarded(node: T, known: Known) -> T:
    """*node* with marked names; itself where it has none."""
    if id(node) not in known:
        known[id(node)] = (node, _marked(node, known))
    return cast(T, known[id(node)][1])


def _marked(node: object, known: Known) -> object:
    match node:
        case Name():
            return Guarded(node.text) if _is_taken(node) else node
        case str():
            return node.replace(MARK, MARK + _WRITTEN) if MARK in node else node
        case tuple():
            return _unless_same(node, tuple(_guarded(one, known) for one in node))
        case Mapping():
            values = tuple(node.values())
            marked = _guarded(values, known)
            keys = tuple(node)
            texts = tuple(_guarded(k, known) if isinstance(k, str) else k for k in keys)
            written = _unless_same(keys, texts)
            same = marked is values and written is keys
            return node if same else dict(zip(written, marked, strict=True))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    held = {one.name: getattr(node, one.name) for one in fields(node) if one.init}
    changed = {k: new for k, v in held.items() if (new := _guarded(v, known)) is not v}
    return replace(node, **changed) if changed else node


def _unless_same(old: tuple[object, ...], new: tuple[object, ...]) -> tuple[object, ...]:
    return old if all(a is b for a, b in zip(old, new, strict=True)) else new


def _is_taken(name: Name) -> bool:
    forms = (name.snake, name.pascal, name.plural_snake, *name.words[-1:])
    return not FRAMEWORK.isdisjoint(forms)


def unguarded(text: str) -> str:
    """The text without marks; what a blueprint's own text says stays."""
    return _MARKS.sub(lambda found: MARK if found[1] else "", text)


def unguarded_module(text: str) -> str:
    """A Python module without marks, in which the domain's names mean what they say."""
    if MARK not in text:
        return text
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    names = {tokens[at].string for at in _names(tokens)}
    ours = {
        name.removesuffix(MARK) for name in names if name.endswith(MARK) and name.count(MARK) == 1
    }
    theirs = ours & {tokens[at].string for at in _imported(tokens)}
    return unguarded(_aliased(text, tokens, theirs) if theirs else text)


Tokens = list[tokenize.TokenInfo]


def _names(tokens: Tokens) -> Iterator[int]:
    """Where names stand that are nobody's attributes, submodules or arguments."""
    for at, token in enumerate(tokens):
        alone = token.type == tokenize.NAME and tokens[at - 1].string != "."
        if alone and not _is_argument(tokens, at):
            yield at


def _imported(tokens: Tokens) -> Iterator[int]:
    """Where the names stand that the module imports from others than its own package."""
    absolute = names = False  # whether the line imports from elsewhere; whether its names come now
    for at, token in enumerate(tokens):
        if token.type == tokenize.NEWLINE:
            absolute = names = False
        elif token.string == "from" and _begins_line(tokens, at):
            absolute = not tokens[at + 1].string.startswith(".")
        elif token.string == "import":
            names = absolute
        elif names and token.type == tokenize.NAME and token.string != "as":
            yield at


def _begins_line(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens[at - 1].type in (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT)


def _aliased(text: str, tokens: Tokens, theirs: set[str]) -> str:
    """The module with *theirs*, wherever they are the framework's, under their other names."""
    imported = set(_imported(tokens))
    lines = text.splitlines(keepends=True)
    for at in reversed([at for at in _names(tokens) if tokens[at].string in theirs]):
        (row, column), name = tokens[at].start, tokens[at].string
        other = f"{name} as {name}_" if at in imported else f"{name}_"
        line = lines[row - 1]
        lines[row - 1] = line[:column] + other + line[column + len(name) :]
    return "".join(lines)


def _is_argument(tokens: Tokens, at: int) -> bool:
    """Whether it is the name of an argument in a call: `most=100`."""
    return tokens[at + 1].string == "=" and tokens[at - 1].string in ("(", ",")
