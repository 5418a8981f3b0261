"""Writes: where each field of an aggregate that a plain operation writes gets its value.

What can be named before the write grows as the operation goes on: its input, the answers of its
needs, what `set` says.
"""

from collections.abc import Mapping

from blueprint.document.operation import CommandWord
from blueprint.document.sources import SourceWord
from blueprint.model import (
    Aggregate,
    Before,
    Caller,
    Field,
    Fill,
    FromAggregate,
    FromInput,
    Literal,
    NewId,
    Now,
    Source,
    Tenant,
)
from blueprint.resolve.fields import by_name
from blueprint.resolve.fills import Findings, Found, Sources, ambient, one, put
from blueprint.resolve.inputs import given
from blueprint.resolve.literals import is_time
from blueprint.resolve.signatures import Signature
from blueprint.resolve.written import kept

MAKES = frozenset(["create", "put"])
"""The verbs that make a whole aggregate."""


def sources(made: Signature, names: Findings) -> Sources:
    """What paths may name while an operation runs, *names* without a prefix."""
    aggregate = made.aggregate
    before = {} if aggregate is None else _each(aggregate.all_fields, Before)
    return Sources(
        names=names,
        input=from_input(made),
        before=before,
        steps=made.place.steps,
        home=made.place.name,
        ambient=ambient(tenancy=made.place.tenancy, acting=made.acting),
    )


def from_input(made: Signature) -> dict[str, Found]:
    """The input by its names."""
    return {f.name.text: Found(source=FromInput(field=f), field=f) for f in made.input}


def from_aggregate(fields: tuple[Field, ...]) -> dict[str, Found]:
    """What an aggregate, or a row, holds after the write."""
    return {f.name.text: Found(source=FromAggregate(field=f), field=f) for f in fields}


def _each(fields: tuple[Field, ...], kind: type[Before]) -> dict[str, Found]:
    return {f.name.text: Found(source=kind(field=f), field=f) for f in fields}


def names_before(made: Signature) -> dict[str, Found]:
    """What can be named before anything was asked or written."""
    aggregate, taken = made.aggregate, from_input(made)
    if aggregate is None:
        return taken
    if made.word.does.verb in MAKES:
        return with_sets(made, taken | _unmade(made, aggregate, taken))
    if made.word.does.verb == "custom":
        known = _each(aggregate.all_fields, Before) if "id" in taken else {}
        return known | taken
    # Input that is not written does not hide the field of that name.
    unwritten = by_name(aggregate.fields).keys() - _sent(made, aggregate)
    sent = {name: found for name, found in taken.items() if name not in unwritten}
    return with_sets(made, taken | _each(aggregate.all_fields, Before) | sent)


def with_sets(made: Signature, names: Findings) -> dict[str, Found]:
    """The names, those that `set` fills among them."""
    found = dict(names)
    known = by_name(made.aggregate.fields) if made.aggregate else {}
    for name, source in _sets(made).items():
        fill = one(known[name], sources(made, found), source) if name in known else None
        if fill is not None:
            found[name] = Found(source=fill.source, field=fill.target)
    return found


def _sets(made: Signature) -> Mapping[str, SourceWord]:
    return made.word.set if isinstance(made.word, CommandWord) else {}


def _unmade(made: Signature, aggregate: Aggregate, taken: Findings) -> dict[str, Found]:
    """What is known of an aggregate that does not exist yet, beside the input."""
    unsent = given(made.word, aggregate)
    found = {
        field.name.text: Found(source=source, field=field)
        for field in aggregate.fields
        if field.name.text in unsent or field.name.text not in taken
        if (source := _unsent(made, aggregate, field)) is not None
    }
    found |= {f.name.text: Found(source=s, field=f) for f, s in _own(aggregate)}
    return found | _identity(made, aggregate, found | dict(taken))


def _unsent(made: Signature, aggregate: Aggregate, field: Field) -> Source | None:
    """What a field gets that the input does not give."""
    owner = aggregate.owner
    if made.acting and owner and owner.through is None and owner.field == field:
        return Caller()
    if field.name.text in kept(made.word):
        return None
    if _is_now(made, aggregate, field):
        return Now()
    if field.default is not None:
        return field.default
    return Literal(value=None) if field.optional else None


def _is_now(made: Signature, aggregate: Aggregate, field: Field) -> bool:
    word = made.place.word.aggregates[aggregate.name.text].fields[field.name.text]
    return is_time(field.type, word.default)


def _own(aggregate: Aggregate) -> list[tuple[Field, Source]]:
    """What the runtime fills by itself, as it will be."""
    found: list[tuple[Field, Source]] = [
        (aggregate.created_at, Now()),
        (aggregate.updated_at, Now()),
    ]
    if aggregate.status and aggregate.status.default:
        found.append((aggregate.status, aggregate.status.default))
    if aggregate.tenant:
        found.append((aggregate.tenant, Tenant()))
    return found


def _identity(made: Signature, aggregate: Aggregate, found: Findings) -> dict[str, Found]:
    """The id, and the field that it repeats, whichever of the two is given."""
    natural = aggregate.id_from.name.text if aggregate.id_from else ""
    if natural in found:
        return {"id": found[natural]}
    if "id" in found:
        return {natural: found["id"]} if natural else {}
    return from_aggregate((aggregate.id,))


def resolve_writes(made: Signature, names: Findings) -> tuple[Fill, ...]:
    """What a plain operation writes; *names* hold the input, the answers and what `set` says."""
    aggregate, verb = made.aggregate, made.word.does.verb
    if aggregate is None or verb not in ("create", "put", "update", "transition"):
        return ()
    if verb in MAKES:
        return (_id(aggregate, names), *_filled(aggregate.fields, names))
    changed = {*_sets(made), *kept(made.word)} | _sent(made, aggregate)
    return _filled(tuple(f for f in aggregate.fields if f.name.text in changed), names)


def _sent(made: Signature, aggregate: Aggregate) -> set[str]:
    """The mutable fields that the input gives."""
    mutable = {field.name.text for field in aggregate.fields if not field.immutable}
    return (mutable & by_name(made.input).keys()) - given(made.word, aggregate)


def _id(aggregate: Aggregate, names: Findings) -> Fill:
    found = names.get("id")
    if found is None or isinstance(found.source, FromAggregate):
        return Fill(target=aggregate.id, source=NewId())
    return put(aggregate.id, found)


def _filled(fields: tuple[Field, ...], names: Findings) -> tuple[Fill, ...]:
    return tuple(put(f, names[f.name.text]) for f in fields if f.name.text in names)
