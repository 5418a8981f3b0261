"""Sources: where a value comes from, as `order_id`, `input.reason` or `= placed` say it."""

import re
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from blueprint.document.word import wrong

_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWord:
    """A path of one or two parts, or the text of a literal; exactly one of them is set."""

    path: tuple[str, ...] = ()
    literal: str | None = None

    def __str__(self) -> str:
        return ".".join(self.path) if self.literal is None else f"= {self.literal}"


def parse_source(text: object) -> SourceWord:
    """The source that a text says; refuses what cannot be read with BP119."""
    if isinstance(text, bool | int | float):
        shown = str(text).lower() if isinstance(text, bool) else str(text)
        raise wrong("BP119", f"{shown} is no path", f'write "= {shown}" for the value itself')
    if not isinstance(text, str):
        raise wrong("BP119", "a path or a literal belongs here", "write a field, or = VALUE")
    if text.startswith("="):
        return SourceWord(literal=unquoted(text[1:].strip()))
    return SourceWord(path=parse_path(text))


def parse_path(text: str) -> tuple[str, ...]:
    """`id`, `patient_id`, `input.reason`, `buyer_id.name`: one or two parts."""
    if _PATH.fullmatch(text):
        return tuple(text.split("."))
    if text.count(".") > 1:
        hint = "one step through a reference is all that a path takes"
    else:
        hint = f"write a field, input.FIELD, before.FIELD, or the value itself as = {text}"
    raise wrong("BP119", f'"{text}" is no path', hint)


def unquoted(text: str) -> str:
    """A literal's text without the quotes that may stand around it."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


Source: TypeAlias = Annotated[
    SourceWord, PlainValidator(parse_source), WithJsonSchema({"type": "string"})
]
