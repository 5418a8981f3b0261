"""Inputs: what an operation takes, and in which order."""

from dataclasses import replace

from blueprint.document.operation import CommandWord
from blueprint.model import Aggregate, Entity, Field, ListOf, View
from blueprint.resolve.fields import Reader
from blueprint.resolve.written import AnyOperation, kept

ON_ONE = frozenset(["put", "update", "delete", "transition", "add", "remove", "get"])
"""The verbs that work on the one aggregate that has the id."""


def resolve_input(
    word: AnyOperation, subject: Aggregate | View | None, entity: Entity | None, reader: Reader
) -> tuple[Field, ...]:
    """What finds the thing it works on, then the rest in written order."""
    fields = _taken(word, subject, entity, reader)
    taken = {field.name.text: _limited(field, subject) for field in fields}
    found = _identity(word, subject)
    if entity is not None and word.does.verb != "add":
        found |= {entity.reference.name.text: entity.reference}
    # What a path names is an input, even where the operation alone would not ask for it.
    for name in placeholders(word):
        if name not in taken and name not in found and subject is not None:
            found |= {f.name.text: f for f in fields_of(subject) if f.name.text == name}
    return tuple((found | {n: f for n, f in taken.items() if n not in found}).values())


def _limited(field: Field, subject: Aggregate | View | None) -> Field:
    """A list of entities to be made holds no more than their aggregate does."""
    entity = subject.entity(field.name.text) if isinstance(subject, Aggregate) else None
    if entity is None or not isinstance(field.type, ListOf) or field.type.max is not None:
        return field
    return replace(field, type=replace(field.type, max=entity.most))


def placeholders(word: AnyOperation) -> tuple[str, ...]:
    """The names in the braces of its paths, over all versions, each once."""
    return tuple(dict.fromkeys(n for http in word.http.values() for n in http.placeholders))


def fields_of(subject: Aggregate | View) -> tuple[Field, ...]:
    """Every field of what an operation is about."""
    return subject.all_fields if isinstance(subject, Aggregate) else subject.fields


def given(word: AnyOperation, written: Aggregate | Entity) -> set[str]:
    """The fields that nobody sends: the owner, what `set` fills, what a need's answer fills."""
    sets = word.set if isinstance(word, CommandWord) else {}
    owner = written.owner if isinstance(written, Aggregate) else None
    own = {owner.field.name.text} if owner and owner.through is None else set()
    return {*sets, *kept(word)} | own


def _identity(word: AnyOperation, subject: Aggregate | View | None) -> dict[str, Field]:
    if isinstance(subject, View):
        return {subject.key.name.text: subject.key} if word.does.verb == "get" else {}
    if subject is None or not _is_on_one(word):
        return {}
    return {"id": subject.id}


def _is_on_one(word: AnyOperation) -> bool:
    """Whether one aggregate is known by its id before the operation begins."""
    named = {*placeholders(word), *(word.input or {})}
    return word.does.verb in ON_ONE or (word.does.verb == "custom" and "id" in named)


def _taken(
    word: AnyOperation, subject: Aggregate | View | None, entity: Entity | None, reader: Reader
) -> tuple[Field, ...]:
    if word.input is not None:
        return reader.fields(word.input)
    if entity is not None:
        return _of_entity(word, entity)
    if not isinstance(subject, Aggregate):
        return ()
    unsent = given(word, subject)
    if word.does.verb != "create" and subject.id_from is not None:
        unsent.add(subject.id_from.name.text)
    fields = (f for f in subject.fields if f.name.text not in unsent and not f.internal)
    match word.does.verb:
        case "create" | "put":
            return tuple(fields)
        case "update":
            return tuple(field for field in fields if not field.immutable)
        case _:
            return ()


def _of_entity(word: AnyOperation, entity: Entity) -> tuple[Field, ...]:
    unsent = given(word, entity)
    fields = (f for f in entity.fields if f.name.text not in unsent and not f.internal)
    match word.does.verb:
        case "add":
            return tuple(fields)
        case "update":
            return tuple(field for field in fields if not field.immutable)
        case _:
            return ()
