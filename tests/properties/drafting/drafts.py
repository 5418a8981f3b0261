"""What a draft knows while it grows: contexts, aggregates, operations and events made so far."""

from dataclasses import dataclass, field
from typing import Any

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.fields import FieldDraft, Group, Written
from tests.properties.drafting.kinds import Kind
from tests.properties.drafting.pools import Taken


@dataclass(slots=True, kw_only=True)
class AggregateDraft:
    """An aggregate; `id` is the type of its identity, `natural` the field that is it.

    `owner` is a field's name, or a path through a reference; `states` is empty without a lifecycle.
    """

    name: str
    plural: str
    home: "ContextDraft"
    id: Kind
    natural: str = ""
    owner: str = ""
    fields: Group = field(default_factory=dict)
    lifecycle: dict[str, dict[str, str]] = field(default_factory=dict)
    loops: list[str] = field(default_factory=list)  # transitions that leave the state as it is
    written: Written = field(default_factory=dict)
    entities: dict[str, tuple[str, str, Group]] = field(default_factory=dict)  # field, id, fields
    is_personal_inside: bool = False

    @property
    def states(self) -> tuple[str, ...]:
        """Its states, the first one first."""
        ahead = [to for moves in self.lifecycle.values() for to in moves.values()]
        return tuple(dict.fromkeys([*self.lifecycle, *ahead]))

    @property
    def moves(self) -> list[str]:
        """Its transitions, each once."""
        return list(dict.fromkeys(name for moves in self.lifecycle.values() for name in moves))

    @property
    def mutable(self) -> Group:
        """The fields that a client may change."""
        return {
            name: one
            for name, one in self.fields.items()
            if not {"immutable", "internal"} & set(one.words)
            and name not in (self.owner, self.natural)
        }

    @property
    def is_personal(self) -> bool:
        """Whether it tells of a person."""
        inside = any("pii" in one.words for one in self.fields.values())
        return inside or self.is_personal_inside

    @property
    def own_subject(self) -> bool:
        """Whether its owner is a field of its own, filled with the caller."""
        return bool(self.owner) and "." not in self.owner


@dataclass(slots=True, kw_only=True)
class OperationDraft:
    """An operation: what a caller, an event or an emitted event must know of it.

    `given` is what it takes beside the id, `on_one` whether an id finds its aggregate.
    """

    name: str
    home: "ContextDraft | ExternalDraft"
    verb: str
    is_command: bool
    subject: AggregateDraft | None = None
    given: Group = field(default_factory=dict)
    answers: Group = field(default_factory=dict)
    on_one: bool = False
    acting: bool = True
    external: bool = False
    errors: list[str] = field(default_factory=list)
    depth: int = 0  # how many calls wait for each other below it
    written: Written = field(default_factory=dict)

    @property
    def required(self) -> Group:
        """What must be given."""
        return {name: one for name, one in self.given.items() if one.required}

    @property
    def allow(self) -> object:
        """Who may call it, as written; None for the default."""
        return self.written.get("allow")


@dataclass(slots=True, kw_only=True)
class EventDraft:
    """An event: the fields of each version; the key is one of them in each."""

    name: str
    home: "ContextDraft"
    key: str
    versions: dict[str, Group]
    subject: AggregateDraft | None = None
    is_emitted: bool = False


@dataclass(slots=True, kw_only=True)
class ContextDraft:
    """One bounded context; `written` is what the blueprint says of it so far."""

    name: str
    storage: str = "postgres"
    tenancy: bool = False
    upstream: list["ContextDraft"] = field(default_factory=list)
    shared: list[Kind] = field(default_factory=list)  # of its kernels, which it has to use
    subdomains: tuple[str, ...] = ("core", "supporting", "generic")
    conformist_of: list["ContextDraft"] = field(default_factory=list)
    externals: list["ExternalDraft"] = field(default_factory=list)
    classes: Taken = field(default_factory=Taken)
    functions: Taken = field(default_factory=Taken)
    paths: set[str] = field(default_factory=set)
    kinds: list[Kind] = field(default_factory=list)  # its own, and those of its kernels
    local: list[Kind] = field(default_factory=list)  # its own only
    versions: dict[str, str] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    aggregates: list[AggregateDraft] = field(default_factory=list)
    operations: list[OperationDraft] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
    views: dict[str, Group] = field(default_factory=dict)
    needed: dict[str, str] = field(default_factory=dict)  # version, or "", by what is called
    default_allow: object = None
    written: Written = field(default_factory=dict)

    def family(self, name: str) -> Written:
        """`commands`, `events` and so on, as written; made where it is not there yet."""
        found = self.written.setdefault(name, {})
        if not isinstance(found, dict):
            raise TypeError(name)
        return found


@dataclass(slots=True, kw_only=True)
class ExternalDraft:
    """A system that is not ours; its operations by name, each with what it takes and answers."""

    name: str
    operations: list[OperationDraft] = field(default_factory=list)
    written: Written = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class SystemDraft:
    """A system while it grows."""

    dice: Dice
    but: frozenset[str]
    roles: tuple[str, ...]
    has_tenants: bool
    contexts: list[ContextDraft] = field(default_factory=list)
    externals: list[ExternalDraft] = field(default_factory=list)
    nouns: dict[str, set[str]] = field(default_factory=dict)  # the fields of each name's aggregates
    written: dict[str, Any] = field(default_factory=dict)


def id_field(aggregate: AggregateDraft) -> FieldDraft:
    """The identity of an aggregate, as a field."""
    return FieldDraft(name="id", kind=aggregate.id)
