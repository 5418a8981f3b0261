"""Views: read models, fed by own and others' events."""

from dataclasses import dataclass, field

from blueprint.model.types import Field
from blueprint.names import Name, first


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One read model; what feeds it stands among the context's subscriptions (Feed).

    Events come in any order, and each makes the row that is not there: a field is optional unless
    all that can make one set it. References are indexed. `was` are the names that it had before,
    the oldest first.
    """

    name: Name
    context: Name
    about: str
    key: Field
    fields: tuple[Field, ...]
    tenancy: bool
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first: events find their way to it under this one."""
        return first(self.name, self.was)

    @property
    def table(self) -> str:
        """The table that keeps it."""
        return self.name.table

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """What a contract may show."""
        return tuple(field for field in self.fields if not field.internal and not field.secret)
