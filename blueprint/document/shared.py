"""Enums, values, and the shared kernels that hold such types for several contexts."""

from itertools import islice
from typing import ClassVar

from pydantic import Field, model_validator

from blueprint.diagnostics import MOST_OF_A_KIND
from blueprint.document.fields import Fields
from blueprint.document.names import ENUM_WORD, CamelKey, EnumWord, SnakeName
from blueprint.document.word import JsonSchema, Word, first_again, wrong


class EnumerationWord(Word):
    """A named set of words, written as a list of them, or with `about` beside `values`."""

    short: ClassVar[JsonSchema | None] = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
    }

    values: list[EnumWord] = Field(min_length=1)
    about: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, dict) and "values" not in value:
            raise wrong("BP114", "a list belongs here", f"write [{', '.join(map(str, value))}]")
        if isinstance(value, list):
            value = {"values": value}
        if isinstance(value, dict) and isinstance(value["values"], list):
            return {**value, "values": _as_far_as_read(value["values"])}
        return value

    @model_validator(mode="after")
    def _each_once(self) -> "EnumerationWord":
        again = first_again(self.values)
        if again is not None:
            raise wrong("BP120", f'"{again}" stands here twice', "write each word once")
        return self


def _as_far_as_read(words: list[object]) -> list[object]:
    """The words up to as many wrong ones as are told of: each more would only take memory."""
    wrong_ones = (
        at for at, word in enumerate(words)
        if not (isinstance(word, str) and ENUM_WORD.fullmatch(word))
    )  # fmt: skip
    last = next(islice(wrong_ones, 2 * MOST_OF_A_KIND, None), len(words))
    return words[:last]


class ValueWord(Word):
    """A value object, written as its fields, or with `about` beside `fields`."""

    short: ClassVar[JsonSchema | None] = {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "object"}]},
    }

    fields: Fields = Field(min_length=1)
    about: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if is_long(value, "fields") else {"fields": value}


class KernelWord(Word):
    """A shared kernel: types only, with the contexts that own them together."""

    about: str = ""
    owners: list[SnakeName]
    enums: dict[CamelKey, EnumerationWord] = Field(default_factory=dict)
    values: dict[CamelKey, ValueWord] = Field(default_factory=dict)


def is_long(value: object, key: str) -> bool:
    """Whether a mapping holds fields under *key*, and is not itself the mapping of fields.

    A field of that name in its long form has the key `is`.
    """
    inner = value.get(key) if isinstance(value, dict) else None
    return isinstance(inner, dict) and "is" not in inner
