"""Entities inside aggregates in drafts, and what adds, updates and removes them."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import AggregateDraft
from tests.properties.drafting.fields import Terms, Written, draft_fields, written
from tests.properties.drafting.pools import TEXTS, Taken

# An entity, the field that holds such, and the name of its id in a path.
_ENTITIES = (
    ("Row", "rows", "row_id"),
    ("Scratch", "scratches", "scratch_id"),
    ("Step", "steps", "step_id"),
    ("Pet", "animals", "pet_id"),
)
_FLAGS = ("optional", "unique", "immutable", "internal", "pii", "secret")
_IMPLICIT = ("id", "version", "created_at", "updated_at", "status", "tenant")


def draft_entities(dice: Dice, aggregate: AggregateDraft) -> None:
    """Perhaps one kind of entities, with its commands."""
    context = aggregate.home
    free = [one for one in _ENTITIES if _is_free(one, aggregate)]
    if not free or not dice.chance(40):
        return
    name, field, key = dice.pick(free)
    context.classes.take(name)
    context.functions.take(name)
    taken = Taken([*_IMPLICIT, key, name])
    terms = Terms(flags=_FLAGS, named=tuple(context.kinds))
    fields = draft_fields(dice, taken, terms, 1, 3)
    said: Written = {"about": dice.pick(TEXTS)} if dice.chance(40) else {}
    said |= {"in": field, "fields": written(fields.values())}
    if dice.chance(40):
        said["max"] = dice.number(1, 1000)
    aggregate.entities[name] = (field, key, fields)
    aggregate.is_personal_inside |= any("pii" in one.words for one in fields.values())
    aggregate.written["entities"] = {name: said}


def _is_free(entity: tuple[str, str, str], aggregate: AggregateDraft) -> bool:
    name, field, key = entity
    taken, home = Taken(aggregate.fields), aggregate.home
    return (
        name not in home.classes
        and name not in home.functions
        and not any(other in taken for other in (name, field, key))
    )


def draft_children(dice: Dice, aggregate: AggregateDraft) -> None:
    """The commands on the entities of an aggregate: what adds them is always there."""
    for name, (field, key, fields) in aggregate.entities.items():
        path = f"/{aggregate.plural}/{{id}}/{field}"
        _command(aggregate, f"Add{name}", f"add {aggregate.name}.{field}", f"POST {path}")
        changes = any(not {"immutable", "internal"} & set(one.words) for one in fields.values())
        if changes and dice.chance(50):
            does, http = f"update {aggregate.name}.{field}", f"PATCH {path}/{{{key}}}"
            _command(aggregate, f"Change{name}", does, http)
        if dice.chance(60):
            does, http = f"remove {aggregate.name}.{field}", f"DELETE {path}/{{{key}}}"
            _command(aggregate, f"Drop{name}", does, http)


def _command(aggregate: AggregateDraft, name: str, does: str, http: str) -> None:
    context = aggregate.home
    context.functions.take(name)
    context.classes.take(f"{name}Input")
    said: Written = {"does": does, "http": http}
    # Beside operations for owners those for everybody say so.
    context.family("commands")[name] = said | (
        {"allow": "authenticated"} if aggregate.owner else {}
    )
