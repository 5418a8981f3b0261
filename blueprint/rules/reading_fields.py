"""Builds the facts of fields, their types, and what fills them."""

from collections.abc import Mapping

from blueprint.document.fields import FLAGS, FieldWord
from blueprint.document.sources import SourceWord
from blueprint.document.types import TypeWord
from blueprint.load import Path
from blueprint.rules import facts


def fields(words: Mapping[str, FieldWord], path: Path, home: str) -> dict[str, facts.Field]:
    """The fields of a mapping that stands at *path*, in the context *home*."""
    return {name: _field(name, word, (*path, name), home) for name, word in words.items()}


def _field(name: str, word: FieldWord, path: Path, home: str) -> facts.Field:
    return facts.Field(
        name=name,
        path=path,
        type=of_type(word.type),
        home=home,
        optional=word.optional,
        default=word.default,
        source=".".join(word.from_path) or None,
        words=frozenset(flag for flag in FLAGS if getattr(word, flag)),
        low=word.min,
        high=word.max,
        pattern=word.pattern,
        was=tuple(word.was),
    )


def of_type(word: TypeWord) -> facts.Type:
    """A type as the rules see it."""
    dotted = f"{word.context}.{word.name}" if word.context else (word.name or "")
    return facts.Type(
        word=dotted if word.word == "named" else word.word,
        named=word.word == "named",
        inner=of_type(word.item) if word.item else None,
        target=dotted if word.word == "ref" else "",
        literals=word.values,
        low=word.low,
        high=word.high,
    )


def sources(words: Mapping[str, SourceWord]) -> dict[str, str]:
    """What fills each target, as text: a PATH, or `= value`."""
    return {name: str(word) for name, word in words.items()}
