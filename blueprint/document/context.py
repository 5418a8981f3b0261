"""A bounded context: everything that becomes one service."""

from typing import Literal as OneOf
from typing import Self

from pydantic import Field, model_validator

from blueprint.document.aggregate import AggregateWord
from blueprint.document.api import ApiWord
from blueprint.document.consumption import ConsumptionWord
from blueprint.document.defaults import DefaultsWord
from blueprint.document.event import EventWord
from blueprint.document.names import CamelKey
from blueprint.document.operation import CommandWord, QueryWord
from blueprint.document.references import EventKey
from blueprint.document.shared import EnumerationWord, ValueWord
from blueprint.document.view import ViewWord
from blueprint.document.was import WasSnake
from blueprint.document.word import NotYet


class ContextWord(DefaultsWord):
    """A bounded context, which becomes one service.

    What DefaultsWord holds may be said here, too, and is None where it is not. `was` are the names
    that it had before, the oldest first. A context that says no subdomain is supporting. What the
    `crud` of an aggregate stands for is among the operations, in front; what is written by hand
    under such a name is it instead.
    """

    about: str
    was: WasSnake = Field(default_factory=list)
    subdomain: OneOf["core", "supporting", "generic"] = "supporting"
    team: str | None = None
    glossary: dict[str, str] = Field(default_factory=dict)
    enums: dict[CamelKey, EnumerationWord] = Field(default_factory=dict)
    values: dict[CamelKey, ValueWord] = Field(default_factory=dict)
    aggregates: dict[CamelKey, AggregateWord] = Field(default_factory=dict)
    commands: dict[CamelKey, CommandWord] = Field(default_factory=dict)
    queries: dict[CamelKey, QueryWord] = Field(default_factory=dict)
    events: dict[CamelKey, EventWord] = Field(default_factory=dict)
    consumes: dict[EventKey, ConsumptionWord] = Field(default_factory=dict)
    views: dict[CamelKey, ViewWord] = Field(default_factory=dict)
    api: ApiWord = ApiWord.model_construct()
    processes: NotYet = None
    load: NotYet = None
    slo: NotYet = None
    read_replicas: NotYet = None
    encrypted: NotYet = None

    @model_validator(mode="after")
    def _written_out(self) -> Self:
        crud = {n: a.crud for n, a in self.aggregates.items() if a.crud is not None}
        if not crud:
            return self
        by_hand = {**self.commands, **self.queries}
        commands = dict(pair for name, word in crud.items() for pair in word.commands(name))
        queries = dict(pair for name, word in crud.items() for pair in word.queries(name))
        # Under such a name a query may be written by hand where a command would stand.
        made = {n: w for n, w in commands.items() if n not in by_hand or n in self.commands}
        asked = {n: w for n, w in queries.items() if n not in by_hand or n in self.queries}
        return self.model_copy(
            update={"commands": made | self.commands, "queries": asked | self.queries}
        )
