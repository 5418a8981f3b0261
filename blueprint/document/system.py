"""The system: its name, its security, its decisions, and what is said of it as a whole."""

import re
from pathlib import PurePosixPath
from typing import Annotated, TypeAlias
from typing import Literal as OneOf

from pydantic import AfterValidator, Field, WithJsonSchema

from blueprint.document.names import SnakeKey, SnakeName
from blueprint.document.scalars import Audience, Claim, Day, Url
from blueprint.document.word import JsonSchema, NotYet, Word, first_again, wrong

_CODE_SCHEMA: JsonSchema = {"type": "string", "pattern": "^B[PC][0-9]{3}$"}


def _each_once(decisions: "list[DecisionWord]") -> "list[DecisionWord]":
    numbers = [decision.id for decision in decisions]
    again = first_again(numbers)
    if again is not None:
        hint = f"write id: {max(numbers) + 1} for the later one"
        raise wrong("BP120", f"two decisions have the number {again}", hint)
    return decisions


def _code(text: str) -> str:
    if not re.fullmatch(r"B[PC][0-9]{3}", text):
        raise wrong("BP119", f'"{text}" is no code of a rule', "write it as it was shown: BP431")
    return text


def _inside(text: str) -> str:
    path = PurePosixPath(text)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\\" in text:
        hint = "write a path below the workspace, such as Makefile"
        raise wrong("BP119", f'"{text}" leads out of the workspace', hint)
    return text


class SystemWord(Word):
    """Who we are.

    Where `title` is empty, the name stands as a heading.
    """

    name: SnakeName
    title: str = ""
    about: str


class TokensWord(Word):
    """Where tokens come from, and where their claims stand, as dotted paths."""

    issuer: Url
    audience: Audience
    roles: Claim = "roles"
    tenant: Claim | None = None


class SecurityWord(Word):
    """Tokens, origins that browsers may call from, and the roles with what each is for.

    Without `tokens` only the development issuer is known.
    """

    tokens: TokensWord | None = None
    cors: list[Url] = Field(default_factory=list)
    roles: dict[SnakeKey, str] = Field(default_factory=dict)


class DeployWord(Word):
    """How it runs: a process for each context, or all of them in one."""

    topology: OneOf["services", "modular-monolith"] = "services"
    kubernetes: NotYet = None


class DecisionWord(Word):
    """An architecture decision: its number, what was decided, and the reason."""

    id: int = Field(ge=1)
    title: str
    status: OneOf["proposed", "accepted", "superseded", "rejected"] = "accepted"
    because: str
    about: str = ""


class ExceptionWord(Word):
    """A finding that is accepted: its rule, its node (`ordering.WardBoard`), and until when."""

    rule: Annotated[str, AfterValidator(_code), WithJsonSchema(_CODE_SCHEMA)]
    at: str
    because: str
    owner: str
    until: Day


Decisions: TypeAlias = Annotated[list[DecisionWord], AfterValidator(_each_once)]
"""Each with a number of its own."""

OwnPath: TypeAlias = Annotated[str, AfterValidator(_inside)]
"""A file, by its path in the workspace."""
