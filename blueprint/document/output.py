"""`output:`, what an operation answers."""

from typing import ClassVar

from pydantic import ConfigDict, model_validator

from blueprint.document.fields import Fields, Type
from blueprint.document.word import JsonSchema, Word, wrong

_MAPPING: JsonSchema = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
    "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "object"}]},
    "minProperties": 1,
}
_ONE: JsonSchema = {"anyOf": [{"type": "string"}, _MAPPING]}


class OutputWord(Word):
    """Fields, or a type.

    One of the two is set; `many` says that it is a list of such.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    short: ClassVar[JsonSchema | None] = {
        "anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1, "maxItems": 1}]
    }
    only_short: ClassVar[bool] = True

    fields: Fields | None = None
    type: Type | None = None
    many: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, list):
            if len(value) != 1:
                raise wrong("BP120", "a list of one thing belongs here", "write list(T)")
            return _one(value[0]) | {"many": True}
        return _one(value)


def _one(value: object) -> dict[str, object]:
    if isinstance(value, str):
        return {"type": value}
    if isinstance(value, dict) and value:
        return {"fields": value}
    hint = "write {FIELD: TYPE, …}, or a type; leave it out where nothing is answered"
    raise wrong("BP114", "fields or a type belong here", hint)
