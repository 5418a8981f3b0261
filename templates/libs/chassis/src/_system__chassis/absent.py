"""The difference between "not sent" and "sent as null" in a merge patch."""

from typing import Final, TypeVar, final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticOmit, core_schema

T = TypeVar("T")


@final
class Absent:
    """The type of the one value `ABSENT`: a field that the client did not send.

    In a schema, `str | Absent` is a text that may be left out: no JSON is read as ABSENT, and the
    JSON schema is that of the text alone. No enum, since FastAPI asks each enum for a schema.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        # Copies and pickles are the one value, too.
        return "ABSENT"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # As JSON it is null, and that only where the default of a patch's field is looked at.
        as_null = core_schema.plain_serializer_function_ser_schema(_null, when_used="json")
        return core_schema.is_instance_schema(cls, serialization=as_null)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        raise PydanticOmit


def _null(value: object) -> None:
    return None


ABSENT: Final = Absent()


def given(value: T | Absent, otherwise: T) -> T:
    """*value* where it was sent, else *otherwise*."""
    return otherwise if isinstance(value, Absent) else value
