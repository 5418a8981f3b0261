"""One context while its operations are resolved: what stands there already, by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.document import ContextWord
from blueprint.model import (
    Aggregate,
    AggregateRef,
    Api,
    Event,
    Field,
    Type,
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
    def reader(self) -> Reader:
        """Reads what may name enums and values, as inputs do."""
        return Reader(types=self.types, home=self.name.text)

    @property
    def answers(self) -> Reader:
        """Reads what may name aggregates and views too, as outputs do."""
        more: dict[str, Type] = {n: AggregateRef(aggregate=a) for n, a in self.aggregates.items()}
        more |= {n: ViewRef(view=view) for n, view in self.views.items()}
        return Reader(types=self.types, home=self.name.text, more=more)

    @property
    def steps(self) -> dict[str, dict[str, Field]]:
        """The fields that one step through a reference reaches."""
        return {name: by_name(a.all_fields) for name, a in self.aggregates.items()}
