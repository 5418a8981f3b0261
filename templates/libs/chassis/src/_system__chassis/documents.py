"""Values as plain JSON and back: for columns that hold lists and values, and for bodies."""

from types import GenericAlias
from typing import TypeVar, cast

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import to_json, to_jsonable_python

from .values import Json

T = TypeVar("T")

_CONFIG = ConfigDict(
    val_json_bytes="base64",
    ser_json_bytes="base64",
    hide_input_in_errors=True,  # errors are logged, and values may be personal
)
_adapters: dict[object, TypeAdapter[list[object]]] = {}


def dump(value: object) -> Json:
    """*value* as plain JSON: dataclasses and models as objects, decimals and times as strings."""
    return cast(Json, to_jsonable_python(value, bytes_mode="base64", timedelta_mode="iso8601"))


def parse(cls: type[T], value: Json) -> T:
    """The *cls* that `dump` wrote as *value*; raises pydantic's ValidationError, a ValueError."""
    (found,) = _adapter(cls).validate_json(to_json([value]))
    return cast(T, found)


def _adapter(cls: object) -> TypeAdapter[list[object]]:
    """Made once for each type; in a list, since pydantic takes no config for a bare dataclass."""
    adapter = _adapters.get(cls)
    if adapter is None:
        listed = cast(type[list[object]], GenericAlias(list, (cls,)))
        adapter = _adapters[cls] = TypeAdapter(listed, config=_CONFIG)
    return adapter
