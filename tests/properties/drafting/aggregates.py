"""Aggregates in drafts, and the enums and values of their context."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import AggregateDraft, ContextDraft
from tests.properties.drafting.entities import draft_entities
from tests.properties.drafting.fields import (
    FieldDraft,
    Group,
    Terms,
    Written,
    draft_fields,
    written,
)
from tests.properties.drafting.kinds import (
    DATETIME,
    INT,
    KEYS,
    SUBJECT,
    UUID,
    Kind,
    Value,
    enum_kind,
    enum_words,
    ref_kind,
    value_kind,
)
from tests.properties.drafting.pools import (
    ENUMS,
    INVARIANTS,
    MOVES,
    NOUNS,
    STATES,
    TEXTS,
    VALUES,
    Taken,
)

_IMPLICIT = ("id", "version", "created_at", "updated_at", "status", "tenant")
_FLAGS = ("optional", "unique", "index", "immutable", "internal", "pii", "secret")


def draft_types(dice: Dice, context: ContextDraft) -> None:
    """Enums and values of a context."""
    for _ in range(dice.number(0, 2)):
        name, words = context.classes.new(dice, ENUMS, "Choice"), enum_words(dice)
        long = dice.chance(25)
        context.family("enums")[name] = (
            {"values": list(words), "about": dice.pick(TEXTS)} if long else list(words)
        )
        _known(context, enum_kind(name, context.name, words))
    for _ in range(dice.number(0, 2)):
        name = context.classes.new(dice, VALUES, "Thing")
        body, value = value_body(dice, tuple(context.kinds))
        context.family("values")[name] = body
        _known(context, value_kind(name, context.name, value))


def _known(context: ContextDraft, kind: Kind) -> None:
    context.kinds.append(kind)
    context.local.append(kind)


def value_body(dice: Dice, named: tuple[Kind, ...]) -> tuple[object, Value]:
    """A value as written, and one of its values."""
    terms = Terms(flags=("optional", "internal", "secret"), named=named)
    fields = draft_fields(dice, Taken(), terms, 1, 3)
    value: Value = {name: one.kind.value for name, one in fields.items() if one.required}
    if dice.chance(25):
        return {"fields": written(fields.values()), "about": dice.pick(TEXTS)}, value
    return written(fields.values()), value


def draft_aggregate(
    dice: Dice, context: ContextDraft, nouns: dict[str, set[str]], but: frozenset[str]
) -> AggregateDraft:
    """One aggregate with its fields, its lifecycle, and what else is said of it.

    Two contexts may have one of a name, but then no field in common: *nouns* knows those.
    """
    name, plural = _noun(dice, context, but)
    drafted = AggregateDraft(name=name, plural=plural, home=context, id=UUID)
    taken = Taken([*_IMPLICIT, *nouns.get(name, ())])
    _identify(dice, drafted, taken)
    _refer(dice, drafted, taken)
    _own(dice, drafted, taken)
    terms = Terms(flags=_FLAGS, named=tuple(context.kinds))
    drafted.fields |= draft_fields(dice, taken, terms, 1, 5)
    if dice.chance(25):
        name = taken.new(dice, ("seen_at", "moved_at", "paid_at"), "time")
        drafted.fields[name] = FieldDraft(name=name, kind=DATETIME, words=["optional"])
    for kind in context.shared[-1:] if not context.aggregates else ():
        name = taken.new(dice, ("sent_to", "shared"), "common")
        drafted.fields[name] = FieldDraft(name=name, kind=kind, words=["optional"])
    nouns.setdefault(drafted.name, set()).update(drafted.fields)
    if dice.chance(45):
        _live(dice, drafted)
    draft_entities(dice, drafted)
    _write(dice, drafted)
    context.aggregates.append(drafted)
    if drafted.lifecycle:
        kind = enum_kind(f"{drafted.name}Status", context.name, drafted.states)
        context.kinds.append(kind)
    return drafted


def _noun(dice: Dice, context: ContextDraft, but: frozenset[str]) -> tuple[str, str]:
    free = [
        (name, plural)
        for name, plural in NOUNS
        if name not in but
        and name not in context.classes
        and name not in context.functions
        and plural not in context.paths
    ]
    name, plural = dice.pick(free)
    context.classes.take(name, f"{name}Status")
    context.functions.take(name)
    context.paths.add(plural)
    return name, plural


def _identify(dice: Dice, drafted: AggregateDraft, taken: Taken) -> None:
    roll = dice.number(0, 99)
    if roll >= 85:
        drafted.id, drafted.written["id"] = INT, "int"
    elif roll >= 75:
        drafted.written["id"] = "uuid"
    elif roll >= 55:
        _naturally(
            drafted,
            FieldDraft(
                name=taken.new(dice, ("code", "number", "name", "key", "slug"), "code"),
                kind=dice.pick(KEYS),
                words=["immutable"],
            ),
        )
    elif roll >= 48 and (others := _referable(drafted.home)):
        other = dice.pick(others)
        kind = ref_kind(other.home.name, other.name, drafted.home.name, other.id)
        _naturally(
            drafted,
            FieldDraft(
                name=taken.new(dice, ("partner_id", "base_id"), "other_id"),
                kind=kind,
                words=["immutable"],
            ),
        )


def _naturally(drafted: AggregateDraft, key: FieldDraft) -> None:
    drafted.id, drafted.natural = key.kind, key.name
    drafted.fields[key.name] = key
    drafted.written["id"] = key.name


def _referable(context: ContextDraft) -> list[AggregateDraft]:
    """The aggregates that a context may refer to."""
    return [one for home in (context, *context.upstream) for one in home.aggregates]


def _refer(dice: Dice, drafted: AggregateDraft, taken: Taken) -> None:
    for other in dice.some(_referable(drafted.home), 0, 2):
        name = f"{other.plural.replace('-', '_')}_id"
        if name in taken:
            continue
        taken.take(name)
        kind = ref_kind(other.home.name, other.name, drafted.home.name, other.id)
        words = [w for w in ("optional", "immutable", "unique") if dice.chance(25)]
        drafted.fields[name] = FieldDraft(name=name, kind=kind, words=words, long=dice.chance(10))


def _own(dice: Dice, drafted: AggregateDraft, taken: Taken) -> None:
    if not dice.chance(40):
        return
    steps = [
        f"{name}.{other.owner}"
        for name, field in drafted.fields.items()
        for other in drafted.home.aggregates
        if other.own_subject and field.kind.text == f"ref({other.name})" and field.required
    ]
    if steps and dice.chance(60):
        drafted.owner = dice.pick(steps)
    else:
        name = taken.new(dice, ("clerk_id", "owner_id", "keeper_id", "subject"), "owner_id")
        drafted.fields[name] = FieldDraft(name=name, kind=SUBJECT, words=["immutable"])
        drafted.owner = name
    drafted.written["owner"] = drafted.owner


def _live(dice: Dice, drafted: AggregateDraft) -> None:
    """A lifecycle in which each state is reached from the one before it."""
    states = dice.some(STATES, 2, 4)
    taken = Taken(drafted.fields)
    moves = [taken.new(dice, MOVES, "go") for _ in states[1:]]
    lifecycle: dict[str, dict[str, str]] = {
        state: {move: following}
        for state, move, following in zip(states, moves, states[1:], strict=False)
    }
    if dice.chance(30):
        lifecycle[states[-1]] = {}
    if dice.chance(30):
        lifecycle.setdefault(states[-1], {})[taken.new(dice, MOVES, "go")] = states[0]
    if dice.chance(20):
        move = taken.new(dice, MOVES, "go")
        lifecycle[states[0]][move] = states[0]
        drafted.loops.append(move)
    drafted.lifecycle = lifecycle


def _write(dice: Dice, drafted: AggregateDraft) -> None:
    said = drafted.written
    if dice.chance(50):
        said["about"] = dice.pick(TEXTS)
    said["fields"] = written(drafted.fields.values())
    if drafted.lifecycle:
        said["lifecycle"] = drafted.lifecycle
    if dice.chance(25):
        functions = Taken(drafted.moves)
        names = [functions.new(dice, INVARIANTS, "holds") for _ in range(dice.number(1, 2))]
        said["invariants"] = {name: dice.pick(TEXTS) for name in names}
    if dice.chance(35):
        said["indexes"] = _indexes(dice, drafted)
    if dice.chance(20):
        said["examples"] = [_example(dice, drafted) for _ in range(dice.number(1, 2))]


def _indexes(dice: Dice, drafted: AggregateDraft) -> list[object]:
    ordered = [
        name
        for name, one in drafted.fields.items()
        if one.kind.is_ordered and "secret" not in one.words
    ]
    names = ["created_at", *ordered, *(["status"] if drafted.lifecycle else [])]
    found: list[object] = []
    for _ in range(dice.number(1, 2)):
        fields = dice.some(names, 1, 2)
        entry: object = fields if len(fields) > 1 or dice.chance(30) else fields[0]
        if entry not in found:
            found.append(entry)
    return found


def _example(dice: Dice, drafted: AggregateDraft) -> Written:
    group: Group = drafted.fields
    said: Written = {}
    if dice.chance(40):
        said["about"] = dice.pick(TEXTS)
    said["given"] = values_of(dice.some(list(group.values()), 0, 2))
    if dice.chance(30):
        said["when"] = values_of(dice.some(list(group.values()), 0, 1))
    said["then"] = (
        "refused" if dice.chance(30) else values_of(dice.some(list(group.values()), 0, 2))
    )
    return said


def values_of(fields: list[FieldDraft]) -> Written:
    """A value for each field."""
    return {one.name: one.kind.value for one in fields}
