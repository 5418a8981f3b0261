"""Fields: a type word and the words after it, or the same as a mapping with the key `is:`."""

import re
from typing import Annotated, ClassVar, TypeAlias

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from blueprint.document import patterns
from blueprint.document.names import SnakeKey
from blueprint.document.patterns import PatternError
from blueprint.document.sources import parse_path, unquoted
from blueprint.document.types import TypeWord, parse_type, read_type
from blueprint.document.was import WasSnake
from blueprint.document.word import JsonSchema, NotYet, Word, wrong
from blueprint.nearest import closest

FLAGS = ("optional", "unique", "index", "immutable", "internal", "pii", "secret")

_FLAG = re.compile(r"[A-Za-z_]+(?=\s|$)")
_BOUND = re.compile(r"(min|max)=(\S+)")
_PATTERN = re.compile(r"pattern=/((?:[^/\\]|\\.)*)/(?=\s|$)")
_DEFAULT = re.compile(r"=\s*(\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[^\s=]\S*)")
_FROM = re.compile(r"from\s+(\S+)")
_WAS = re.compile(r"was\s+([A-Za-z]\S*)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TYPE_SCHEMA: JsonSchema = {
    "type": "string",
    "pattern": r"^[A-Za-z_][A-Za-z0-9_.]*(\([^()]*(\([^()]*\)[^()]*)*\))?(\s+.*)?$",
    "description": "A type, such as string(1..80), and words after it, such as optional",
}


def _type(value: object) -> TypeWord:
    if isinstance(value, TypeWord):
        return value
    if isinstance(value, str):
        return parse_type(value)
    raise wrong("BP116", "a type belongs here", "write a type, such as string(1..80)")


Type: TypeAlias = Annotated[TypeWord, PlainValidator(_type), WithJsonSchema(_TYPE_SCHEMA)]


def _bound(value: object) -> str | None:
    text = str(value)
    if value is None or (not isinstance(value, bool) and _NUMBER.fullmatch(text)):
        return None if value is None else text
    raise wrong("BP116", f'"{text}" is no number', "write a number, such as min=1")


