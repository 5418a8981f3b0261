"""`was:`, the names that a node had before: one, or a list with the oldest first."""

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from blueprint.document.names import CAMEL, SNAKE, CamelName, SnakeName
from blueprint.document.word import ShortForm


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


WasCamel: TypeAlias = Annotated[
    list[CamelName],
    Field(min_length=1),
    BeforeValidator(_listed),
    ShortForm({"type": "string", "pattern": f"^{CAMEL.pattern}$"}),
]
"""Former names of what has a name in CamelCase; one name may stand without brackets."""
WasSnake: TypeAlias = Annotated[
    list[SnakeName],
    Field(min_length=1),
    BeforeValidator(_listed),
    ShortForm({"type": "string", "pattern": f"^{SNAKE.pattern}$"}),
]
"""Former names of what has a name in snake_case, as contexts and fields have."""
