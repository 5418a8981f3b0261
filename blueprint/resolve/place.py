"""One context while its operations are resolved: what stands there already, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.document import ContextWord
from blueprint.model import (
    Aggregate,
    AggregateRef,
    Api,
    Entity,
    EntityRef,
    Event,
    Field,
    Type,
    ValueRef,
    View,
    ViewRef,
)
from blueprint.names import Name
from blueprint.resolve.defaults import Defaults
from blueprint.resolve.events import Published
from blueprint.resolve.fields import Reader, by_name
from blueprint.resolve.types import Types


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A context with its types, aggregates, events and views."""

    name: Name
    word: ContextWord
    types: Types
    defaults: Defaults
    api: Api
    aggregates: Mapping[str, Aggregate]
    events: Mapping[str, Event]
    views: Mapping[str, View]
    published: Published

    @property
    def tenancy(self) -> bool:
        """Whether each row belongs to a tenant."""
        return self.defaults.storage.tenancy == "row"

    @property
    def entities(self) -> dict[str, Entity]:
        """The entities of its aggregates."""
        return {one.name.text: one for a in self.aggregates.values() for one in a.entities}

    @property
    def reader(self) -> Reader:
        """Reads what may name enums, values and entities to be made, as inputs do."""
        drafts = {name: ValueRef(value=one.draft) for name, one in self.entities.items()}
        return Reader(types=self.types, home=self.name.text, more=drafts)

    @property
    def answers(self) -> Reader:
        """Reads what may name entities, aggregates and views too, as outputs do."""
        more: dict[str, Type] = {n: AggregateRef(aggregate=a) for n, a in self.aggregates.items()}
        more |= {n: EntityRef(entity=entity) for n, entity in self.entities.items()}
        more |= {n: ViewRef(view=view) for n, view in self.views.items()}
        return Reader(types=self.types, home=self.name.text, more=more)

    @property
    def steps(self) -> dict[str, dict[str, Field]]:
        """The fields that one step through a reference reaches."""
        return {name: by_name(a.all_fields) for name, a in self.aggregates.items()}
