"""What the paths may name at a place where something is filled."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from blueprint.names import Name
from blueprint.rules.facts import Aggregate, Field, Fields, Operation, Type
from blueprint.rules.index import Index

_NOTHING: Fields = {}
CHANGES = frozenset({"put", "update", "transition", "delete", "add", "remove"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What can be named: `fields` by their names, which also fill their equals, and the rest.

    `before` are the fields of the aggregate before the write; `children` those of the entity that
    is worked on, by its name as `entity`; `ambient` what is there without
    being anybody's field: `now`, and where they are known `caller` and `tenant`.
    """

    index: Index
    home: str
    fields: Fields
    input: Fields = field(default_factory=dict)
    before: Fields = field(default_factory=dict)
    entity: str = ""
    children: Fields = field(default_factory=dict)
    ambient: Fields = field(default_factory=dict)

    def find(self, path: str) -> Field | None:
        """The field that a PATH names, None where it names nothing."""
        first, _, rest = path.partition(".")
        if not rest:
            return self.fields.get(path) or self.ambient.get(path)
        if first == "input":
            return self.input.get(rest)
        if first == "before":
            return self.before.get(rest)
        if first == self.entity:
            return self.children.get(rest)
        return self._through(self.fields.get(first), rest)

    def names(self) -> tuple[str, ...]:
        """What a message may propose."""
        inputs = (f"input.{name}" for name in self.input)
        earlier = (f"before.{name}" for name in self.before)
        children = (f"{self.entity}.{name}" for name in self.children)
        return (*self.fields, *self.ambient, *children, *inputs, *earlier)

    def _through(self, reference: Field | None, name: str) -> Field | None:
        """The field of an aggregate of the same context, one step through a reference."""
        if reference is None or reference.type.word != "ref":
            return None
        aggregate = self.index.aggregate(reference.type.target, reference.home)
        if aggregate is None or aggregate.context != self.home:
            return None
        found = aggregate.all_fields.get(name)
        return found and replace(found, optional=found.optional or reference.optional)


def ambient(index: Index, home: str, *, acting: bool) -> Fields:
    """`now`; `tenant` where the context has tenancy; `caller` where somebody calls."""
    context = index.context(home)
    words = {"now": "datetime"}
    if context is not None and context.tenancy != "none":
        words["tenant"] = "string"
    if acting:
        words["caller"] = "subject"
    return {
        name: Field(name=name, path=(), type=Type(word=word), home=home)
        for name, word in words.items()
    }


def sooner(index: Index, operation: Operation) -> Sources:
    """What there is before an operation writes: its input, and the aggregate that it works on."""
    own = _own(index, operation) if index.on_one(operation) and operation.verb != "put" else {}
    known = of_entity(index, operation) if operation.verb != "add" else ("", _NOTHING)
    return _sources(index, operation, own, known)


def later(index: Index, operation: Operation) -> Sources:
    """What there is after an operation wrote."""
    return _sources(index, operation, _own(index, operation), of_entity(index, operation))


def _sources(index: Index, operation: Operation, own: Fields, known: tuple[str, Fields]) -> Sources:
    taken = index.input(operation)
    entity, children = known
    return Sources(
        index=index,
        home=operation.context,
        fields={**taken, **own, **children},
        input=taken,
        before=_before(index, operation, _own(index, operation)),
        entity=entity,
        children=children,
        ambient=ambient(index, operation.context, acting=index.acting(operation)),
    )


def _before(index: Index, operation: Operation, own: Fields) -> Fields:
    """What there was before the write; of an entity that is worked on, its own fields first.

    What is put may be new: then there was nothing.
    """
    if operation.verb not in CHANGES:
        return _NOTHING
    if operation.verb == "put":
        return {name: replace(field, optional=True) for name, field in own.items()}
    entity = index.entity(operation) if operation.verb != "add" else None
    return {**own, **entity.fields} if entity else own


def of_entity(index: Index, operation: Operation) -> tuple[str, Fields]:
    """The name in paths, and the fields, of the entity that an operation works on; else neither."""
    entity = index.entity(operation)
    if entity is None:
        return "", _NOTHING
    fields = index.fields_of_entity(entity)
    return Name(entity.name).snake, {**fields, entity.reference: fields["id"]}


def _own(index: Index, operation: Operation) -> Fields:
    subject = index.subject(operation)
    return subject.all_fields if subject is not None else _NOTHING


def of_event(index: Index, operation: Operation, about: Aggregate | None) -> Sources:
    """What fills an event's payload: the aggregate that it is of, and the emitter's input."""
    own: Mapping[str, Field] = about.all_fields if about else {}
    taken = index.input(operation)
    entity, children = of_entity(index, operation)
    return Sources(
        index=index,
        home=operation.context,
        fields={**children, **own},
        input=taken,
        before=_before(index, operation, own),
        entity=entity,
        children=children,
        ambient=ambient(index, operation.context, acting=index.acting(operation)),
    )
