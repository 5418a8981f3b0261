"""The words of the language, read off the models that read it, and those that a blueprint says.

A word is a key (`AggregateWord.owner`), one of a few that a place takes (`Does.verb = create`), a
type (`TypeWord.word = money`), or a part of a phrase (`GrantWord.service`). What is reserved and
does not work yet is none.
"""

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from blueprint.document import Document
from blueprint.document.event import EventWord
from blueprint.document.types import SIMPLE, WITH_ARGUMENT, TypeWord
from blueprint.document.word import is_not_yet

Parts = dict[str, Any]
"""The annotation of each part of a model or of a phrase, by its name."""


@cache
def every_word() -> frozenset[str]:
    """Every word of the language."""
    found = {f"TypeWord.word = {word}" for word in SIMPLE | WITH_ARGUMENT}
    waiting: list[type] = [Document]
    known: set[type] = set()
    while waiting:
        node = waiting.pop()
        if node in known:
            continue
        known.add(node)
        for name, annotation in _parts(node).items():
            key = f"{_home(node, name)}.{name}"
            if _is_said_or_not(node, name):
                found.add(key)
            found |= {f"{key} = {word}" for word in _closed(annotation)}
            waiting += _nodes(annotation)
    return frozenset(found)


def words_of(document: Document, written: dict[str, Any]) -> set[str]:
    """The words that a blueprint says; *written* is what it was read from."""
    found = set(_said(document))
    if any("payload" in event for event in _events(written)):
        found.add(f"{EventWord.__name__}.payload")  # is moved into versions where it is read
    return found


def _events(written: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for context in written["contexts"].values():
        yield from context.get("events", {}).values()


def _said(node: object) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from _said(item)
    elif isinstance(node, dict):
        for item in node.values():
            yield from _said(item)
    elif isinstance(node, BaseModel) or _is_phrase(type(node)):
        yield from _of_node(node)


def _of_node(node: object) -> Iterator[str]:
    kind = type(node)
    for name, annotation in _parts(kind).items():
        value = getattr(node, name)
        if not _is_there(node, name, value):
            continue
        key = f"{_home(kind, name)}.{name}"
        if _is_said_or_not(kind, name):
            yield key
        for one in _each(value):
            if isinstance(one, str) and one in _closed(annotation):
                yield f"{key} = {one}"
        yield from _said(value)
    if isinstance(node, TypeWord) and node.word != "named":
        yield f"TypeWord.word = {node.word}"


def _each(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.values()]
    return [*value] if isinstance(value, list | tuple) else [value]


def _home(kind: type, name: str) -> str:
    """The class that declares a part: what commands and queries have in common is one word."""
    homes = [home for home in kind.__mro__ if name in vars(home).get("__annotations__", {})]
    return homes[-1].__name__


def _is_there(node: object, name: str, value: object) -> bool:
    if isinstance(node, BaseModel):
        return name in node.model_fields_set
    default = {field.name: field.default for field in dataclasses.fields(node)}[name]  # type: ignore[arg-type]
    return value != default


def _parts(kind: type) -> Parts:
    if issubclass(kind, BaseModel):
        return {
            name: field.annotation
            for name, field in kind.model_fields.items()
            if not is_not_yet(field)
        }
    return dict(get_type_hints(kind)) if _is_phrase(kind) else {}


def _is_said_or_not(kind: type, name: str) -> bool:
    """Whether a part may be left out of a phrase; a key is a word in any case."""
    if issubclass(kind, BaseModel):
        return True
    fields = {field.name: field for field in dataclasses.fields(kind)}
    return name in fields and fields[name].default is not dataclasses.MISSING


def _is_phrase(kind: type) -> bool:
    return dataclasses.is_dataclass(kind) and kind.__module__.startswith("blueprint.document.")


def _closed(annotation: object) -> set[str]:
    """The words that an annotation takes, at any depth of it."""
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if isinstance(word, str)}
    return {word for part in get_args(annotation) for word in _closed(part)}


def _nodes(annotation: object) -> list[type]:
    """The models and phrases that an annotation speaks of."""
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation] if issubclass(annotation, BaseModel) or _is_phrase(annotation) else []
    return [node for part in get_args(annotation) for node in _nodes(part)]
