"""Examples: given, when, then; they come out as tests."""

from pydantic import Field, JsonValue, model_validator

from blueprint.document.names import CamelName, SnakeKey
from blueprint.document.word import Word, wrong


class ExampleWord(Word):
    """One example.

    `given` are fields of the aggregate (None where there is none beforehand), `when` is the
    input. `then` are the fields afterwards, or the word `refused`, or an error's name. `emits`
    is None where the example says nothing of events.
    """

    about: str = ""
    given: dict[SnakeKey, JsonValue] | None = None
    when: dict[SnakeKey, JsonValue] = Field(default_factory=dict)
    then: dict[SnakeKey, JsonValue] | str | None = None
    emits: list[CamelName] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        then = value.get("then") if isinstance(value, dict) else None
        if then is not None and not isinstance(then, dict | str):
            hint = "write {FIELD: VALUE}, refused, or an error's name"
            raise wrong("BP114", '"then" is neither a mapping nor a word', hint)
        return value
