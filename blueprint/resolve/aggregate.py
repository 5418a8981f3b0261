"""Aggregates: the fields that are written, and those that each has by itself."""

from collections.abc import Mapping
from dataclasses import replace

from blueprint.document import ContextWord
from blueprint.document.aggregate import AggregateWord
from blueprint.model import (
    Aggregate,
    DateTime,
    Entity,
    Field,
    Index,
    Int,
    Invariant,
    Lifecycle,
    Literal,
    Move,
    Owner,
    Ref,
    StatusRef,
    Transition,
    Type,
    Uuid,
)
from blueprint.names import Name
from blueprint.resolve.entities import resolve_entities
from blueprint.resolve.examples import resolve_example
from blueprint.resolve.fields import Reader, by_name
from blueprint.resolve.fills import TENANT
from blueprint.resolve.named import INT_ID, states
from blueprint.resolve.types import Types

AllFields = Mapping[str, Mapping[str, Field]]
"""By an aggregate's name, all of its fields by theirs."""


def resolve_aggregates(
    home: str, context: ContextWord, types: Types, *, tenancy: bool
) -> tuple[Aggregate, ...]:
    """A context's aggregates; those of a context with tenancy belong to a tenant."""
    reader = Reader(types=types, home=home)
    fields = {
        name: _written(word, reader) + _own(name, word, reader, tenancy=tenancy)
        for name, word in context.aggregates.items()
    }
    known = {name: by_name(every) for name, every in fields.items()}
    return tuple(
        _aggregate(name, word, home, known, resolve_entities(name, word, reader))
        for name, word in context.aggregates.items()
    )


def _written(word: AggregateWord, reader: Reader) -> tuple[Field, ...]:
    return tuple(reader.field(n, w) for n, w in word.fields.items() if n != "id")


def _own(name: str, word: AggregateWord, reader: Reader, *, tenancy: bool) -> tuple[Field, ...]:
    """What an aggregate has by itself."""
    own = [
        Field(name=Name("id"), type=_id_type(word, reader), immutable=True),
        Field(name=Name("version"), type=Int(min=0)),
        Field(name=Name("created_at"), type=DateTime(), immutable=True),
        Field(name=Name("updated_at"), type=DateTime()),
    ]
    if word.lifecycle:
        own.append(_status(name, word))
    if tenancy:
        own.append(Field(name=Name("tenant"), type=TENANT, immutable=True, internal=True))
    return tuple(own)


def _id_type(word: AggregateWord, reader: Reader) -> Type:
    if word.id in ("uuid", "int"):
        return INT_ID if word.id == "int" else Uuid()
    return reader.types.of(word.fields[word.id], reader.home)


def _status(name: str, word: AggregateWord) -> Field:
    found = states(word)
    return Field(
        name=Name("status"),
        type=StatusRef(aggregate=Name(name), states=found),
        default=Literal(value=found[0].text),
    )


def _aggregate(
    name: str, word: AggregateWord, home: str, known: AllFields, entities: tuple[Entity, ...]
) -> Aggregate:
    every = known[name]
    written = tuple(every[field] for field in word.fields if field != "id")
    owner = _owner(word, every, known)
    made = Aggregate(
        name=Name(name),
        context=Name(home),
        about=word.about,
        id_kind="uuid" if word.id == "uuid" else "int" if word.id == "int" else "field",
        id=every["id"],
        id_from=None if word.id in ("uuid", "int", "id") else every[word.id],
        version=every["version"],
        created_at=every["created_at"],
        updated_at=every["updated_at"],
        status=every.get("status") if word.lifecycle else None,
        tenant=every.get("tenant"),
        fields=written,
        entities=entities,
        owner=owner,
        lifecycle=_lifecycle(word) if word.lifecycle else None,
        invariants=tuple(
            Invariant(name=Name(rule), about=about) for rule, about in word.invariants.items()
        ),
        indexes=_indexes(word, every, owner),
        examples=(),
        was=tuple(map(Name, word.was)),
    )
    whole = by_name(made.all_fields)
    examples = (resolve_example(e, given=whole, when=whole, then=whole) for e in word.examples)
    return replace(made, examples=tuple(examples))


def _owner(word: AggregateWord, every: Mapping[str, Field], known: AllFields) -> Owner | None:
    if not word.owner:
        return None
    first = every[word.owner[0]]
    if len(word.owner) == 1:
        return Owner(field=first)
    if not isinstance(first.type, Ref):
        return None
    reached = known.get(first.type.aggregate.text, {}).get(word.owner[1])
    return Owner(field=reached, through=first, of=first.type.aggregate) if reached else None


def _lifecycle(word: AggregateWord) -> Lifecycle:
    found = states(word)
    names = dict.fromkeys(name for moves in word.lifecycle.values() for name in moves)
    return Lifecycle(
        initial=found[0],
        states=found,
        transitions=tuple(Transition(name=Name(name), moves=_moves(name, word)) for name in names),
    )


def _moves(name: str, word: AggregateWord) -> tuple[Move, ...]:
    return tuple(
        Move(from_state=Name(state), to_state=Name(moves[name]))
        for state, moves in word.lifecycle.items()
        if name in moves
    )


def _indexes(
    word: AggregateWord, every: Mapping[str, Field], owner: Owner | None
) -> tuple[Index, ...]:
    """Those that are written; then references, the owner, and what says `unique` or `index`."""
    written = [Index(fields=tuple(every[name] for name in names)) for names in word.indexes]
    own = owner.field if owner and owner.through is None else None
    for field in (every[name] for name in word.fields):
        wanted = isinstance(field.type, Ref) or field is own or field.unique or field.index
        if wanted and not _is_indexed(field, written):
            written.append(Index(fields=(field,), unique=field.unique))
    return tuple(written)


def _is_indexed(field: Field, indexes: list[Index]) -> bool:
    """Whether an index begins with the field; a unique field needs one of its own."""
    return not field.unique and any(index.fields[0] == field for index in indexes)
