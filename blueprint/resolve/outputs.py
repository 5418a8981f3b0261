"""Outputs: what an operation answers."""

from collections.abc import Mapping

from blueprint.document.output import OutputWord
from blueprint.model import (
    Aggregate,
    AggregateRef,
    Entity,
    EntityRef,
    Field,
    ListOf,
    PageOf,
    PublishedRef,
    Record,
    Type,
    ValueRef,
    View,
    ViewRef,
)
from blueprint.names import Name
from blueprint.resolve.fields import Reader, by_name
from blueprint.resolve.types import Types

WHOLE = frozenset(["create", "put", "update", "transition", "add", "get", "list"])
"""The verbs that answer what they are about, where `output` says nothing else."""


def resolve_output(
    name: str,
    verb: str,
    word: OutputWord | None,
    subject: Aggregate | View | Entity | None,
    reader: Reader,
) -> Type | None:
    """What the operation *name* answers, None where it answers nothing."""
    if word is None:
        item = whole(subject) if verb in WHOLE else None
    else:
        item = _said(name, word, reader.types, reader)
    if verb != "list" or item is None or isinstance(item, PageOf):
        return _listed(item, word)
    return PageOf(item=item.item if isinstance(item, ListOf) else item)


def whole(subject: Aggregate | View | Entity | None) -> Type | None:
    """An aggregate, an entity or a row as an answer."""
    if isinstance(subject, Aggregate):
        return AggregateRef(aggregate=subject)
    if isinstance(subject, Entity):
        return EntityRef(entity=subject)
    return ViewRef(view=subject) if subject else None


def _listed(item: Type | None, word: OutputWord | None) -> Type | None:
    return ListOf(item=item) if word and word.many and item is not None else item


def _said(name: str, word: OutputWord, types: Types, reader: Reader) -> Type | None:
    if word.fields is not None:
        return Record(name=Name(name), fields=reader.fields(word.fields))
    return types.plain(word.type, reader.home, reader.more) if word.type else None


def answered(output: Type | None) -> Mapping[str, Field]:
    """The fields of an answer, by name; empty where it has none that a path could name."""
    match output:
        case Record(fields=fields):
            return by_name(fields)
        case AggregateRef(aggregate=whole) | EntityRef(entity=whole):
            return by_name(whole.all_fields)
        case ViewRef(view=view):
            return by_name(view.fields)
        case ValueRef(value=value) | PublishedRef(type=ValueRef(value=value)):
            return by_name(value.fields)
        case _:
            return {}
