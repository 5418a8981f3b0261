"""Child entities: what lives inside an aggregate, and has an identity within it."""

from dataclasses import dataclass, field

from blueprint.model.types import Field, Value
from blueprint.names import Name, first


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One kind of children of the aggregate `owner`; `fields` are those that the blueprint writes.

    `children` is the name of the aggregate's field that holds them, in the order of their addition;
    `most` how many there may be. `reference` is the input by which operations name one: `pet_id`.
    `draft` is what one gives where such a child is to be made: its fields without the id.
    `was` are the names that it had before, the oldest first.
    """

    name: Name
    context: Name
    owner: Name
    about: str
    children: Name
    id: Field
    reference: Field
    fields: tuple[Field, ...]
    draft: Value
    most: int
    was: tuple[Name, ...] = field(default=(), compare=False)

    @property
    def first(self) -> Name:
        """The name that it had first."""
        return first(self.name, self.was)

    @property
    def table(self) -> str:
        """The table that keeps them."""
        return self.name.table

    @property
    def owner_column(self) -> str:
        """The column of that table that holds the aggregate's id."""
        return f"{self.owner.snake}_id"

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The id, then the fields that the blueprint writes."""
        return (self.id, *self.fields)

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """What a contract may show: nothing internal, nothing secret."""
        return tuple(f for f in self.all_fields if not f.internal and not f.secret)
