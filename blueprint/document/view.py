"""Views: read models, fed by events."""

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from blueprint.document.fields import Fields
from blueprint.document.names import SnakeKey, SnakeName
from blueprint.document.references import EventKey
from blueprint.document.sources import Source
from blueprint.document.was import WasCamel
from blueprint.document.word import Word

FEED_WORDS = ("where", "remove")


class FeedWord(Word):
    """What one event does to a view.

    `where` finds the rows, by the view's key where it is empty; `remove` deletes them. Every
    other key is a field that is set: they stand in `sets`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    where: dict[SnakeKey, Source] = Field(default_factory=dict)
    remove: bool = False
    sets: dict[SnakeKey, Source] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        said = {key: value[key] for key in FEED_WORDS if key in value}
        return said | {"sets": {key: v for key, v in value.items() if key not in said}}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        fills = {"type": "object", "additionalProperties": {"type": "string"}}
        return {
            "type": "object",
            "properties": {"where": fills, "remove": {"type": "boolean"}},
            "patternProperties": {"^[a-z][a-z0-9_]*$": {"type": ["string", "object", "boolean"]}},
            "additionalProperties": False,
        }


class ViewWord(Word):
    """A read model, which events feed.

    `key` is the field that tells its rows apart, `from_` what each event does to it.
    """

    about: str = ""
    was: WasCamel = Field(default_factory=list)
    key: SnakeName
    fields: Fields = Field(min_length=1)
    from_: dict[EventKey, FeedWord] = Field(alias="from", min_length=1)
