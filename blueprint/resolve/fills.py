"""Filling: one rule for payloads, inputs, writes, answers and views.

Equal names fill themselves; a path or a literal says the rest. Where the source's class is not the
target's, a value is made anew, field by field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from blueprint.document.sources import SourceWord
from blueprint.model import (
    Caller,
    Date,
    DateTime,
    EntityRef,
    EnumRef,
    Field,
    Fill,
    FromEntity,
    FromInput,
    FromItem,
    ListOf,
    MapOf,
    NewId,
    Now,
    PublishedRef,
    Rebuilt,
    Ref,
    Source,
    StatusRef,
    Step,
    String,
    Subject,
    Tenant,
    Type,
    ValueRef,
)
from blueprint.names import Name
from blueprint.resolve.literals import is_time, literal

TENANT = String(min=1, max=64)
"""The type of a tenant, in tokens, rows and messages alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A source, and the field that it reads.

    `publisher` is the context of whose published classes the value is made, None for our own.
    """

    source: Source
    field: Field
    publisher: Name | None = None


Findings = Mapping[str, Found]
"""What can be named at one place, by its name in the blueprint."""

_NOW = Found(source=Now(), field=Field(name=Name("now"), type=DateTime()))
_TENANT = Found(source=Tenant(), field=Field(name=Name("tenant"), type=TENANT))
_CALLER = Found(source=Caller(), field=Field(name=Name("caller"), type=Subject()))


def ambient(*, tenancy: bool, acting: bool = False) -> Findings:
    """What is there without being anybody's field: a caller only where somebody is *acting*."""
    found = {"now": _NOW}
    if tenancy:
        found["tenant"] = _TENANT
    if acting:
        found["caller"] = _CALLER
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the paths at one place may name.

    `names` fill their equals, and `ambient` what has no equal; `steps` are the fields of this
    context's aggregates, which a path reaches by one step through a reference. `entity` is the
    name of the one that the operation works on, `children` its fields.
    """

    names: Findings
    input: Findings = field(default_factory=dict)
    before: Findings = field(default_factory=dict)
    entity: str = ""
    children: Findings = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    home: Name
    ambient: Findings = field(default_factory=dict)

    def find(self, path: tuple[str, ...]) -> Found | None:
        """What a path of one or two parts names, None where it names nothing."""
        first, rest = path[0], path[1:]
        if not rest:
            return self.names.get(first) or self.ambient.get(first)
        if first == "input":
            return self.input.get(rest[0])
        if first == "before":
            return self.before.get(rest[0])
        if first == self.entity:
            return self.children.get(rest[0])
        reference = self.names.get(first)
        return self._step(reference, rest[0]) if reference else None

    def _step(self, reference: Found, name: str) -> Found | None:
        kind = reference.field.type
        if not isinstance(kind, Ref) or kind.context != self.home:
            return None
        reached = self.steps.get(kind.aggregate.text, {}).get(name)
        if reached is None:
            return None
        source = Step(
            ref=reference.field,
            aggregate=kind.aggregate,
            field=reached,
            of_input=isinstance(reference.source, FromInput),
            of_entity=isinstance(reference.source, FromEntity),
        )
        optional = reached.optional or reference.field.optional
        return Found(source=source, field=replace(reached, optional=optional))


def fill(
    targets: Iterable[Field],
    sources: Sources,
    said: Mapping[str, SourceWord],
    publisher: Name | None = None,
) -> tuple[Fill, ...]:
    """A fill for each target that something fills; *publisher* is the context that reads them."""
    made = (one(target, sources, said.get(target.name.text), publisher) for target in targets)
    return tuple(fill for fill in made if fill is not None)


def one(
    target: Field, sources: Sources, said: SourceWord | None, publisher: Name | None = None
) -> Fill | None:
    """The fill of one target, None where nothing fills it."""
    if said is not None and said.literal is not None:
        return written(_as_published(target, publisher), said.literal)
    found = sources.find(said.path if said else (target.name.text,))
    return None if found is None else put(target, found, publisher)


def _as_published(target: Field, publisher: Name | None) -> Field:
    """The target with the class of its enum as *publisher* publishes it."""
    if publisher is None or not isinstance(target.type, EnumRef | StatusRef):
        return target
    return replace(target, type=PublishedRef(context=publisher, type=target.type))


def written(target: Field, text: str) -> Fill:
    """A target that gets a literal."""
    if is_time(target.type, text):
        return Fill(target=target, source=Now(day=isinstance(target.type, Date)))
    return Fill(target=target, source=literal(target.type, text, optional=target.optional))


def put(target: Field, found: Found, publisher: Name | None = None) -> Fill:
    """A target that gets what was found, made anew where its class is another."""
    if isinstance(found.source, Now):
        return Fill(target=target, source=Now(day=isinstance(target.type, Date)))
    has, wants = _made_of(found.field.type, found.publisher), _made_of(target.type, publisher)
    if has is None or wants is None or has == wants:
        return Fill(target=target, source=found.source)
    source = Rebuilt(
        source=found.source,
        type=wants.type,
        published=wants.publisher,
        fills=_by_fields(has, wants),
        many=isinstance(target.type, ListOf | MapOf),
        optional=found.field.optional,
    )
    return Fill(target=target, source=source)


@dataclass(frozen=True, slots=True)
class _Made:
    """A class that stands for a value, an entity or an enum: our own, or one that is published."""

    type: ValueRef | EnumRef | StatusRef | EntityRef
    publisher: Name | None


def _made_of(type: Type, publisher: Name | None) -> _Made | None:
    match type:
        case ListOf(item=item) | MapOf(item=item):
            return _made_of(item, publisher)
        case ValueRef() | EnumRef() | StatusRef() | EntityRef():
            return _Made(type, publisher)
        case PublishedRef(context=context, type=inner):
            return _made_of(inner, context)
        case _:
            return None


def _fields(made: _Made) -> tuple[Field, ...]:
    match made.type:
        case ValueRef(value=value):
            return value.fields
        case EntityRef(entity=entity):
            return entity.all_fields
    return ()


def _by_fields(has: _Made, wants: _Made) -> tuple[Fill, ...]:
    given = {field.name.text: field for field in _fields(has)}
    filled = tuple(
        put(
            target,
            Found(
                source=FromItem(field=given[target.name.text]),
                field=given[target.name.text],
                publisher=has.publisher,
            ),
            wants.publisher,
        )
        for target in _fields(wants)
        if target.name.text in given
    )
    if isinstance(wants.type, EntityRef) and "id" not in given:
        return (Fill(target=wants.type.entity.id, source=NewId()), *filled)
    return filled
