"""Fields: a type word and the words after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from blueprint.document.fields import FieldWord
from blueprint.model import Field, Literal, Type
from blueprint.names import Name
from blueprint.resolve.literals import is_time, literal
from blueprint.resolve.types import Types

Words = Mapping[str, FieldWord]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads fields that are written in one place: a context, or a shared kernel.

    `more` are the named types that may stand there beside the enums and values.
    """

    types: Types
    home: str
    more: Mapping[str, Type] = field(default_factory=dict)

    def field(self, name: str, word: FieldWord) -> Field:
        """One field."""
        kind = self.types.of(word, self.home, self.more)
        return Field(
            name=Name(name),
            type=kind,
            about=word.about,
            optional=word.optional,
            default=_default(kind, word),
            unique=word.unique,
            index=word.index,
            immutable=word.immutable,
            internal=word.internal,
            pii=word.pii,
            secret=word.secret,
            was=tuple(map(Name, word.was)),
        )

    def fields(self, words: Words) -> tuple[Field, ...]:
        """Fields in written order."""
        return tuple(self.field(name, word) for name, word in words.items())


def _default(kind: Type, word: FieldWord) -> Literal | None:
    if word.default is None or is_time(kind, word.default):
        return None
    return literal(kind, word.default, optional=word.optional)


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Fields by their names as written."""
    return {field.name.text: field for field in fields}
