"""Operations: commands, which change something, and queries, which only read."""

import re
from typing import Annotated, ClassVar, Self, TypeAlias
from typing import Literal as OneOf

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)

from blueprint.document.access import AllowWord
from blueprint.document.emits import EmitsWord
from blueprint.document.example import ExampleWord
from blueprint.document.fields import Fields
from blueprint.document.names import CamelName, SnakeKey, SnakeName, VersionName, VersionOrAllKey
from blueprint.document.need import NeedWord
from blueprint.document.output import OutputWord
from blueprint.document.phrases import (
    VERBS,
    Does,
    Http,
    parse_does,
    parse_http,
)
from blueprint.document.references import EventName, OperationKey
from blueprint.document.scalars import Page
from blueprint.document.sources import Source
from blueprint.document.times import Duration, EveryWord, parse_every
from blueprint.document.was import WasCamel
from blueprint.document.word import JsonSchema, ShortForm, Word, wrong

UNEXPLAINED = 'what is custom must say "about"'
QUERY_VERBS = ("get", "list", "call", "custom")

_DIRECTION = re.compile(r"[-+]\s*(\w+)|(\w+)[\s:]+(?:asc|desc)(?:ending)?", re.IGNORECASE)
_HTTP_SCHEMA: JsonSchema = {"type": "string", "pattern": "^(GET|POST|PUT|PATCH|DELETE) /"}


def _command(value: object) -> Does:
    does = parse_does(value)
    if does.verb in ("get", "list"):
        raise wrong("BP119", f'a command changes something: "{value}" reads', "put it into queries")
    return does


def _query(value: object) -> Does:
    does = parse_does(value)
    if does.verb not in QUERY_VERBS:
        raise wrong("BP119", f'a query only reads: "{value}" writes', "put it into commands")
    if does.part is not None:
        hint = f"write custom {does.name}, or put it into commands"
        raise wrong("BP119", f'a query makes no transition: "{value}" does', hint)
    return does


def _by_version(value: object) -> object:
    if not isinstance(value, str | dict):
        hint = 'write "POST /orders", or {v1: …, v2: …} where versions differ'
        raise wrong("BP114", "a method and a path belong here", hint)
    return {None: value} if isinstance(value, str) else value


def _verbs(verbs: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": rf"^({'|'.join(verbs)})\b"})


def _sort(value: object) -> object:
    """Refuses a direction after the field: whoever calls chooses it."""
    if isinstance(value, str) and (found := _DIRECTION.fullmatch(value.strip())):
        name = found[1] or found[2]
        hint = f"write {name}: whoever calls says sort={name}, or sort=-{name} for the other way"
        raise wrong("BP118", f'"{value}" is a field and a direction', hint)
    return value


def _does_command(verb: str) -> bool:
    return verb not in ("get", "list")


HttpPhrase: TypeAlias = Annotated[Http, PlainValidator(parse_http), WithJsonSchema(_HTTP_SCHEMA)]
HttpByVersion: TypeAlias = Annotated[
    dict[VersionOrAllKey, HttpPhrase],
    BeforeValidator(_by_version),
    ShortForm(_HTTP_SCHEMA),
]
"""Where it answers in each version; under None what is said once for all of them."""
CommandDoes: TypeAlias = Annotated[
    Does, PlainValidator(_command), _verbs(tuple(filter(_does_command, VERBS)))
]
QueryDoes: TypeAlias = Annotated[Does, PlainValidator(_query), _verbs(QUERY_VERBS)]
SortName: TypeAlias = Annotated[SnakeName, BeforeValidator(_sort)]
Every: TypeAlias = Annotated[
    EveryWord, PlainValidator(parse_every), WithJsonSchema({"type": "string"})
]
ErrorStatus: TypeAlias = Annotated[int, Field(ge=400, le=499)]


class ErrorWord(Word):
    """A refusal that the operation declares, with the status that answers it."""

    short: ClassVar[JsonSchema | None] = {"type": "integer", "minimum": 400, "maximum": 499}

    status: ErrorStatus
    about: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"status": value}


class OperationWord(Word):
    """What commands and queries have in common.

    `http` is empty for an operation that is reached from inside only. Of `input`, `output` and
    `allow` None means that nothing is said: what `does` implies, or the default, holds. `status`
    is None for that of the verb, `versions` empty for all. `uses` names further aggregates that
    custom code finds, and in a command writes; `lock` one of those whose rows it locks; `reads`
    that it asks its own tables in SQL.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    about: str = ""
    was: WasCamel = Field(default_factory=list)
    http: HttpByVersion = Field(default_factory=dict)
    allow: AllowWord | None = None
    input: Fields | None = None
    output: OutputWord | None = None
    needs: dict[OperationKey, NeedWord] = Field(default_factory=dict)
    errors: dict[SnakeKey, ErrorWord] = Field(default_factory=dict)
    status: Annotated[int, Field(ge=200, le=299)] | None = None
    versions: list[VersionName] = Field(default_factory=list)
    examples: list[ExampleWord] = Field(default_factory=list)
    uses: list[CamelName] = Field(default_factory=list)
    lock: CamelName | None = None
    reads: OneOf["sql"] | None = None
    _crud_of: str = PrivateAttr("")

    @property
    def crud_of(self) -> str:
        """The aggregate whose `crud` stands for this, "" where it is written out."""
        return self._crud_of

    def from_crud(self, aggregate: str, allow: AllowWord | None) -> Self:
        """The same as one that the `crud` of *aggregate* stands for, *allow* from there."""
        word = self.model_copy(update={"allow": allow})
        word._crud_of = aggregate
        return word


class CommandWord(OperationWord):
    """A command: it changes something.

    `set` fills fields of the aggregate, `every` runs it by itself.
    """

    does: CommandDoes
    set: dict[SnakeKey, Source] = Field(default_factory=dict)
    emits: EmitsWord = EmitsWord.model_construct()
    every: Every | None = None

    @model_validator(mode="after")
    def _explained(self) -> "CommandWord":
        _refuse_unexplained(self.does, self.about)
        return self


class CacheWord(Word):
    """How long an answer is kept, and the events that drop it before that.

    `ttl` is in seconds.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    short: ClassVar[JsonSchema | None] = {"type": "string", "description": "A time span: 30s"}

    ttl: Duration
    until: list[EventName] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"ttl": value}


class QueryWord(OperationWord):
    """A query: it only reads.

    `filter`, `sort` and `page` are a list's: by what it is narrowed, and in which order. The first
    of `sort` is the order where the caller says none; `page` None means the default.
    """

    does: QueryDoes
    cache: CacheWord | None = None
    filter: dict[SnakeKey, OneOf["equals", "in", "range", "prefix", "contains", "present"]] = Field(
        default_factory=dict
    )
    sort: list[SortName] = Field(default_factory=list)
    page: Page | None = None

    @model_validator(mode="after")
    def _explained(self) -> "QueryWord":
        _refuse_unexplained(self.does, self.about)
        return self


def _refuse_unexplained(does: Does, about: str) -> None:
    if does.verb == "custom" and not about.strip():
        hint = "write about: in one sentence what it does, for whoever writes it"
        raise wrong("BP112", UNEXPLAINED, hint, on_key=True)
