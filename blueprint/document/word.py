"""What every part of a written blueprint has in common: strict, closed, and helpful when wrong."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar, NoReturn, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    SkipValidation,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

JsonSchema: TypeAlias = dict[str, object]
Help: TypeAlias = str | Callable[[], str]
"""What to write instead; a function where finding it takes a while, and few of many are shown."""


class Word(BaseModel):
    """A mapping of the blueprint.

    `short` is the schema of its short form, if it has one; `only_short` says that the blueprint
    never writes the mapping that the short form stands for.

    Validators are built once, for the whole of what is read, and not anew for each part of it: a
    tenth of the time that importing and building them takes. A Word that stands as a default is
    made by model_construct(), which needs no validator of its own.
    """

    model_config = ConfigDict(
        defer_build=True,
        extra="forbid",
        strict=True,
        frozen=True,
        validate_by_name=False,
        validate_by_alias=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )
    short: ClassVar[JsonSchema | None] = None
    only_short: ClassVar[bool] = False

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        if cls.only_short and cls.short:
            return {**cls.short}
        whole = handler(schema)
        properties = handler.resolve_ref_schema(whole).get("properties", {})
        for name in [name for name, part in properties.items() if part.get("notYet")]:
            del properties[name]
        return {"anyOf": [cls.short, whole]} if cls.short else whole


@dataclass(frozen=True, slots=True)
class ShortForm:
    """Says in the JSON Schema that a short form may stand instead; a validator reads it."""

    schema: JsonSchema

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [self.schema, handler(schema)]}


def wrong(code: str, message: str, help: Help = "", *, on_key: bool = False) -> PydanticCustomError:
    """What to raise of a value that is wrong: a diagnostic's code, and what to write instead."""
    context: dict[str, object] = {"help": help}
    if on_key:
        context["on"] = "key"
    if "{" not in message:
        return PydanticCustomError(code, message, context)
    # It is a template: a brace in it would be taken for a place to fill.
    return PydanticCustomError(code, "{message}", {**context, "message": message})


Item = TypeVar("Item", bound=Hashable)


def first_again(items: Iterable[Item]) -> Item | None:
    """The first of *items* that was among them before; None where each is there once."""
    seen: set[Item] = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return None


def not_yet(value: object) -> NoReturn:
    """Refuses a key that is reserved."""
    raise wrong("BP115", "this word does not work yet", "leave it out for now", on_key=True)


NotYet: TypeAlias = Annotated[
    SkipValidation[None], BeforeValidator(not_yet), WithJsonSchema({"notYet": True})
]
"""The type of a key that is reserved and does not work yet."""


def is_not_yet(field: FieldInfo) -> bool:
    """Whether a field of a model stands for a reserved key."""
    return any(getattr(mark, "func", None) is not_yet for mark in field.metadata)


def not_yet_words(*words: str, known: str) -> BeforeValidator:
    """Refuses words that are reserved where others work."""

    def check(value: object) -> object:
        if isinstance(value, str) and value in words:
            raise wrong("BP115", f'"{value}" does not work yet', f"write {known} for now{later}")
        return value

    later = f"; {', '.join(words[:-1])} and {words[-1]} come later" if words[1:] else ""
    return BeforeValidator(check)
