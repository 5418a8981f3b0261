"""`api:`, the versions of a context's API, and what older clients still see."""

from typing import Annotated, TypeAlias, get_args
from typing import Literal as OneOf

from pydantic import ConfigDict, Field, JsonValue, PlainValidator, WithJsonSchema, model_validator

from blueprint.document.fields import FieldWord
from blueprint.document.names import EnumWord, SnakeName, VersionKey
from blueprint.document.references import ChangeKey
from blueprint.document.scalars import Day
from blueprint.document.times import RateWord, parse_rate
from blueprint.document.word import Word, wrong

Rate: TypeAlias = Annotated[
    RateWord,
    PlainValidator(parse_rate),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d+/(s|min|h|d) +per +(token|tenant|address)$"}
    ),
]

Way: TypeAlias = OneOf["values", "renamed_from", "added", "removed"]
_WAYS: tuple[Way, ...] = get_args(Way)


class ApiVersionWord(Word):
    """One version; a deprecated one may name the day on which it ends."""

    status: OneOf["draft", "active", "deprecated", "retired"] = "active"
    sunset: Day | None = None


class ChangeWord(Word):
    """How one field became different; exactly one of the four ways is said.

    `way` names it. `values` maps each new word of an enum to the older one that stands for it;
    `renamed_from` is the name before; `added` the value when an older client writes; `removed` the
    value that an older client sees. `declared` is the field as it was written, where that is known:
    requests then take it as they did, else they may leave it out.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    values: Annotated[dict[EnumWord, EnumWord], Field(min_length=1)] | None = None
    renamed_from: SnakeName | None = None
    added: JsonValue = None
    removed: JsonValue = None
    declared: FieldWord | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _one_way(self) -> "ChangeWord":
        said = self._said()
        if len(said) != 1:
            known = "write one of values, renamed_from, added and removed"
            raise wrong("BP120", "one change of one field belongs here", known)
        if self.declared is not None and said != ["removed"]:
            raise wrong("BP120", '"is" stands beside "removed" only', "delete it")
        return self

    def _said(self) -> list[Way]:
        return [way for way in _WAYS if way in self.model_fields_set]

    @property
    def way(self) -> Way:
        """Which of the four is said; its value may be null."""
        return self._said()[0]


class ApiWord(Word):
    """Versions, v1 alone where there are none; a limit on calls; what changed in which version."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    versions: dict[VersionKey, ApiVersionWord] = Field(default_factory=dict)
    rate_limit: Rate | None = None
    changes: dict[VersionKey, dict[ChangeKey, ChangeWord]] = Field(default_factory=dict)
