"""A bounded context: everything that becomes one service."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf

from blueprint.model import reach
from blueprint.model.aggregate import Aggregate
from blueprint.model.api import Api, ApiVersion
from blueprint.model.endpoint import Endpoint, Error
from blueprint.model.entity import Entity
from blueprint.model.event import Event
from blueprint.model.operation import Need, Operation
from blueprint.model.subscription import Feed, Run, Subscription
from blueprint.model.types import Enum, Field, Type, Value
from blueprint.model.view import View
from blueprint.names import Name, first


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where the context keeps its data, and whether each row belongs to a tenant."""

    engine: OneOf["postgres", "sqlite", "none"]
    tenancy: OneOf["none", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of the context's language."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One context; every tuple is in written order, values before those that hold them.

    `enums` and `values` are its own, `kernel_enums` and `kernel_values` those of the shared
    kernels it owns. `callers` are the contexts that the map lets call it. `endpoints` are its
    operations as others call them, one an operation, in the version that is current; `called`
    are those that another context needs, in each version that one asks for. `was` are the names
    that it had before, the oldest first.
    """

    name: Name
    about: str
    subdomain: OneOf["core", "supporting", "generic"]
    team: str | None
    glossary: tuple[Word, ...]
    storage: Storage
    broker: OneOf["sql"]
    cache: OneOf["memory", "none"]
    json: OneOf["snake", "camel"]
    base_path: str
    enums: tuple[Enum, ...]
    values: tuple[Value, ...]
    kernel_enums: tuple[Enum, ...]
    kernel_values: tuple[Value, ...]
    aggregates: tuple[Aggregate, ...]
    operations: tuple[Operation, ...]
    events: tuple[Event, ...]
    subscriptions: tuple[Subscription, ...]
    views: tuple[View, ...]
    api: Api
    callers: tuple[Name, ...]
    endpoints: tuple[Endpoint, ...]
    called: tuple[Endpoint, ...]
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first: its data and its place in streams are kept under it."""
        return first(self.name, self.was)

    @property
    def title(self) -> str:
        """Its name as a heading."""
        return self.name.title

    @property
    def tenancy(self) -> bool:
        """Whether each row belongs to a tenant."""
        return self.storage.tenancy == "row"

    @property
    def schema_base(self) -> str:
        """The chassis' class that bodies of its API derive from."""
        return "CamelSchema" if self.json == "camel" else "Schema"

    @property
    def commands(self) -> tuple[Operation, ...]:
        """What changes something."""
        return tuple(operation for operation in self.operations if operation.is_command)

    @property
    def queries(self) -> tuple[Operation, ...]:
        """What only reads."""
        return tuple(operation for operation in self.operations if not operation.is_command)

    @property
    def plain_operations(self) -> tuple[Operation, ...]:
        """Those that are generated whole."""
        return tuple(operation for operation in self.operations if operation.is_plain)

    @property
    def fill_operations(self) -> tuple[Operation, ...]:
        """Those that are a fill: custom, ejected, or with something left to code."""
        return tuple(operation for operation in self.operations if not operation.is_plain)

    @property
    def scheduled_operations(self) -> tuple[Operation, ...]:
        """Those with `every:`."""
        return tuple(operation for operation in self.operations if operation.every)

    @property
    def reads_sql(self) -> bool:
        """Whether a query of it asks its own tables in SQL."""
        return any(operation.reads_sql for operation in self.operations)

    @property
    def locked(self) -> tuple[Aggregate, ...]:
        """The aggregates of which an operation locks rows."""
        return tuple(a for a in self.aggregates if any(op.locks(a) for op in self.operations))

    def exposed(self, version: ApiVersion | str) -> tuple[Operation, ...]:
        """The operations that answer in an API version."""
        name = version if isinstance(version, str) else version.name
        return tuple(operation for operation in self.operations if operation.route(name))

    @property
    def needs(self) -> tuple[Need, ...]:
        """Every call to others, each name once."""
        found = {need.name.text: need for op in self.operations for need in op.needs}
        return tuple(found.values())

    @property
    def translated_needs(self) -> tuple[Need, ...]:
        """Those behind an anticorruption layer whose answer has fields, and somebody uses it."""
        own = [op for op in self.operations if op.kind != "call"]  # which passes answers on
        used = {n.name.text for op in own for n in op.needs if op.uses_answer(n)}
        return tuple(n for n in self.needs if n.is_translated and n.name.text in used)

    @property
    def has_examples(self) -> bool:
        """Whether the blueprint gives an example of any of its operations."""
        return any(operation.examples for operation in self.operations)

    @property
    def errors(self) -> tuple[Error, ...]:
        """Every declared error, each name once."""
        found = {error.name.text: error for op in self.operations for error in op.errors}
        return tuple(found.values())

    @property
    def all_enums(self) -> tuple[Enum, ...]:
        """The enums of its kernels, then its own."""
        return self.kernel_enums + self.enums

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of all its aggregates."""
        return tuple(entity for aggregate in self.aggregates for entity in aggregate.entities)

    @property
    def all_values(self) -> tuple[Value, ...]:
        """The values of its kernels, then its own."""
        return self.kernel_values + self.values

    @property
    def tenant_tables(self) -> tuple[str, ...]:
        """The tables whose rows belong to a tenant."""
        if not self.tenancy:
            return ()
        kept = [aggregate.table for aggregate in self.aggregates]
        kept += [entity.table for entity in self.entities]
        return (*kept, *(view.table for view in self.views))

    @property
    def pii_fields(self) -> tuple[str, ...]:
        """The names, in snake_case and sorted, that logs redact: what is pii or secret anywhere."""
        fields = [*self.all_fields(), *(field for e in self.events for field in e.fields)]
        fields += [field for op in self.operations for field in (*op.input, *op.output_fields)]
        return tuple(sorted({f.name.snake for f in fields if f.pii or f.secret}))

    @property
    def published_enums(self) -> tuple[Enum, ...]:
        """The enums that its events and its called operations speak of."""
        found = reach.enums(self._published_types())
        return tuple(enum for enum in self.all_enums if enum in found)

    @property
    def published_values(self) -> tuple[Value, ...]:
        """The values that its events and its called operations speak of, parts before wholes."""
        found = reach.values(self._published_types())
        return tuple(value for value in self.all_values if value in found)

    @property
    def published_entities(self) -> tuple[Entity, ...]:
        """The entities that its events and its called operations speak of."""
        found = reach.entities(self._published_types())
        return tuple(entity for entity in self.entities if entity in found)

    @property
    def published_statuses(self) -> tuple[Aggregate, ...]:
        """The aggregates whose states its events and its called operations speak of."""
        found = {status.aggregate.text for status in reach.statuses(self._published_types())}
        return tuple(a for a in self.aggregates if a.name.text in found)

    @property
    def publishes(self) -> bool:
        """Whether others find anything of it by name: events, or words that its answers use."""
        words = (*self.published_enums, *self.published_values, *self.published_statuses)
        return bool(self.events or words or self.published_entities)

    @property
    def has_words(self) -> bool:
        """Whether it has enums or values."""
        return bool(self.all_enums or self.all_values)

    def _published_types(self) -> Iterator[Type]:
        for event in self.events:
            yield from (field.type for version in event.versions for field in version.fields)
        for endpoint in self.called:
            yield from (field.type for field in endpoint.input)
            if endpoint.output is not None:
                yield endpoint.output

    def feeds(self, view: View) -> tuple[Subscription, ...]:
        """What feeds a view."""
        found = (s for s in self.subscriptions if isinstance(s.does, Feed) and s.does.view == view)
        return tuple(found)

    def runs(self, operation: Operation) -> tuple[Subscription, ...]:
        """The subscriptions that run a command."""
        found = (s for s in self.subscriptions if isinstance(s.does, Run))
        return tuple(s for s in found if s.consumer == operation.first.pascal)

    def aggregate(self, name: Name | str) -> Aggregate | None:
        """The aggregate of this name, or None."""
        return next((a for a in self.aggregates if a.name.text == str(name)), None)

    def operation(self, name: Name | str) -> Operation | None:
        """The operation of this name, or None."""
        return next((o for o in self.operations if o.name.text == str(name)), None)

    def event(self, name: Name | str) -> Event | None:
        """The event of this name, or None."""
        return next((e for e in self.events if e.name.text == str(name)), None)

    def view(self, name: Name | str) -> View | None:
        """The view of this name, or None."""
        return next((v for v in self.views if v.name.text == str(name)), None)

    def lists(self, holder: Aggregate | View) -> tuple[Operation, ...]:
        """The queries that list an aggregate or a view."""
        return tuple(
            operation
            for operation in self.operations
            if operation.is_list and holder in (operation.aggregate, operation.view)
        )

    def all_fields(self) -> tuple[Field, ...]:
        """Every field of its aggregates, their entities, values and views."""
        groups = [node.fields for node in self.aggregates]
        groups += [node.fields for node in self.entities]
        groups += [node.fields for node in self.all_values]
        groups += [node.fields for node in self.views]
        return tuple(field for group in groups for field in group)
