"""`allow:`, who may call an operation."""

from typing import Annotated, ClassVar, TypeAlias

from pydantic import ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from blueprint.document.phrases import GrantWord, parse_grant
from blueprint.document.word import JsonSchema, Word, wrong
from blueprint.nearest import closest

_GRANT = r"^([a-z][a-z0-9_]*( own)?|service:[a-z][a-z0-9_]*)$"

Grant: TypeAlias = Annotated[
    GrantWord, PlainValidator(parse_grant), WithJsonSchema({"type": "string", "pattern": _GRANT})
]


class AllowWord(Word):
    """Who may call: everybody where `public`, else whoever has one of the grants."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    short: ClassVar[JsonSchema | None] = {
        "anyOf": [
            {"enum": ["public", "authenticated"]},
            {"type": "array", "items": {"type": "string", "pattern": _GRANT}, "minItems": 1},
        ]
    }
    only_short: ClassVar[bool] = True

    public: bool = False
    grants: list[Grant] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if value == "public":
            return {"public": True}
        if value == "authenticated":
            return {"grants": ["authenticated"]}
        if isinstance(value, str):
            near = closest(value, ("public", "authenticated"))
            raise wrong("BP114", "a list belongs here", f"write {near or f'[{value}]'}")
        if not isinstance(value, list):
            raise wrong("BP114", "a list belongs here", "write public, or [ROLE, …]")
        if not value:
            hint = "name a role, or delete it: without http nobody calls it from outside"
            raise wrong("BP120", "nobody may call this", hint)
        return {"grants": value}
