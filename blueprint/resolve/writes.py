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
    Entity,
    Field,
    Fill,
    FromAggregate,
    FromEntity,
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


def sources(made: Signature, names: Findings, *, after: bool = False) -> Sources:
    """What paths may name while an operation runs, *names* without a prefix; *after* its write."""
    aggregate, entity = made.aggregate, made.entity
    before = {} if aggregate is None else _each(aggregate.all_fields, Before)
    return Sources(
        names=names,
        input=from_input(made),
        before=before | entity_before(made),
        entity=entity.name.snake if entity else "",
        children=_children(made, after=after),
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


def from_entity(made: Signature, *, whole: bool = False) -> dict[str, Found]:
    """What the entity that an operation works on holds after the write, if it works on one.

    Its id goes by the name of the input that names it; *whole* gives it by its own, too.
    """
    entity = made.entity
    if entity is None:
        return {}
    found = {f.name.text: Found(source=FromEntity(field=f), field=f) for f in entity.fields}
    id_ = Found(source=FromEntity(field=entity.id), field=entity.id)
    return found | {entity.reference.name.text: id_} | ({"id": id_} if whole else {})


def _children(made: Signature, *, after: bool) -> dict[str, Found]:
    """What `pet.FIELD` names, at the time: one that is to be added has nothing yet."""
    if after or made.word.does.verb == "remove":
        return from_entity(made, whole=True)
    return entity_before(made)


def entity_before(made: Signature) -> dict[str, Found]:
    """What the entity held before the write, where it was there; a removed one is as it was."""
    verb = made.word.does.verb
    if made.entity is None or verb == "add":
        return {}
    return {
        field.name.text: Found(source=FromEntity(field=field, before=verb == "update"), field=field)
        for field in made.entity.fields
    }


def _each(fields: tuple[Field, ...], kind: type[Before]) -> dict[str, Found]:
    return {f.name.text: Found(source=kind(field=f), field=f) for f in fields}


def names_before(made: Signature) -> dict[str, Found]:
    """What can be named before anything was asked or written."""
    aggregate, taken = made.aggregate, from_input(made)
    if aggregate is None or made.word.does.verb == "list":
        return taken
    if made.entity is not None:
        return with_sets(made, _around_entity(made, aggregate, made.entity, taken))
    if made.word.does.verb in MAKES:
        return with_sets(made, taken | _unmade(made, aggregate, taken))
    if made.word.does.verb == "custom":
        known = _each(aggregate.all_fields, Before) if "id" in taken else {}
        return known | taken
    # Input that is not written does not hide the field of that name.
    unwritten = by_name(aggregate.fields).keys() - _sent(made, aggregate)
    sent = {name: found for name, found in taken.items() if name not in unwritten}
    return with_sets(made, taken | _each(aggregate.all_fields, Before) | sent)


def _around_entity(
    made: Signature, aggregate: Aggregate, entity: Entity, taken: Findings
) -> dict[str, Found]:
    """What is known before an entity is added, updated or removed: its own names go first."""
    around = _each(aggregate.all_fields, Before) | dict(taken)
    if made.word.does.verb == "add":
        return around | _unsent_of(made, entity, taken)
    if made.word.does.verb == "remove":
        return around | from_entity(made)
    known = by_name(entity.fields).keys() - _sent(made, entity)
    return around | {n: found for n, found in entity_before(made).items() if n in known}


def with_sets(made: Signature, names: Findings) -> dict[str, Found]:
    """The names, those that `set` fills among them."""
    found = dict(names)
    known = by_name(made.written.fields) if made.written else {}
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
    found = _unsent_of(made, aggregate, {n: f for n, f in taken.items() if n not in unsent})
    found |= {f.name.text: Found(source=s, field=f) for f, s in _own(aggregate)}
    return found | _identity(made, aggregate, found | dict(taken))


def _unsent_of(made: Signature, written: Aggregate | Entity, taken: Findings) -> dict[str, Found]:
    """What each field gets that is not *taken*."""
    return {
        field.name.text: Found(source=source, field=field)
        for field in written.fields
        if field.name.text not in taken
        if (source := _unsent(made, written, field)) is not None
    }


def _unsent(made: Signature, written: Aggregate | Entity, field: Field) -> Source | None:
    """What a field gets that the input does not give."""
    owner = written.owner if isinstance(written, Aggregate) else None
    if made.acting and owner and owner.through is None and owner.field == field:
        return Caller()
    if field.name.text in kept(made.word):
        return None
    if _is_now(made, written, field):
        return Now()
    if field.default is not None:
        return field.default
    return Literal(value=None) if field.optional else None


def _is_now(made: Signature, written: Aggregate | Entity, field: Field) -> bool:
    words = made.place.word.aggregates
    if isinstance(written, Entity):
        fields = words[written.owner.text].entities[written.name.text].fields
    else:
        fields = words[written.name.text].fields
    return is_time(field.type, fields[field.name.text].default)


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
    if made.entity is not None:
        return _resolve_entity(made, made.entity, names)
    if aggregate is None or verb not in ("create", "put", "update", "transition"):
        return ()
    if verb in MAKES:
        return (_id(aggregate, names), *_filled(_made_with(aggregate, made), names))
    changed = {*_sets(made), *kept(made.word)} | _sent(made, aggregate)
    return _filled(tuple(f for f in aggregate.fields if f.name.text in changed), names)


def _made_with(aggregate: Aggregate, made: Signature) -> tuple[Field, ...]:
    """The fields of a new aggregate: those written, and of its entities what the input gives."""
    taken = by_name(made.input)
    return aggregate.fields + tuple(f for f in aggregate.children if f.name.text in taken)


def _resolve_entity(made: Signature, entity: Entity, names: Findings) -> tuple[Fill, ...]:
    """What is written of an entity; nothing of one that is removed."""
    changed = {*_sets(made), *kept(made.word)}
    if made.word.does.verb == "add":
        taken = from_input(made)
        changed |= by_name(made.input).keys() | _unsent_of(made, entity, taken).keys()
        new = Fill(target=entity.id, source=NewId())
        return (new, *_filled(tuple(f for f in entity.fields if f.name.text in changed), names))
    if made.word.does.verb == "update":
        changed |= _sent(made, entity)
        return _filled(tuple(f for f in entity.fields if f.name.text in changed), names)
    return ()


def _sent(made: Signature, written: Aggregate | Entity) -> set[str]:
    """The mutable fields that the input gives."""
    mutable = {field.name.text for field in written.fields if not field.immutable}
    return (mutable & by_name(made.input).keys()) - given(made.word, written)


def _id(aggregate: Aggregate, names: Findings) -> Fill:
    found = names.get("id")
    if found is None or isinstance(found.source, FromAggregate):
        return Fill(target=aggregate.id, source=NewId())
    return put(aggregate.id, found)


def _filled(fields: tuple[Field, ...], names: Findings) -> tuple[Fill, ...]:
    return tuple(put(f, names[f.name.text]) for f in fields if f.name.text in names)
