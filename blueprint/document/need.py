"""`needs:`, the calls to other contexts that an operation makes first."""

from typing import Annotated

from pydantic import ConfigDict, Field

from blueprint.document.names import SnakeKey, SnakeName
from blueprint.document.sources import Source
from blueprint.document.times import Duration
from blueprint.document.word import Word


class NeedWord(Word):
    """One call.

    `with_` fills the input of what is called, `refused` turns its errors into our own, `keep`
    puts answers into fields of the aggregate. `timeout` is in seconds, 1 where None; `retry`
    counts further attempts.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    with_: dict[SnakeKey, Source] = Field(default_factory=dict, alias="with")
    refused: dict[SnakeKey, SnakeName] = Field(default_factory=dict)
    keep: dict[SnakeKey, Source] = Field(default_factory=dict)
    timeout: Duration | None = None
    retry: Annotated[int, Field(ge=0, le=10)] = 0
