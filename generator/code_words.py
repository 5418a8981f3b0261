"""Every name in the code of a module, with its place and with what it stands there for. Pure."""

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from generator.fstrings import expressions

_LONE_RETURN = re.compile(r"\r(?!\n)")

Tokens = list[tokenize.TokenInfo]


class Role(Enum):
    """What a name stands for: a step of an import's path, what is imported from there, what belongs
    to something else (an attribute, an argument's name in a call), or anything else."""

    MODULE = 1
    IMPORTED = 2
    MEMBER = 3
    NAME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A name: its place in the text, from 0, and its line, from 1.

    `path` are the steps before it in an import, the first of them "" where it is relative;
    `aliased` says that `as` follows.
    """

    text: str
    offset: int
    line: int
    role: Role
    path: tuple[str, ...] = ()
    aliased: bool = False

    @property
    def within(self) -> str:
        """The package that it is imported from, "" where that is not named."""
        return self.path[-1] if self.path else ""


def code_words(text: str) -> Iterator[Word]:
    """Every name in a text that parses, in its order; those in texts and comments are none."""
    plain = _LONE_RETURN.sub("\n", text)  # which ends a line for Python, and not for tokenize
    starts = [0, *accumulate(len(line) for line in io.StringIO(plain))]
    tokens = list(tokenize.generate_tokens(io.StringIO(plain).readline))
    imports = _imports(tokens)
    for at, token in enumerate(tokens):
        offset = starts[token.start[0] - 1] + token.start[1]
        if token.type == tokenize.STRING:
            yield from _inside(token.string, offset, token.start[0])
        elif token.type == tokenize.NAME:
            role, path = imports.get(at) or (_role(tokens, at), ())
            aliased = tokens[at + 1].string == "as"
            yield Word(
                text=token.string,
                offset=offset,
                line=token.start[0],
                role=role,
                path=path,
                aliased=aliased,
            )


def _inside(literal: str, offset: int, line: int) -> Iterator[Word]:
    """The names in the expressions of an f-string, which stands at *offset* and in *line*."""
    for at, expression in expressions(literal):
        before = line - 1 + literal.count("\n", 0, at)
        for word in code_words(f"({expression})"):
            place = offset + at - 1 + word.offset
            yield replace(word, offset=place, line=before + word.line)


def _role(tokens: Tokens, at: int) -> Role:
    before, after = tokens[at - 1].string if at else "", tokens[at + 1].string
    belongs = before == "." or (after == "=" and before in ("(", ","))
    return Role.MEMBER if belongs else Role.NAME


def _imports(tokens: Tokens) -> dict[int, tuple[Role, tuple[str, ...]]]:
    """The roles of the names in imports, by the numbers of their tokens."""
    found: dict[int, tuple[Role, tuple[str, ...]]] = {}
    path: tuple[str, ...] = ()
    role: Role | None = None
    for at, token in enumerate(tokens):
        match token.string:
            case _ if token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
                role, path = None, ()
            case "from" | "import" if role is None and _begins_line(tokens, at):
                role = Role.MODULE
            case "import":
                role = Role.IMPORTED if role else None
            case "." | "..." if role is Role.MODULE and not path:
                path = ("",)
            case "," if role is Role.MODULE:
                path = ()
            case "as":
                continue
            case name if role and token.type == tokenize.NAME and tokens[at - 1].string != "as":
                found[at] = (role, path)
                path = (*path, name) if role is Role.MODULE else path
    return found


def _begins_line(tokens: Tokens, at: int) -> bool:
    ends = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING)
    return at == 0 or tokens[at - 1].type in ends or tokens[at - 1].string in (";", ":")
