"""`consumes:`, the events for which a context runs a command."""

from typing import ClassVar
from typing import Literal as OneOf

from pydantic import ConfigDict, Field, model_validator

from blueprint.document.defaults import RetryWord
from blueprint.document.names import CamelName, SnakeKey
from blueprint.document.sources import Source
from blueprint.document.word import JsonSchema, Word


class ConsumptionWord(Word):
    """The command that an event runs, written as its name, or with what else is to be said.

    `with_` fills the command's input. `otherwise` says what becomes of an event that the command
    refuses, `missing` of one whose aggregate is not there, `on_dead` of what waits behind a dead
    one; None means that the default holds.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    short: ClassVar[JsonSchema | None] = {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"}

    run: CamelName
    with_: dict[SnakeKey, Source] = Field(default_factory=dict, alias="with")
    otherwise: OneOf["ignore", "dead"] | None = None
    missing: OneOf["retry", "ignore"] | None = None
    retry: RetryWord | None = None
    on_dead: OneOf["block", "skip"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return {"run": value} if isinstance(value, str) else value