def _path(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return parse_path(value if isinstance(value, str) else repr(value))


Bound: TypeAlias = Annotated[str | None, PlainValidator(_bound), WithJsonSchema({"type": "number"})]
Path: TypeAlias = Annotated[
    tuple[str, ...], PlainValidator(_path), WithJsonSchema({"type": "string"})
]


class FieldWord(Word):
    """One field as written.

    `default` is the text of a literal, `from_path` empty if not given; `min` and `max` are numbers
    as text.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    short: ClassVar[JsonSchema | None] = _TYPE_SCHEMA

    type: Type = Field(alias="is")
    about: str = ""
    default: Annotated[
        str | None,
        PlainValidator(lambda value: _literal(value)),
        WithJsonSchema({"description": "The value that it has when none is given"}),
    ] = None
    optional: bool = False
    unique: bool = False
    index: bool = False
    immutable: bool = False
    internal: bool = False
    pii: bool = False
    secret: bool = False
    min: Bound = None
    max: Bound = None
    pattern: str | None = None
    from_path: Path = Field(default=(), alias="from")
    was: WasSnake = Field(default_factory=list)
    encrypted: NotYet = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, str):
            return parse_field(value)
        if not isinstance(value, dict):
            hint = _no_list(value) or "write a type, such as string(1..80), or {is: TYPE, …}"
            raise wrong("BP116", "a type belongs here", hint)
        if isinstance(written := value.get("is"), str):
            return {**parse_field(written), **{k: v for k, v in value.items() if k != "is"}}
        if "is" not in value:
            hint = "write {is: TYPE, …}; a value of several fields stands under values:"
            raise wrong("BP116", "this field has no type", hint)
        return value

    @model_validator(mode="after")
    def _agree(self) -> "FieldWord":
        _check_bounds(self)
        if self.pattern is not None:
            _check_pattern(self.pattern)
        return self


Fields: TypeAlias = dict[SnakeKey, FieldWord]


def parse_field(text: str) -> dict[str, object]:
    """The long form of what a text says, in the names of FieldWord."""
    word, rest = read_type(text.strip())
    found: dict[str, object] = {"is": word}
    while rest := rest.strip():
        key, value, length = _next(rest, str(word))
        if key in found:
            raise wrong("BP116", f'"{rest[:length].strip()}" is said twice', "say it once")
        found[key] = value
        rest = rest[length:]
        if rest and not rest[0].isspace():
            raise wrong("BP116", f'"{rest}" cannot be read here', f"write {word}, then its words")
    return found


def _next(rest: str, word: str) -> tuple[str, object, int]:
    """The first word of *rest*: its key, its value, its length."""
    if found := _BOUND.match(rest):
        return found[1], found[2], found.end()
    if found := _PATTERN.match(rest):
        return "pattern", found[1].replace("\\/", "/"), found.end()
    if found := _DEFAULT.match(rest):
        return "default", unquoted(found[1]), found.end()
    if found := _FROM.match(rest):
        return "from", parse_path(found[1]), found.end()
    if found := _WAS.match(rest):
        return "was", [found[1]], found.end()
    found = _FLAG.match(rest)
    if found and found.group() in FLAGS:
        return found.group(), True, found.end()
    raise _unknown(rest.split()[0], word)


_INSTEAD = {
    "required": "leave it out: a field without optional is required",
    "nullable": "write optional",
    "null": "write optional",
    "not": "leave it out: a field without optional is required",
    "readonly": "write immutable",
    "indexed": "write index",
    "default": "write = VALUE",
    "min": "write min=NUMBER",
    "max": "write max=NUMBER",
    "primary": "write id: FIELD on the aggregate",
    "sensitive": "write pii or secret",
}


def _no_list(value: object) -> str:
    """What was meant by brackets around one type, or around words."""
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        return ""
    return f"write list({value[0]})" if len(value) == 1 else f"write enum({' | '.join(value)})"


def _unknown(word: str, type: str) -> Exception:
    if word == "encrypted":
        return wrong("BP115", f'"{word}" does not work yet', "leave it out for now")
    if word == "was":
        hint = f"write {type} was old_name, or {{is: {type}, was: [oldest, older]}}"
        return wrong("BP116", '"was" says no former name', hint)
    if word.startswith("pattern="):
        return wrong("BP116", f'"{word}" is no pattern', f"write {type} pattern=/[A-Z]+/")
    others = "= VALUE, min=, max=, pattern=/…/, from PATH, was NAME"
    known = f"known words: {', '.join(FLAGS)}, {others}"
    near = closest(word.partition("=")[0], (*FLAGS, "min=", "max=", "from", "was"))
    better = f'did you mean "{near}"?' if near else known
    return wrong("BP116", f'"{word}" cannot stand after a type', _INSTEAD.get(word, better))


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    if value == []:
        return "[]"
    raise wrong("BP116", "this cannot be a default", "write one value, such as = routine")


_MAX_DIGITS = 40  # of a bound: a decimal has 38 at most, beside its sign and its point
_BEYOND = {"int": 2**31, "bigint": 2**63, "text": 2**31, "list": 2**31, "map": 2**31}
_BOUNDED = frozenset(["text", "int", "bigint", "decimal", "float", "list", "map"])


def _check_bounds(field: FieldWord) -> None:
    bounds = [bound for bound in (field.min, field.max) if bound is not None]
    if bounds and field.type.word not in _BOUNDED:
        if field.type.word == "string":
            bounds_text = f"{field.min or field.type.low}..{field.max or field.type.high}"
            raise wrong(
                "BP116", "a string takes its range in parentheses", f"write string({bounds_text})"
            )
        raise wrong("BP116", f"{field.type} takes no min= or max=", "leave it out")
    whole = field.type.word not in ("decimal", "float")
    for bound in bounds:
        if whole and "." in bound:
            raise wrong("BP116", f"{bound} is no whole number", f"write {bound.split('.')[0]}")
        if _is_beyond(bound, field.type.word):
            shown = bound if len(bound) <= _MAX_DIGITS else f"{bound[:_MAX_DIGITS]}…"
            hint = "leave it out: no value goes that far"
            raise wrong("BP120", f"{shown} is beyond every {field.type.word}", hint)
    if len(bounds) == 2 and float(bounds[0]) > float(bounds[1]):
        hint = f"write min={bounds[1]} max={bounds[0]}"
        raise wrong("BP120", f"min={bounds[0]} is more than max={bounds[1]}", hint)


def _is_beyond(bound: str, word: str) -> bool:
    if len(bound) > _MAX_DIGITS or word not in _BEYOND:
        return len(bound) > _MAX_DIGITS
    return not -_BEYOND[word] <= int(bound) < _BEYOND[word]


def _check_pattern(pattern: str) -> None:
    try:
        patterns.check(pattern)
    except PatternError as error:
        raise wrong("BP116", f"the pattern is wrong: {error}", "write pattern=/[A-Z]+/") from None
