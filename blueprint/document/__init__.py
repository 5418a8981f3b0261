"""The document: a blueprint as it is written, each short form read into one normal form.

Every class ends in Word and has the keys of the blueprint as attributes; a key that Python keeps
for itself has an underscore at its end (`with_`, `from_`, `as_`), and `json` is `json_case`, `is`
is `type`. Names are still names: what they stand for is what the rules check and resolve finds.
"""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema

from blueprint.document.context import ContextWord
from blueprint.document.defaults import DefaultsWord
from blueprint.document.external import ExternalWord
from blueprint.document.names import SnakeKey
from blueprint.document.relation import RelationWord
from blueprint.document.shared import KernelWord
from blueprint.document.system import (
    Decisions,
    DeployWord,
    ExceptionWord,
    OwnPath,
    SecurityWord,
    SystemWord,
)
from blueprint.document.word import Word, wrong

__all__ = ["ContextWord", "Document", "ExternalWord"]

_OURS, _THEIRS = "our context", "their system"  # with a blank: no key of the blueprint is such


def _whose(value: object) -> str:
    written = isinstance(value, ExternalWord) or (isinstance(value, dict) and "external" in value)
    return _THEIRS if written else _OURS


AnyContext: TypeAlias = Annotated[
    Annotated[ContextWord, Tag(_OURS)] | Annotated[ExternalWord, Tag(_THEIRS)],
    Discriminator(_whose),
]


def _some(contexts: dict[str, AnyContext]) -> dict[str, AnyContext]:
    if not contexts:
        hint = "write contexts: {NAME: {about: …}}"
        raise wrong("BP112", "a system has one context at least", hint, on_key=True)
    return contexts


Contexts: TypeAlias = Annotated[dict[SnakeKey, AnyContext], AfterValidator(_some)]


class Document(Word):
    """A whole blueprint, the files of its contexts merged in.

    `blueprint`, the version of the language, is checked where the file is loaded.
    """

    blueprint: Annotated[object, WithJsonSchema({"const": 1})] = 1
    system: SystemWord
    security: SecurityWord = SecurityWord.model_construct()
    defaults: DefaultsWord = DefaultsWord.model_construct()
    contexts: Contexts = Field(default_factory=dict)
    kernels: dict[SnakeKey, KernelWord] = Field(default_factory=dict)
    relations: list[RelationWord] = Field(default_factory=list)
    deploy: DeployWord = DeployWord.model_construct()
    decisions: Decisions = Field(default_factory=list)
    exceptions: list[ExceptionWord] = Field(default_factory=list)
    own: list[OwnPath] = Field(default_factory=list)
