"""`crud:` on an aggregate: short for plain operations on it, each an ordinary one afterwards."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias
from typing import Literal as OneOf

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from blueprint.document.access import AllowWord
from blueprint.document.operation import CommandWord, QueryWord
from blueprint.document.phrases import parse_http
from blueprint.document.word import JsonSchema, Word, wrong

CrudVerb: TypeAlias = OneOf["create", "get", "list", "update", "delete"]

_PATH_SCHEMA: JsonSchema = {"type": "string", "pattern": "^/[^{}]*$"}
# PATCH and no PUT: whoever does not know a field that came later leaves it as it is.
_WRITING: dict[CrudVerb, str] = {
    "create": "POST {at}",
    "update": "PATCH {at}/{{id}}",
    "delete": "DELETE {at}/{{id}}",
}
_READING: dict[CrudVerb, str] = {"get": "GET {at}/{{id}}", "list": "GET {at}"}


def _path(value: object) -> str:
    text = value if isinstance(value, str) else ""
    if not text.startswith("/") or text.endswith("/") or "{" in text:
        better = text.partition("{")[0].strip("/") or "products"
        raise wrong("BP119", f'"{value}" is no path of a collection', f"write /{better}")
    return parse_http(f"GET {text}").path


def _each_once(verbs: list[CrudVerb]) -> list[CrudVerb]:
    again = next((verb for place, verb in enumerate(verbs) if verb in verbs[:place]), None)
    if again is not None:
        raise wrong("BP120", f'"{again}" is said twice', "say it once")
    return verbs


class CrudWord(Word):
    """Create, get, list, update and delete, below the path `at`; `only` some of them."""

    short: ClassVar[JsonSchema | None] = _PATH_SCHEMA

    at: Annotated[str, PlainValidator(_path), WithJsonSchema(_PATH_SCHEMA)]
    only: Annotated[list[CrudVerb], Field(min_length=1), AfterValidator(_each_once)] | None = None
    allow: AllowWord | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return {"at": value} if isinstance(value, str) else value

    def commands(self, aggregate: str) -> Iterator[tuple[str, CommandWord]]:
        """The commands that it stands for, each with its name."""
        for verb, http in self._wanted(_WRITING):
            word = CommandWord.model_validate(_said(verb, aggregate, http.format(at=self.at)))
            yield _name(verb, aggregate), word.from_crud(aggregate, self.allow)

    def queries(self, aggregate: str) -> Iterator[tuple[str, QueryWord]]:
        """The queries that it stands for, each with its name."""
        for verb, http in self._wanted(_READING):
            word = QueryWord.model_validate(_said(verb, aggregate, http.format(at=self.at)))
            yield _name(verb, aggregate), word.from_crud(aggregate, self.allow)

    def _wanted(self, https: dict[CrudVerb, str]) -> Iterator[tuple[CrudVerb, str]]:
        for verb, http in https.items():
            if self.only is None or verb in self.only:
                yield verb, http


def _name(verb: CrudVerb, aggregate: str) -> str:
    return f"{verb.capitalize()}{aggregate}"


def _said(verb: CrudVerb, aggregate: str, http: str) -> dict[str, str]:
    return {"does": f"{verb} {aggregate}", "http": http}
