"""Events: facts that a context publishes, each version a contract of its own."""

from typing import Annotated, ClassVar

from pydantic import Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from blueprint.document.fields import Fields
from blueprint.document.names import CamelName, SnakeName, VersionKey
from blueprint.document.scalars import Day
from blueprint.document.shared import is_long
from blueprint.document.was import WasCamel
from blueprint.document.word import JsonSchema, Word, wrong

_PAYLOAD: JsonSchema = {
    "type": "object",
    "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
    "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "object"}]},
    "minProperties": 1,
}


class EventVersionWord(Word):
    """The fields of one version, and the day after which it is not published any more."""

    short: ClassVar[JsonSchema | None] = _PAYLOAD

    payload: Fields = Field(min_length=1)
    sunset: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if is_long(value, "payload") else {"payload": value}


class EventWord(Word):
    """An event: a fact that this context publishes.

    `of` is the aggregate that fills it, None where only code can; `key` the field by which order
    is kept. `payload` is short for `versions: {v1: …}`, and is
    moved there: it is always None here.
    """

    about: str = ""
    was: WasCamel = Field(default_factory=list)
    of: CamelName | None = None
    key: SnakeName
    versions: dict[VersionKey, EventVersionWord] = Field(min_length=1)
    payload: Annotated[None, WithJsonSchema(_PAYLOAD)] = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, dict) or "payload" not in value:
            if isinstance(value, dict) and "versions" not in value:
                raise wrong("BP112", '"payload" is missing', "write payload: {FIELD: TYPE, …}")
            return value
        if "versions" in value:
            hint = "write the payload as versions: {v1: …}"
            raise wrong("BP120", '"payload" and "versions" both say the fields', hint)
        rest = {key: v for key, v in value.items() if key != "payload"}
        return rest | {"versions": {"v1": {"payload": value["payload"]}}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        written = super().__get_pydantic_json_schema__(schema, handler)
        whole = handler.resolve_ref_schema(written)
        whole["required"] = ["key"]
        whole["oneOf"] = [{"required": ["payload"]}, {"required": ["versions"]}]
        return written
