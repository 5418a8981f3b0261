"""What a type is made of, so that two of them can be compared."""

from typing import TypeAlias

from blueprint.rules.facts import Field, Fields, Type
from blueprint.rules.index import Index

Stuff: TypeAlias = tuple[object, ...]

_STRINGS = frozenset({"string", "text", "email", "url", "subject"})
_INTEGERS = frozenset({"int", "bigint"})


def stuff(index: Index, kind: Type, home: str) -> Stuff | None:
    """What a type is made of, by its context's names; None where a name stands for nothing."""
    if kind.inner is not None:
        inside = stuff(index, kind.inner, home)
        return None if inside is None else (kind.word, inside)
    if kind.word == "ref":
        return _id_of(index, kind, home)
    if kind.word == "enum":
        return ("enum", kind.literals)
    if kind.named:
        return _named(index, kind.word, home)
    if kind.word in _STRINGS:
        return ("text",)
    return ("integer",) if kind.word in _INTEGERS else (kind.word,)


def _id_of(index: Index, kind: Type, home: str) -> Stuff | None:
    """What the id that a reference holds is made of; one that leads back to itself is a UUID."""
    seen: set[tuple[str, str]] = set()
    while kind.word == "ref":
        found = index.aggregate(kind.target, home)
        if found is None:
            return None
        if (found.context, found.name) in seen:
            return ("uuid",)
        seen.add((found.context, found.name))
        kind, home = found.implicit["id"].type, found.context
    return stuff(index, kind, home)


def is_key(index: Index, field: Field) -> bool:
    """Whether values of a field can tell things apart: one word, number, day or id each."""
    made = stuff(index, field.type, field.home)
    return made is None or made[0] in {"text", "integer", "uuid", "enum", "date"}


def is_ordered(index: Index, field: Field) -> bool:
    """Whether values of a field have an order, so that an index holds them."""
    made = stuff(index, field.type, field.home)
    return made is None or made[0] not in {"list", "map", "page", "value", "json", "bytes", "money"}


def _named(index: Index, name: str, home: str) -> Stuff | None:
    owner, _, last = name.rpartition(".")
    owner = owner or home
    context = index.context(owner)
    if context and (last in context.enums or index.status_type(last, owner)):
        return ("enum", owner, last)
    if context and last in context.values:
        return ("value", owner, last)
    if index.entity_type(last, owner):
        return ("value", owner, last)
    for kernel in index.system.kernels.values():
        if last in kernel.enums:
            return ("enum", kernel.name, last)
        if last in kernel.values:
            return ("value", kernel.name, last)
    return None


def literals(index: Index, kind: Type, home: str) -> tuple[str, ...] | None:
    """The words of an enum, None where the type is none."""
    if kind.word == "enum":
        return kind.literals
    if not kind.named:
        return None
    owner, _, last = kind.word.rpartition(".")
    if status := index.status_type(last, owner or home):
        return tuple(status.states)
    context = index.context(owner or home)
    if context and last in context.enums:
        return context.enums[last]
    kernels = index.system.kernels.values()
    return next((kernel.enums[last] for kernel in kernels if last in kernel.enums), None)


def value_fields(index: Index, name: str, home: str) -> Fields | None:
    """The fields of a value type, or of an entity; None where the name stands for neither."""
    owner, _, last = name.rpartition(".")
    context = index.context(owner or home)
    if context and last in context.values:
        return context.values[last]
    if (entity := index.entity_type(last, owner or home)) is not None:
        return index.fields_of_entity(entity)
    kernels = index.system.kernels.values()
    return next((kernel.values[last] for kernel in kernels if last in kernel.values), None)


def fits(index: Index, source: Field, target: Field) -> bool:
    """Whether a value of *source* may stand in *target*; optional words are not compared."""
    return _fits(index, (source.type, source.home), (target.type, target.home))


def _fits(index: Index, source: tuple[Type, str], target: tuple[Type, str]) -> bool:
    left, right = stuff(index, *source), stuff(index, *target)
    if left is None or right is None or left == right:  # what is unknown another rule says
        return True
    if left[0] == "enum" and right == ("text",):
        return True
    if left[0] == right[0] == "value":
        return _fits_by_fields(index, source, target)
    if source[0].inner and target[0].inner and source[0].word == target[0].word:
        return _fits(index, (source[0].inner, source[1]), (target[0].inner, target[1]))
    return False


def _fits_by_fields(index: Index, source: tuple[Type, str], target: tuple[Type, str]) -> bool:
    has = value_fields(index, source[0].word, source[1]) or {}
    wants = value_fields(index, target[0].word, target[1]) or {}
    return all(
        fits(index, has[name], field) if name in has else not field.required
        for name, field in wants.items()
    )
