"""Entities: the kinds of children that an aggregate holds."""

from blueprint.document.aggregate import AggregateWord, EntityWord
from blueprint.model import Entity, Field, Uuid, Value
from blueprint.names import Name
from blueprint.resolve.fields import Reader


def resolve_entities(owner: str, word: AggregateWord, reader: Reader) -> tuple[Entity, ...]:
    """The entities inside the aggregate *owner*, in written order."""
    return tuple(_entity(name, owner, one, reader) for name, one in word.entities.items())


def _entity(name: str, owner: str, word: EntityWord, reader: Reader) -> Entity:
    fields = reader.fields(word.fields)
    return Entity(
        name=Name(name),
        context=Name(reader.home),
        owner=Name(owner),
        about=word.about,
        children=Name(word.in_),
        id=Field(name=Name("id"), type=Uuid(), immutable=True),
        reference=Field(name=reference(name), type=Uuid()),
        fields=fields,
        draft=Value(
            name=Name(f"New{name}"),
            home=Name(reader.home),
            fields=tuple(field for field in fields if not field.internal),
            entity=Name(name),
        ),
        most=word.max,
        was=tuple(map(Name, word.was)),
    )


def reference(entity: str) -> Name:
    """The input by which operations name one: `pet_id` of a Pet."""
    return Name(f"{Name(entity).snake}_id")
