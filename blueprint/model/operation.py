"""Operations: the commands and queries of a context, with all that stands around them."""

from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

from blueprint.model.aggregate import Aggregate, Transition
from blueprint.model.endpoint import Endpoint, Error, Route
from blueprint.model.entity import Entity
from blueprint.model.event import Event, EventVersion
from blueprint.model.example import Example
from blueprint.model.fill import Fill, FromAnswer
from blueprint.model.security import Access
from blueprint.model.types import AggregateRef, Field, PageOf, Record, Type, ViewRef
from blueprint.model.view import View
from blueprint.names import Name, first

Kind: TypeAlias = OneOf[
    "create",
    "put",
    "update",
    "delete",
    "transition",
    "add",
    "remove",
    "get",
    "list",
    "call",
    "custom",
]
Comparison: TypeAlias = OneOf["equals", "in", "range", "prefix", "contains", "present"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An error of the called operation, by name, and the declared error that it becomes."""

    theirs: Name
    ours: Error


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A call that is made before the write.

    `name` is the callee's, or with `For` and the operation's behind it where another operation
    calls the same with another timeout, retry or refusals: a name stands for one way of calling.
    `fills` give the callee's input, made of the classes that the callee publishes; code that is
    custom may give it otherwise. `keep` puts answers (FromAnswer) into fields of the aggregate.
    `timeout` is in seconds, `retry` counts further attempts. Behind an anticorruption layer
    (`translated`) the answer ends in a fill.
    """

    name: Name
    endpoint: Endpoint
    fills: tuple[Fill, ...]
    refused: tuple[Refused, ...]
    keep: tuple[Fill, ...]
    timeout: float
    retry: int
    translated: bool

    @property
    def target(self) -> str:
        """The context or external system that is called."""
        return self.endpoint.context.text

    @property
    def is_translated(self) -> bool:
        """Whether the answer ends in a fill: it is theirs, and has fields to take from."""
        whole = Record | AggregateRef | ViewRef | PageOf
        return self.translated and isinstance(self.endpoint.output, whole)

    @property
    def title(self) -> str:
        """`patients.GetPatient`."""
        return self.endpoint.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """An event that the operation emits.

    `when` says how: `always`, `may` and `one_of` (the code decides), or `changed`, when one of the
    fields `changed` has a new value. `fills` give the event's fields; empty where only code can.
    """

    event: Event
    when: OneOf["always", "may", "one_of", "changed"]
    changed: tuple[Field, ...]
    fills: tuple[Fill, ...]

    @property
    def by_code(self) -> bool:
        """Whether code decides about it."""
        return self.when in ("may", "one_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """`every: 1h`; in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """`every: "0 4 * * *"`: five fields, in UTC."""

    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """How long an answer is kept, in seconds, and which events drop it before that."""

    ttl: float
    until: tuple[EventVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A field by which a list is narrowed; `in_path` where the path gives it."""

    field: Field
    comparison: Comparison
    in_path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One command or query.

    `input` holds every field that it takes, `id` among them; the filters of a list are no input,
    but what its path names is both; `input_written` says that it stands in the blueprint, and does
    not follow from the aggregate. `versions` are the API versions that know it, also where it
    answers nowhere.
    `uses` are further aggregates that its code finds, and where it is a command writes; `lock` is
    the one whose rows it keeps to itself until it has written; `reads_sql` says that its code asks
    the context's own tables in SQL.
    `writes` are the fields of the aggregate that its plain body writes (all of them at `create`
    and `put`; `tenant`, `version` and the times are the runtime's own). `entity` is set where it
    adds, updates or removes one inside the aggregate: then `writes` are that one's fields.
    `patch` says that absent input leaves a field as it is. `page` is the default size of a page,
    None where all is answered. `was` are the names that it had before, the oldest first.
    """

    name: Name
    context: Name
    about: str
    kind: Kind
    is_command: bool
    aggregate: Aggregate | None
    view: View | None
    transition: Transition | None
    entity: Entity | None
    calls: Endpoint | None
    input: tuple[Field, ...]
    output: Type | None
    output_fills: tuple[Fill, ...]
    routes: tuple[Route, ...]
    versions: tuple[str, ...]
    patch: bool
    access: Access
    needs: tuple[Need, ...]
    writes: tuple[Fill, ...]
    emits: tuple[Emission, ...]
    errors: tuple[Error, ...]
    every: Interval | Cron | None
    cache: Cache | None
    filters: tuple[Filter, ...]
    sorts: tuple[Field, ...]
    page: int | None
    examples: tuple[Example, ...]
    uses: tuple[Aggregate, ...] = ()
    lock: Aggregate | None = None
    reads_sql: bool = False
    input_written: bool = False
    ejected: bool = False
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first: what ran under it before is kept under it."""
        return first(self.name, self.was)

    @property
    def is_custom(self) -> bool:
        """Whether it says `custom`: nothing is known of its body."""
        return self.kind == "custom"

    @property
    def is_plain(self) -> bool:
        """Whether it is generated; a fill otherwise."""
        return not (self.is_custom or self.ejected or any(e.by_code for e in self.emits))

    @property
    def is_list(self) -> bool:
        """Whether it answers a page of an aggregate or a view."""
        return self.kind == "list"

    @property
    def has_input(self) -> bool:
        """Whether its use case takes an input."""
        return self.is_list or bool(self.input)

    @property
    def output_fields(self) -> tuple[Field, ...]:
        """The fields under `output:`; empty where it answers something with a name, or nothing."""
        return self.output.fields if isinstance(self.output, Record) else ()

    @property
    def id(self) -> Field | None:
        """The input that names the aggregate it works on, or the key of the view's row."""
        key = self.view.key.name.snake if self.view else "id"
        return next((field for field in self.input if field.name.snake == key), None)

    @property
    def preloads(self) -> bool:
        """Whether the aggregate is found before the use case runs: custom, and its id is known."""
        return self.is_custom and self.aggregate is not None and self.id is not None

    def locks(self, aggregate: Aggregate) -> bool:
        """Whether it keeps the rows of *aggregate* that it gets to itself until it has written."""
        return self.lock is not None and self.lock.name == aggregate.name

    @property
    def guarded(self) -> bool:
        """Whether it changes one aggregate that is there: If-Match is compared."""
        return self.is_command and self.aggregate is not None and self.id is not None

    @property
    def reference(self) -> Field | None:
        """The input that names the entity it updates or removes."""
        known = self.entity is not None and self.kind != "add"
        return self.entity.reference if self.entity and known else None

    @property
    def answers_aggregate(self) -> bool:
        """Whether the answer is one whole aggregate: it carries an ETag."""
        return isinstance(self.output, AggregateRef)

    @property
    def answers_page(self) -> bool:
        """Whether the answer is `{items, next}`."""
        return isinstance(self.output, PageOf)

    @property
    def item(self) -> Type | None:
        """What a page holds, or the whole output."""
        return self.output.item if isinstance(self.output, PageOf) else self.output

    @property
    def answers_view(self) -> bool:
        """Whether the answer is one whole row of a view."""
        return isinstance(self.output, ViewRef)

    def uses_answer(self, need: Need) -> bool:
        """Whether what *need* answers is of use here: kept, passed on, or in the hands of code."""
        answers = (f.source for f in self.writes if isinstance(f.source, FromAnswer))
        kept = need.keep or any(answer.need == need.name for answer in answers)
        wanted = bool(kept) or self.kind == "call" or not self.is_plain
        return need.endpoint.output is not None and wanted

    def patches(self, field: Field) -> bool:
        """Whether an input may be absent, and then leaves the field of its name as it is."""
        written = self.entity or self.aggregate
        known = written.fields if written else ()
        return self.patch and any(one.name == field.name for one in known)

    def route(self, version: str) -> Route | None:
        """Where it answers in an API version, or None."""
        return next((route for route in self.routes if route.version == version), None)
