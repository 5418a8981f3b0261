"""What the rules know of a blueprint: each node with its path, its short forms written out.

Short forms have one meaning here: `does` is a verb and a target, `payload` is version v1, an
operation without `input:` takes what its verb says. References are still names: whether they
lead anywhere is what the rules ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from blueprint.load import Path
from blueprint.names import Name
from blueprint.rules.facts_of_fields import Example, Field, Fields, Type, Values
from blueprint.rules.facts_of_operations import Emission, Need, Operation, Permission, Route

__all__ = [
    "Aggregate",
    "Change",
    "Consumption",
    "Context",
    "Emission",
    "Entity",
    "Event",
    "Example",
    "Exempted",
    "Feed",
    "Field",
    "Fields",
    "Kernel",
    "Need",
    "Operation",
    "Permission",
    "Relation",
    "Route",
    "System",
    "Type",
    "Values",
    "View",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A child entity; `children` is the field of its aggregate that holds them."""

    name: str
    owner: str
    context: str
    path: Path
    children: str
    fields: Fields
    was: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The input by which operations name one."""
        return f"{Name(self.name).snake}_id"

    @property
    def own(self) -> frozenset[str]:
        """What it has by itself, and what its table has beside its fields."""
        return frozenset({"id", "ordinal", "tenant", f"{Name(self.owner).snake}_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """An aggregate; `fields` are those written, `all_fields` also those it has by itself.

    `held` are the fields that hold its entities.
    """

    name: str
    context: str
    path: Path
    owner: str | None
    identity: str  # what `id:` says: uuid, int or a field
    fields: Fields
    implicit: Fields
    entities: Mapping[str, Entity]
    held: Fields
    lifecycle: Mapping[str, Mapping[str, str]]  # state, transition, state
    invariants: tuple[str, ...]
    indexes: tuple[tuple[tuple[str, ...], Path], ...]
    examples: tuple[Example, ...] = ()
    crud: bool = False  # whether it says `crud`
    was: tuple[str, ...] = ()

    @property
    def all_fields(self) -> dict[str, Field]:
        """Every field, the implicit ones first, those that hold entities last."""
        return {**self.implicit, **self.fields, **self.held}

    def entity(self, children: str | None) -> Entity | None:
        """The kind of entities that the field *children* holds; None where it holds none."""
        return next((one for one in self.entities.values() if one.children == children), None)

    @property
    def caller_owns(self) -> bool:
        """Whether its owner is a field of its own that the caller fills; BP220 says what is not."""
        field = self.fields.get(self.owner or "")
        return field is not None and field.type.word == "subject"

    @property
    def natural(self) -> Field | None:
        """The written field that its id repeats, if there is one."""
        return None if self.identity in {"uuid", "int"} else self.fields.get(self.identity)

    @property
    def states(self) -> list[str]:
        """The states, the first one first."""
        targets = [to for moves in self.lifecycle.values() for to in moves.values()]
        return list(dict.fromkeys([*self.lifecycle, *targets]))

    @property
    def transitions(self) -> set[str]:
        """The names of its transitions."""
        return {name for moves in self.lifecycle.values() for name in moves}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one event does to a view."""

    event: str
    path: Path
    sets: Mapping[str, str]
    where: Mapping[str, str]
    remove: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A read model."""

    name: str
    context: str
    path: Path
    key: str
    fields: Fields
    feeds: tuple[Feed, ...]
    was: tuple[str, ...] = ()

    @property
    def all_fields(self) -> Fields:
        """Every field; a view has none by itself."""
        return self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event with the fields of each version."""

    name: str
    context: str
    path: Path
    of: str | None
    key: str
    versions: Mapping[str, Fields]
    sunsets: Mapping[str, date]  # of those versions that say one
    was: tuple[str, ...] = ()

    @property
    def latest(self) -> str:
        """The highest version."""
        return list(self.versions)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption:
    """An event that a context consumes, and the command that it runs."""

    event: str
    context: str
    path: Path
    run: str
    fill: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed in one version: NODE.FIELD, and how."""

    version: str
    target: str
    path: Path
    way: str  # values, renamed_from, added or removed
    words: Mapping[str, str]  # of values: a new word, the older one
    before: str | None  # of renamed_from
    value: object  # of added and removed
    gone: Field | None  # of removed, as it was written

    @property
    def removes(self) -> bool:
        """Whether the older version has it, and this one does not."""
        return self.way == "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A context with all its nodes."""

    name: str
    path: Path
    external: bool
    address: str  # of a system that is not ours
    subdomain: str
    tenancy: str
    storage: str
    enums: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Fields]
    aggregates: Mapping[str, Aggregate]
    operations: Mapping[str, Operation]
    twice: frozenset[str]  # the names of a command and a query
    events: Mapping[str, Event]
    views: Mapping[str, View]
    consumes: tuple[Consumption, ...]
    versions: Mapping[str, str]  # version, status
    sunsets: Mapping[str, date]  # of those versions that say one
    rate_per: str | None  # what the rate limit counts by
    changes: tuple[Change, ...]
    base: str
    page: str | int | None  # of a list that says none itself
    was: tuple[str, ...] = ()

    @property
    def entities(self) -> dict[str, Entity]:
        """The entities of its aggregates, by name."""
        return {name: e for a in self.aggregates.values() for name, e in a.entities.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One line of the context map."""

    path: Path
    upstream: str | None = None
    downstream: str | None = None
    between: tuple[str, ...] = ()
    conformist: bool = False  # whether the downstream side uses the other's types
    upstream_as: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        """The two contexts."""
        return self.between or tuple(side for side in (self.upstream, self.downstream) if side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernel:
    """A shared kernel."""

    name: str
    path: Path
    owners: tuple[str, ...]
    enums: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Fields]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """A finding of a rule that is accepted at one node, such as `ordering.WardBoard`."""

    rule: str
    node: str
    path: Path
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A whole blueprint."""

    name: str
    contexts: Mapping[str, Context]
    kernels: Mapping[str, Kernel]
    relations: tuple[Relation, ...]
    roles: frozenset[str]
    tenant_claim: str | None
    addresses: Mapping[Path, str]  # of the issuer, and of origins that browsers call from
    identified: bool  # whether it says who issues its tokens, or which roles there are
    default_allow: tuple[Permission, ...]  # of the system, and of each context
    exceptions: tuple[Exempted, ...] = ()
