"""Events: facts that a context publishes, each version a contract of its own."""

from dataclasses import dataclass, field
from datetime import date

from blueprint.model.aggregate import Aggregate
from blueprint.model.types import Field
from blueprint.names import Name, first


@dataclass(frozen=True, slots=True, kw_only=True)
class EventVersion:
    """One published version, as a consumer sees it.

    `topic` is `SYSTEM.CONTEXT.EVENT.VERSION` in snake_case: `diagnostics.ordering.order_placed.v1`,
    made of the first names of both, so that it outlives every other.
    """

    context: Name
    event: Name
    about: str
    version: str
    topic: str
    key: Field
    fields: tuple[Field, ...]
    sunset: date | None = None

    @property
    def name(self) -> str:
        """`v1`."""
        return self.version

    @property
    def pascal(self) -> str:
        """`V1`, the end of the class name."""
        return self.version.upper()

    @property
    def class_name(self) -> str:
        """`OrderPlacedV1`."""
        return f"{self.event.pascal}{self.pascal}"

    @property
    def label(self) -> str:
        """`ordering.OrderPlaced@v1`, as the blueprint writes it."""
        return f"{self.context}.{self.event}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event; `fields` is the union over its versions, which is what a use case emits.

    A field of the union is required if one version requires it. `versions` rise. `was` are the
    names that it had before, the oldest first.
    """

    name: Name
    context: Name
    about: str
    of: Aggregate | None
    key: Field
    fields: tuple[Field, ...]
    versions: tuple[EventVersion, ...]
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first: its topics are made of it."""
        return first(self.name, self.was)

    @property
    def latest(self) -> EventVersion:
        """The highest version."""
        return self.versions[-1]
