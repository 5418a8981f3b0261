"""What the paths may name at a place where something is filled."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from blueprint.rules.facts import Aggregate, Field, Fields, Operation, Type
from blueprint.rules.index import Index

_NOTHING: Fields = {}
CHANGES = frozenset({"put", "update", "transition", "delete"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What can be named: `fields` by their names, which also fill their equals, and the rest.

    `before` are the fields of the aggregate before the write; `ambient` what is there without
    being anybody's field: `now`, and where they are known `caller` and `tenant`.
    """

    index: Index
    home: str
    fields: Fields
    input: Fields = field(default_factory=dict)
    before: Fields = field(default_factory=dict)
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
        return self._through(self.fields.get(first), rest)

    def names(self) -> tuple[str, ...]:
        """What a message may propose."""
        inputs = (f"input.{name}" for name in self.input)
        earlier = (f"before.{name}" for name in self.before)
        return (*self.fields, *self.ambient, *inputs, *earlier)

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
    return _sources(index, operation, own)


def later(index: Index, operation: Operation) -> Sources:
    """What there is after an operation wrote."""
    return _sources(index, operation, _own(index, operation))


def _sources(index: Index, operation: Operation, own: Fields) -> Sources:
    taken = index.input(operation)
    changes = operation.verb in CHANGES
    return Sources(
        index=index,
        home=operation.context,
        fields={**taken, **own},
        input=taken,
        before=_own(index, operation) if changes else _NOTHING,
        ambient=ambient(index, operation.context, acting=index.acting(operation)),
    )


def _own(index: Index, operation: Operation) -> Fields:
    subject = index.subject(operation)
    return subject.all_fields if subject is not None else _NOTHING


def of_event(index: Index, operation: Operation, about: Aggregate | None) -> Sources:
    """What fills an event's payload: the aggregate that it is of, and the emitter's input."""
    own: Mapping[str, Field] = about.all_fields if about else {}
    taken = index.input(operation)
    return Sources(
        index=index,
        home=operation.context,
        fields=own,
        input=taken,
        before=own if operation.verb in CHANGES else {},
        ambient=ambient(index, operation.context, acting=index.acting(operation)),
    )
