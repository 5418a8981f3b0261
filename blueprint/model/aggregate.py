"""Aggregates: what a context keeps, the states it goes through, the rules it never breaks."""

import keyword
from dataclasses import dataclass, field
from typing import Literal as OneOf

from blueprint.model.entity import Entity
from blueprint.model.example import Example
from blueprint.model.types import EntityRef, Field, ListOf
from blueprint.names import Name, first


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From one state to another."""

    from_state: Name
    to_state: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A named change of state: each state from which it may happen, and where it leads."""

    name: Name
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The states of an aggregate, in written order, the first of them where it starts."""

    initial: Name
    states: tuple[Name, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """A sentence that is always true of the aggregate."""

    name: Name
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Fields by which rows are found."""

    fields: tuple[Field, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The field that `own` compares with the caller, one step away where `through` is there.

    `through` is a reference of this aggregate, `of` the aggregate that it leads to.
    """

    field: Field
    through: Field | None = None
    of: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One aggregate; `fields` are those that the blueprint writes.

    `id`, `version`, `created_at`, `updated_at`, and where they exist `status` and `tenant`, stand
    beside them as fields of their own. `id_from` is the field that the id repeats, if any.
    `entities` are the kinds of children that it holds, each in one of the fields `children`.
    `indexes` are those that are written, then those of references, the owner, unique fields.
    `was` are the names that it had before, the oldest first.
    """

    name: Name
    context: Name
    about: str
    id_kind: OneOf["uuid", "int", "field"]
    id: Field
    id_from: Field | None
    version: Field
    created_at: Field
    updated_at: Field
    status: Field | None
    tenant: Field | None
    fields: tuple[Field, ...]
    entities: tuple[Entity, ...]
    owner: Owner | None
    lifecycle: Lifecycle | None
    invariants: tuple[Invariant, ...]
    indexes: tuple[Index, ...]
    examples: tuple[Example, ...]
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first."""
        return first(self.name, self.was)

    @property
    def tenancy(self) -> bool:
        """Whether each row belongs to a tenant."""
        return self.tenant is not None

    @property
    def table(self) -> str:
        """The table that keeps it."""
        return self.name.table

    @property
    def variable(self) -> str:
        """A short name for one of it in code: the last word, as `order` for LabOrder."""
        word = self.name.last_word
        return f"{word}_" if keyword.iskeyword(self.name.words[-1]) else word

    @property
    def own_fields(self) -> tuple[Field, ...]:
        """What it has by itself: id, version, times, and tenant and status where they exist."""
        extra = (self.tenant, self.status)
        common = (self.id, self.version, self.created_at, self.updated_at)
        return common + tuple(field for field in extra if field is not None)

    @property
    def children(self) -> tuple[Field, ...]:
        """The fields that hold its entities, each in a table of its own."""
        return tuple(
            Field(name=entity.children, type=ListOf(item=EntityRef(entity=entity), max=entity.most))
            for entity in self.entities
        )

    @property
    def stored_fields(self) -> tuple[Field, ...]:
        """Its own fields, then those that the blueprint writes: the columns of its table."""
        return self.own_fields + self.fields

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Everything that it holds, its entities last."""
        return self.stored_fields + self.children

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """What a contract may show: no tenant, nothing internal, nothing secret."""
        return tuple(
            field
            for field in self.all_fields
            if field is not self.tenant and not field.internal and not field.secret
        )

    def entity(self, children: str) -> Entity | None:
        """The kind of entities that the field *children*, as it is written, holds; or None."""
        return next((one for one in self.entities if one.children.text == children), None)

    def field(self, name: str) -> Field | None:
        """The field of this name in snake_case, or None."""
        return next((field for field in self.all_fields if field.name.snake == name), None)
