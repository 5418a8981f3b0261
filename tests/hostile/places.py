"""Where in the language a free text may stand, out of the models that read a blueprint."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from blueprint.document import Document
from tests.hostile.texts import TEXTS

Place = str
"""A key of a word: `AggregateWord.about`; `ContextWord.glossary key` where the key is a text."""

NO_TEXTS = frozenset({"Document.blueprint", "ExceptionWord.at"})
"""What only the models take: the number of the language, and the node of an exception."""
_PROBES = [text for text in TEXTS if '"' in text]
_STRICT = ConfigDict(arbitrary_types_allowed=True, strict=True)


def free() -> set[Place]:
    """Every place whose type takes one of the hostile texts, as it is or as a literal."""
    found: set[Place] = set()
    seen: set[type] = set()
    _of_model(Document, found, seen)
    return found - NO_TEXTS


def held(document: Document, text: str) -> set[Place]:
    """Every place of a document in which *text* stands."""
    return set(_held(document, text, ""))


def _of_model(model: type[BaseModel], found: set[Place], seen: set[type]) -> None:
    if model in seen:
        return
    seen.add(model)
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        place = f"{model.__name__}.{field.alias or name}"
        _of_type(hints[name], place, found, seen)


def _of_type(kind: object, place: Place, found: set[Place], seen: set[type]) -> None:
    if not _holds_words(kind):
        if _takes_a_text(kind):
            found.add(place)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        _of_model(kind, found, seen)
    elif get_origin(kind) is dict:
        key, value = get_args(kind)
        _of_type(key, f"{place} key", found, seen)
        _of_type(value, place, found, seen)
    elif get_origin(kind) is Annotated:
        _of_type(get_args(kind)[0], place, found, seen)
    else:
        for one in get_args(kind):
            _of_type(one, place, found, seen)


def _holds_words(kind: object) -> bool:
    """Whether a type holds a word, or is a collection."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return True
    return get_origin(kind) in (dict, list) or any(map(_holds_words, get_args(kind)))


def _takes_a_text(kind: object) -> bool:
    if kind in (int, bool, type(None)) or is_dataclass(kind):
        return False
    word = create_model("Word", __config__=_STRICT, value=(kind, ...))
    return any(_takes(word, one) for text in _PROBES for one in (text, f"= {text}"))


def _takes(word: type[BaseModel], text: str) -> bool:
    try:
        word.model_validate({"value": text})
    except ValidationError:
        return False
    return True


def _held(value: object, text: str, place: Place) -> Iterator[Place]:
    if isinstance(value, str) and (text in value or re.escape(text) in value):
        yield place
    for inner, below in _inside(value, place):
        yield from _held(inner, text, below)


def _inside(value: object, place: Place) -> Iterator[tuple[object, Place]]:
    """What a value holds, and where that stands."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield getattr(value, name), f"{type(value).__name__}.{field.alias or name}"
    elif isinstance(value, Mapping):
        yield from ((key, f"{place} key") for key in value)
        yield from ((inner, place) for inner in value.values())
    elif isinstance(value, list | tuple):
        yield from ((inner, place) for inner in value)
    elif is_dataclass(value):
        yield from ((getattr(value, one.name), place) for one in fields(value))
