"""Aggregates: what a context keeps, and the entities inside one."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from blueprint.document.crud import CrudWord
from blueprint.document.example import ExampleWord
from blueprint.document.fields import Fields, Path
from blueprint.document.names import CamelKey, SnakeKey, SnakeName
from blueprint.document.was import WasCamel
from blueprint.document.word import NotYet, ShortForm, Word


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


IndexWord: TypeAlias = Annotated[
    list[SnakeName],
    Field(min_length=1),
    BeforeValidator(_listed),
    ShortForm({"type": "string"}),
]
"""The fields of one index; one field may stand without brackets."""


class EntityWord(Word):
    """A child entity: it lives in one aggregate, and is read and written with it.

    `in_` is the aggregate's field that holds its children, in the order of their addition; `max`
    is how many there may be. A field that is `unique` is so among the children of one aggregate.
    """

    about: str = ""
    was: WasCamel = Field(default_factory=list)
    in_: SnakeName = Field(alias="in")
    fields: Fields = Field(min_length=1)
    max: Annotated[int, Field(ge=1, le=1000)] = 100


class AggregateWord(Word):
    """An aggregate.

    `id` is `uuid`, `int`, or a field that is the natural key. `owner` is the path of the field
    that `own` compares with the caller, empty without one. `entities` live inside it.
    `lifecycle` maps a state to its transitions and where they lead; it starts in the first state.
    `invariants` are sentences.
    """

    about: str = ""
    was: WasCamel = Field(default_factory=list)
    id: SnakeName = "uuid"
    owner: Path = ()
    fields: Fields = Field(default_factory=dict)
    entities: dict[CamelKey, EntityWord] = Field(default_factory=dict)
    lifecycle: dict[SnakeKey, dict[SnakeKey, SnakeName]] = Field(default_factory=dict)
    invariants: dict[SnakeKey, str] = Field(default_factory=dict)
    indexes: list[IndexWord] = Field(default_factory=list)
    examples: list[ExampleWord] = Field(default_factory=list)
    crud: CrudWord | None = None
    growth: NotYet = None
