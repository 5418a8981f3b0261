"""Bodies and answers: what clients send and see, and the way from there to a use case and back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema, to_json

from ..absent import ABSENT, Absent, given

__all__ = [
    "ABSENT",
    "Absent",
    "Answer",
    "CamelAnswer",
    "CamelPatch",
    "CamelSchema",
    "Gone",
    "Named",
    "Patch",
    "QueryModel",
    "Schema",
    "given",
    "into",
    "read_as",
    "shown",
    "shown_as",
]

T = TypeVar("T")


def camel(name: str) -> str:
    """`patient_id` as `patientId`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


_BASE = ConfigDict(
    from_attributes=True,
    extra="forbid",
    frozen=True,
    ser_json_bytes="base64",
    val_json_bytes="base64",
    ser_json_timedelta="iso8601",
    allow_inf_nan=False,
    hide_input_in_errors=True,  # errors are logged, and values may be personal
    validate_default=True,  # an old version's default is one of its words
    use_attribute_docstrings=False,
)


_WRITTEN = ConfigDict(ser_json_bytes="base64", ser_json_timedelta="iso8601")


@dataclass(frozen=True, slots=True)
class Gone:
    """Said of a field that is no more: what an old version's clients see is its default.

    In the contract it stands as it did, without a default, and *required* where it was.
    """

    required: bool


def _as_it_was(
    cls: type[BaseModel], shown: JsonSchemaValue, handler: GetJsonSchemaHandler
) -> JsonSchemaValue:
    """The schema of a model, what is `Gone` in it described as it was."""
    whole = handler.resolve_ref_schema(shown)
    for name, field in cls.model_fields.items():
        for said in field.metadata:
            if isinstance(said, Gone):
                key = field.alias or name
                whole["properties"][key].pop("default", None)
                required = whole.get("required", [])
                if said.required and key not in required:  # a model may be asked more than once
                    whole["required"] = [*required, key]
    return shown


class Schema(BaseModel):
    """What clients send, and values that they send and see. Read strictly: "5" is no number."""

    model_config = _BASE

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # FastAPI hands over what the JSON parser made of the body. Only pydantic's JSON mode can
        # be strict and still read a date or a tuple, and only where no function stands between.
        # The reference moves to the outside: by it the model stays one component in a contract.
        model = handler.resolve_ref_schema(handler(source))
        ref = model.get("ref")
        bare = cast(CoreSchema, {key: value for key, value in model.items() if key != "ref"})

        def read(value: object, inner: ValidatorFunctionWrapHandler) -> object:
            if isinstance(value, dict):
                return cls.model_validate_json(to_json(value), strict=True)
            return inner(value)

        return core_schema.json_or_python_schema(
            json_schema=bare,
            python_schema=core_schema.no_info_wrap_validator_function(read, bare),
            ref=ref if isinstance(ref, str) else None,
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        shown = handler(schema)
        properties = handler.resolve_ref_schema(shown).get("properties", {})
        for name, field in cls.model_fields.items():
            if field.default is ABSENT:
                properties.get(field.alias or name, {}).pop("default", None)
        return _as_it_was(cls, shown, handler)


class CamelSchema(Schema):
    """The same where the context's JSON is in camel case."""

    model_config = ConfigDict(alias_generator=camel)


class Patch(Schema):
    """A merge patch: each field is `T | Absent = ABSENT`, and what was not sent stays ABSENT."""


class CamelPatch(CamelSchema):
    """The same where the context's JSON is in camel case."""


class Answer(BaseModel):
    """What clients are shown: read off the attributes of what a use case answered."""

    model_config = ConfigDict({**_BASE, "extra": "ignore"})

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _as_it_was(cls, handler(schema), handler)

    @classmethod
    def model_of(cls, value: object) -> Self:
        """*value* as clients see it; attributes are looked up by the fields' own names."""
        return cls.model_validate(value, from_attributes=True, by_alias=False, by_name=True)


class CamelAnswer(Answer):
    """The same where the context's JSON is in camel case."""

    model_config = ConfigDict(alias_generator=camel, validate_by_name=True, validate_by_alias=True)


def shown(schema: object, value: object) -> bytes:
    """*value* as JSON, as *schema* shows it: an Answer, or any type that pydantic can write.

    Attributes are looked up by the fields' own names; JSON has their aliases.
    """
    adapter = _shown(schema)
    seen = adapter.validate_python(value, from_attributes=True, by_alias=False, by_name=True)
    return adapter.dump_json(seen, by_alias=True)


@cache
def _shown(schema: object) -> TypeAdapter[object]:
    written = cast(type[object], schema)
    # Models and dataclasses say for themselves how they are written.
    own = isinstance(schema, type) and (issubclass(schema, BaseModel) or is_dataclass(schema))
    return TypeAdapter(written, config=None if own else _WRITTEN)


class QueryModel(BaseModel):
    """Parameters of a query; a name that is not declared is refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, validate_default=True
    )


def into(cls: type[T], body: BaseModel | None, /, **more: object) -> T:
    """The use case's input *cls* made of *body*, values inside it too, and of *more*.

    Fields of *body* that *cls* does not have are dropped: they are what old clients still send.
    Raises pydantic's ValidationError, a fault: a body that is valid makes a valid input.
    """
    # Python values stay as they are here, so that no serializer has anything to warn of.
    sent = body.model_dump(by_alias=False, warnings=False) if body is not None else {}
    target: object = cls
    known, adapter = _target(target)
    made = {name: value for name, value in {**sent, **more}.items() if name in known}
    return cast(T, adapter.validate_python(made))


@cache
def _target(cls: object) -> tuple[frozenset[str], TypeAdapter[object]]:
    if not isinstance(cls, type) or not is_dataclass(cls):
        raise TypeError(f"{cls} is no dataclass")
    return frozenset(field.name for field in fields(cls)), TypeAdapter(cls)


@dataclass(frozen=True, slots=True)
class Named:
    """Another name in the contract for another context's enum: ours has one that is called so."""

    name: str

    def __get_pydantic_core_schema__(
        self, source: type[Enum], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # What stands before the colon is what pydantic calls the schema in a document.
        own = handler.resolve_ref_schema(handler(source))
        return cast(CoreSchema, {**own, "ref": f"{self.name}:{id(source)}"})


def shown_as(words: Mapping[str, str]) -> BeforeValidator:
    """Shows new words to clients who know only the old: `shown_as({"stat": "urgent"})`."""

    def show(word: str) -> str:
        return words.get(word, word)

    return BeforeValidator(lambda value: _reworded(value, show))


def read_as(words: Mapping[str, str]) -> AfterValidator:
    """Reads the words of an old version's clients as today's: `read_as({"urgent": "stat"})`."""

    def read(word: str) -> str:
        return words.get(word, word)

    return AfterValidator(lambda value: _reworded(value, read))


def _reworded(value: object, change: Callable[[str], str]) -> object:
    """The word, or every word of a list or a mapping, with *change* made to it."""
    match value:
        case Enum(value=str(word)) | str(word):
            return change(word)
        case list() | tuple():
            return tuple(_reworded(item, change) for item in value)
        case Mapping():
            return {key: _reworded(item, change) for key, item in value.items()}
    return value
