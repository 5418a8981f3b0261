"""Inputs: what an operation takes, and in which order."""

from blueprint.document.operation import CommandWord
from blueprint.model import Aggregate, Field, View
from blueprint.resolve.fields import Reader
from blueprint.resolve.written import AnyOperation, kept

ON_ONE = frozenset(["put", "update", "delete", "transition", "get"])
"""The verbs that work on the one aggregate that has the id."""


def resolve_input(
    word: AnyOperation, subject: Aggregate | View | None, reader: Reader
) -> tuple[Field, ...]:
    """What finds the thing it works on, then the rest in written order."""
    taken = {field.name.text: field for field in _taken(word, subject, reader)}
    found = _identity(word, subject)
    # What a path names is an input, even where the operation alone would not ask for it.
    for name in placeholders(word):
        if name not in taken and name not in found and subject is not None:
            found |= {f.name.text: f for f in fields_of(subject) if f.name.text == name}
    return tuple((found | {n: f for n, f in taken.items() if n not in found}).values())


def placeholders(word: AnyOperation) -> tuple[str, ...]:
    """The names in the braces of its paths, over all versions, each once."""
    return tuple(dict.fromkeys(n for http in word.http.values() for n in http.placeholders))


def fields_of(subject: Aggregate | View) -> tuple[Field, ...]:
    """Every field of what an operation is about."""
    return subject.all_fields if isinstance(subject, Aggregate) else subject.fields


def given(word: AnyOperation, aggregate: Aggregate) -> set[str]:
    """The fields that nobody sends: the owner, what `set` fills, what a need's answer fills."""
    sets = word.set if isinstance(word, CommandWord) else {}
    owner = aggregate.owner
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
    word: AnyOperation, subject: Aggregate | View | None, reader: Reader
) -> tuple[Field, ...]:
    if word.input is not None:
        return reader.fields(word.input)
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
