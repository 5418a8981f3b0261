"""`emits:`, the events of an operation."""

from typing import ClassVar

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from blueprint.document.names import CamelKey, CamelName, SnakeName
from blueprint.document.word import JsonSchema, Word, wrong


class ChangedWord(Word):
    """Emitted when one of these fields has a new value."""

    when_changed: list[SnakeName] = Field(min_length=1)


_NAMES: JsonSchema = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]"}}


class EmitsWord(Word):
    """The events by how they are emitted.

    `always` is what a list says; `may` and `one_of` leave it to code; `changed` holds
    `{Event: {when_changed: [FIELD]}}`.
    """

    short: ClassVar[JsonSchema | None] = _NAMES

    always: list[CamelName] = Field(default_factory=list)
    may: list[CamelName] = Field(default_factory=list)
    one_of: list[CamelName] = Field(default_factory=list)
    changed: dict[CamelKey, ChangedWord] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if isinstance(value, list):
            return {"always": value}
        if not isinstance(value, dict):
            raise wrong("BP114", "a list belongs here", f"write [{value}]")
        said = {key: value[key] for key in ("may", "one_of") if key in value}
        return said | {"changed": {key: v for key, v in value.items() if key not in said}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        changed = {
            "type": "object",
            "properties": {"when_changed": {"type": "array", "items": {"type": "string"}}},
            "required": ["when_changed"],
            "additionalProperties": False,
        }
        whole = {
            "type": "object",
            "properties": {"may": _NAMES, "one_of": _NAMES},
            "patternProperties": {"^[A-Z][A-Za-z0-9]*$": changed},
            "additionalProperties": False,
        }
        return {"anyOf": [_NAMES, whole]}
