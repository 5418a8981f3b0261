"""What a system says for all of its contexts, and a context for itself."""

from typing import Annotated, ClassVar
from typing import Literal as OneOf

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from blueprint.document.access import AllowWord
from blueprint.document.scalars import Page
from blueprint.document.times import BackoffWord, parse_backoff
from blueprint.document.word import JsonSchema, Word, not_yet_words, wrong

Engine = Annotated[
    OneOf["postgres", "sqlite", "none"],
    not_yet_words("mysql", known="postgres, sqlite or none"),
]
Tenancy = Annotated[OneOf["none", "row"], not_yet_words("schema", "database", known="none or row")]
Broker = Annotated[OneOf["sql"], not_yet_words("nats", "rabbitmq", "kafka", "redis", known="sql")]
Store = Annotated[OneOf["memory", "none"], not_yet_words("redis", known="memory or none")]
Backoff = Annotated[
    BackoffWord,
    PlainValidator(parse_backoff),
    WithJsonSchema({"type": "string", "description": "The first and the longest pause: 1s..10m"}),
]


class StorageWord(Word):
    """Where data is kept, and whether each row belongs to a tenant.

    What is None is not said here. Where nobody says it, the engine is postgres and there is no
    tenancy.
    """

    short: ClassVar[JsonSchema | None] = {"enum": ["postgres", "sqlite", "none"]}

    engine: Engine | None = None
    tenancy: Tenancy | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return {"engine": value} if isinstance(value, str) else value


class RetryWord(Word):
    """How often a fault is tried again; pauses grow from the first to the longest."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    attempts: int = Field(default=8, ge=1, le=100)
    backoff: Backoff = BackoffWord(first=1.0, most=600.0)


def _base(text: str) -> str:
    plain = text.replace("{context}", "context")
    if not text.startswith("/") or text.endswith("/") or not plain.replace("-", "").isascii():
        raise wrong("BP119", f'"{text}" is no path', "write /api/{context}: no slash at the end")
    if "{" in plain or "}" in plain or any(c.isspace() or c in "?#%" for c in plain):
        hint = "{context} is the only name that may stand in braces"
        raise wrong("BP119", f'"{text}" is no path', hint)
    return text


class DefaultsWord(Word):
    """What holds where nothing nearer says otherwise.

    What is None is not said here. The last words, where nobody says anything: storage postgres,
    broker sql, cache memory, allow authenticated, page 50, json snake, base /api/{context},
    otherwise dead, missing retry, eight attempts with pauses of 1s..10m, on_dead block.
    """

    storage: StorageWord | None = None
    broker: Broker | None = None
    cache: Store | None = None
    allow: AllowWord | None = None
    page: Page | None = None
    json_case: OneOf["snake", "camel"] | None = Field(default=None, alias="json")
    base: Annotated[str, AfterValidator(_base)] | None = None
    otherwise: OneOf["ignore", "dead"] | None = None
    missing: OneOf["retry", "ignore"] | None = None
    retry: RetryWord | None = None
    on_dead: OneOf["block", "skip"] | None = None
