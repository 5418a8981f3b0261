"""Aggregates: what a context keeps."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from blueprint.document.example import ExampleWord
from blueprint.document.fields import Fields, Path
from blueprint.document.names import SnakeKey, SnakeName
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


class AggregateWord(Word):
    """An aggregate.

    `id` is `uuid`, `int`, or a field that is the natural key. `owner` is the path of the field
    that `own` compares with the caller, empty without one. `lifecycle` maps a state to its
    transitions and where they lead; it starts in the first state. `invariants` are sentences.
    """

    about: str = ""
    id: SnakeName = "uuid"
    owner: Path = ()
    fields: Fields = Field(default_factory=dict)
    lifecycle: dict[SnakeKey, dict[SnakeKey, SnakeName]] = Field(default_factory=dict)
    invariants: dict[SnakeKey, str] = Field(default_factory=dict)
    indexes: list[IndexWord] = Field(default_factory=list)
    examples: list[ExampleWord] = Field(default_factory=list)
    entities: NotYet = None
    crud: NotYet = None
    growth: NotYet = None
    was: NotYet = None
