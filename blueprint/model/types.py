"""The types that a field can have: a closed union, one frozen class a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from blueprint.model.scalars import Scalar, Uuid
from blueprint.names import Name, first

if TYPE_CHECKING:
    from blueprint.model.aggregate import Aggregate
    from blueprint.model.endpoint import Endpoint
    from blueprint.model.entity import Entity
    from blueprint.model.view import View

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""A plain value as the blueprint writes it; dates, times and decimals stand as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """`list(T)`: min to max items; no upper bound where `max` is None."""

    item: "Type"
    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """`map(T)`: text to T."""

    item: "Type"
    min: int = 0
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """`ref(context.Aggregate)`: the id of an aggregate; `key` is the type of that id."""

    context: Name
    aggregate: Name
    key: "Type" = field(default_factory=Uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumRef:
    """An enum of this context, or of a shared kernel."""

    enum: "Enum"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRef:
    """A value of this context, or of a shared kernel."""

    value: "Value"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRef:
    """`LabOrderStatus`: the states of an aggregate's lifecycle."""

    aggregate: Name
    states: tuple[Name, ...]

    @property
    def name(self) -> Name:
        """The name of the enum."""
        return Name(f"{self.aggregate.pascal}Status")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRef:
    """`ordering.OrderedTest`: a value or an enum that another context publishes.

    What a call passes on is made of such, too: aggregates, views and records are there as well.
    `alias` is what our contracts call it where its own name stands for something of ours.
    """

    context: Name
    type: "EnumRef | ValueRef | StatusRef | EntityRef | AggregateRef | ViewRef | Record"
    alias: Name | None = None

    @property
    def name(self) -> Name:
        """The published class."""
        return named(self.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRef:
    """An entity of an aggregate: in that aggregate, in an output, in an event of this context."""

    entity: "Entity"


@dataclass(frozen=True, slots=True, kw_only=True)
class AggregateRef:
    """A whole aggregate of this context, in an output."""

    aggregate: "Aggregate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRef:
    """A whole row of a view of this context, in an output."""

    view: "View"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """`page(T)`: `{items, next}`."""

    item: "Type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The fields under `output:`; `name` is the operation's."""

    name: Name
    fields: tuple["Field", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRef:
    """What another context's operation answers, passed on by `call`."""

    endpoint: "Endpoint"


Type: TypeAlias = (
    Scalar
    | ListOf
    | MapOf
    | Ref
    | EnumRef
    | ValueRef
    | StatusRef
    | PublishedRef
    | EntityRef
    | AggregateRef
    | ViewRef
    | PageOf
    | Record
    | AnswerRef
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A value that the blueprint writes out; None is null, lists are tuples."""

    value: Json = field(hash=False)  # it may hold a mapping, which has no hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named datum with its type.

    `default` is None where there is none; an optional field without one defaults to null. `was`
    are the names that it had before, the oldest first; they make two fields no different.
    """

    name: Name
    type: Type
    about: str = ""
    optional: bool = False
    default: Literal | None = None
    unique: bool = False
    index: bool = False
    immutable: bool = False
    internal: bool = False
    pii: bool = False
    secret: bool = False
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first."""
        return first(self.name, self.was)

    @property
    def required(self) -> bool:
        """Whether it must be given when the whole is made."""
        return not self.optional and self.default is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enum:
    """A named set of words; `home` is the context or the shared kernel that defines it."""

    name: Name
    home: Name
    values: tuple[Name, ...]
    about: str = ""
    kernel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value object; `home` is the context or the shared kernel that defines it.

    `entity` is set of a draft: what one gives where an entity of that name is to be made.
    """

    name: Name
    home: Name
    fields: tuple[Field, ...]
    about: str = ""
    kernel: bool = False
    entity: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """A shared kernel: types only, with the contexts that own it."""

    name: Name
    about: str
    owners: tuple[Name, ...]
    enums: tuple[Enum, ...]
    values: tuple[Value, ...]


def named(
    type: "EnumRef | ValueRef | StatusRef | EntityRef | AggregateRef | ViewRef | Record",
) -> Name:
    """The name of an enum, a value, a whole or a lifecycle's states."""
    match type:
        case EnumRef(enum=enum):
            return enum.name
        case ValueRef(value=value):
            return value.name
        case EntityRef(entity=entity):
            return entity.name
        case AggregateRef(aggregate=aggregate):
            return aggregate.name
        case ViewRef(view=view):
            return view.name
        case StatusRef() | Record():
            return type.name
