"""Where a value comes from: a closed union of sources, and the fill that puts one in its place."""

from dataclasses import dataclass
from typing import TypeAlias

from blueprint.model.entity import Entity
from blueprint.model.types import (
    EntityRef,
    EnumRef,
    Field,
    Literal,
    StatusRef,
    Value,
    ValueRef,
)
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class FromInput:
    """A field of the operation's input: `input.FIELD`."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class FromAggregate:
    """A field of the aggregate after the write, its id, version, status and times among them."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A field of the aggregate before the write: `before.FIELD`."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class FromEntity:
    """A field of the entity that is added, updated or removed: `pet.FIELD`.

    Where `before` says so, as it was before the update.
    """

    field: Field
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step through a reference within the context: `buyer_id.name`.

    `ref` is a field of the aggregate, or of the input where `of_input` says so, or of the entity
    that is worked on where `of_entity` does.
    """

    ref: Field
    aggregate: Name
    field: Field
    of_input: bool = False
    of_entity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FromEvent:
    """A field of the event that is being handled."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class FromAnswer:
    """A field of what a need answered; `need` is the need's name."""

    need: Name
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class FromItem:
    """A field of the value that is being rebuilt: only inside a Rebuilt."""

    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class NewId:
    """A fresh id: UUIDv7, or the database's next number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The caller's subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """The caller's tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """The time at which the operation runs; where `day`, its date in UTC."""

    day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A value, or each of a list of values, made anew field by field as another class.

    The class is this context's own of `type`, or the one that the context `published` publishes;
    a word of an enum is made anew as one of that class. `many` says that `source` is a list or a
    map, as the target is; `optional` that it may be null.
    """

    source: "Source"
    type: EnumRef | StatusRef | ValueRef | EntityRef
    published: Name | None = None
    fills: tuple["Fill", ...]
    many: bool = False
    optional: bool = False

    @property
    def value(self) -> Value | Entity | None:
        """The value, or the entity, whose fields are filled; None of an enum."""
        match self.type:
            case ValueRef(value=made) | EntityRef(entity=made):
                return made
        return None


Source: TypeAlias = (
    FromInput
    | FromAggregate
    | Before
    | FromEntity
    | Step
    | FromEvent
    | FromAnswer
    | FromItem
    | NewId
    | Caller
    | Tenant
    | Now
    | Literal
    | Rebuilt
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """`target` gets what `source` gives."""

    target: Field
    source: Source
