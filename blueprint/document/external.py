"""Systems that are not ours: called by contexts, faked in tests."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias
from typing import Literal as OneOf

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from blueprint.document.fields import Fields
from blueprint.document.names import CamelKey, SnakeKey
from blueprint.document.operation import ErrorWord, HttpPhrase
from blueprint.document.output import OutputWord
from blueprint.document.scalars import is_url
from blueprint.document.times import Duration
from blueprint.document.word import Word, wrong

BY_ADDRESS = "by-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthWord:
    """How we say who we are; `header` is set where the kind says so."""

    kind: OneOf["none", "bearer", "basic", "header"]
    header: str | None = None


def _auth(value: object) -> AuthWord:
    kinds: tuple[OneOf["none", "bearer", "basic"], ...] = ("none", "bearer", "basic")
    words = value.split() if isinstance(value, str) else []
    for kind in kinds:
        if words == [kind]:
            return AuthWord(kind=kind)
    if len(words) == 2 and words[0] == "header" and words[1].replace("-", "").isalnum():
        return AuthWord(kind="header", header=words[1])
    raise wrong("BP119", f'"{value}" is no way in', "write none, bearer, basic or header NAME")


def _external(text: str) -> str:
    if text != BY_ADDRESS and not is_url(text):
        hint = "write https://HOST, or by-address where the address is data"
        raise wrong("BP119", f'"{text}" is no address', hint)
    return text


Auth: TypeAlias = Annotated[
    AuthWord,
    PlainValidator(_auth),
    WithJsonSchema({"type": "string", "pattern": "^(none|bearer|basic|header .+)$"}),
]


class ExternalOperationWord(Word):
    """One call that the system answers.

    `timeout` is in seconds, None where it says nothing.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    about: str = ""
    http: HttpPhrase
    input: Fields | None = None
    output: OutputWord | None = None
    errors: dict[SnakeKey, ErrorWord] = Field(default_factory=dict)
    timeout: Duration | None = None


class ExternalWord(Word):
    """A system that is not ours, by its address, or `by-address` where that is data."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    external: Annotated[str, AfterValidator(_external)]
    about: str
    auth: Auth = AuthWord(kind="none")
    operations: dict[CamelKey, ExternalOperationWord] = Field(default_factory=dict)
