"""Events in drafts, and the operations that emit them."""

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import (
    AggregateDraft,
    ContextDraft,
    EventDraft,
    OperationDraft,
)
from tests.properties.drafting.fields import (
    FieldDraft,
    Group,
    Terms,
    Written,
    draft_fields,
    written,
)
from tests.properties.drafting.kinds import DATETIME, STRING, SUBJECT, UUID
from tests.properties.drafting.operations import steps
from tests.properties.drafting.pools import TEXTS, Taken

_PAST = {
    "create": "Added",
    "put": "Put",
    "update": "Changed",
    "delete": "Dropped",
    "transition": "Moved",
}
_CHANGES = ("put", "update", "transition", "delete")
_RESERVED = ("topic", "key", "of")


def draft_events(dice: Dice, context: ContextDraft) -> None:
    """Events of a context: some of an aggregate, and some that code alone fills."""
    for operation in list(context.operations):
        if not operation.is_command or operation.verb == "call" or "crud" in operation.written:
            continue
        if not dice.chance(55):
            continue
        if operation.verb == "custom":
            _emit_by_code(dice, operation)
        elif operation.subject is not None:
            _emit(dice, operation, operation.subject)


def _emit(dice: Dice, operation: OperationDraft, aggregate: AggregateDraft) -> None:
    """An event of an aggregate, emitted by a plain operation or, by word, left to code."""
    context = operation.home
    past = f"{aggregate.name}{_PAST[operation.verb]}"
    if past in context.classes:
        past = context.classes.new(dice, [f"{aggregate.name}{operation.name}Done"], f"{past}Again")
    _take(context, past)
    roll = dice.number(0, 99)
    event = EventDraft(
        name=past, home=context, key="", versions={}, subject=aggregate, is_emitted=True
    )
    _versions(dice, event, _payload(dice, operation, aggregate))
    context.events.append(event)
    changeable = [name for name, one in aggregate.mutable.items() if not one.is_hidden]
    if operation.verb in ("put", "update") and changeable and roll >= 40:
        operation.written["emits"] = {past: {"when_changed": dice.some(changeable, 1, 2)}}
    elif roll >= 80:
        operation.written["emits"] = {"may": [past]}
    else:
        operation.written["emits"] = [past]


def _take(context: ContextDraft, name: str) -> None:
    context.classes.take(name, *(f"{name}V{number}" for number in (1, 2, 3)))


def _payload(dice: Dice, operation: OperationDraft, aggregate: AggregateDraft) -> Group:
    """Fields that an aggregate fills: by equal names, and from paths of every kind."""
    open_ = [
        one for name, one in aggregate.fields.items() if not one.is_hidden and name not in _RESERVED
    ]
    group = {
        one.name: FieldDraft(
            name=one.name, kind=one.kind, words=["optional"] if one.optional else []
        )
        for one in dice.some(open_, 0, 3)
    }
    taken = Taken([*aggregate.fields, *_RESERVED])
    key = taken.new(dice, (f"{aggregate.name.lower()}_id", "which_id"), "the_id")
    found = {key: FieldDraft(name=key, kind=aggregate.id, more={"from": "id"})}
    for name, field in _from_paths(dice, operation, aggregate):
        if name not in taken and dice.chance(30):
            taken.take(name)
            found[name] = field
    return found | group


def _from_paths(
    dice: Dice, operation: OperationDraft, aggregate: AggregateDraft
) -> list[tuple[str, FieldDraft]]:
    paths = [("at_time", DATETIME, "now", False)]
    if operation.acting:
        paths.append(("by_whom", SUBJECT, "caller", False))
    if operation.home.tenancy:
        paths.append(("org", STRING, "tenant", False))
    if aggregate.lifecycle:
        [states] = [k for k in operation.home.kinds if k.text == f"{aggregate.name}Status"]
        paths.append(("state_now", states, "status", False))
    paths += [("far", kind, path, optional) for path, kind, optional in steps(aggregate)][:1]
    given = [one for one in operation.given.values() if not one.is_hidden]
    paths += [("said", one.kind, f"input.{one.name}", not one.required) for one in given[:1]]
    if operation.verb in _CHANGES:
        before = [one for one in aggregate.fields.values() if not one.is_hidden]
        new = operation.verb == "put"  # then there may have been nothing before
        paths += [
            ("earlier", one.kind, f"before.{one.name}", one.optional or new) for one in before[:1]
        ]
    return [
        (
            name,
            FieldDraft(
                name=name, kind=kind, words=["optional"] if optional else [], more={"from": path}
            ),
        )
        for name, kind, path, optional in paths
    ]


def _versions(dice: Dice, event: EventDraft, payload: Group) -> None:
    """One version, or two of which the later says more; written short or long."""
    event.key = next(iter(payload))
    said: Written = {}
    if dice.chance(40):
        said["about"] = dice.pick(TEXTS)
    if event.subject is not None:
        said["of"] = event.subject.name
    said["key"] = event.key
    if dice.chance(55):
        said["payload"] = written(payload.values())
        event.versions = {"v1": payload}
    else:
        less = {name: one for name, one in payload.items() if name == event.key or dice.chance(50)}
        event.versions = {"v1": less, "v2": payload}
        first: object = written(less.values())
        if dice.chance(50):
            first = {"payload": first, "sunset": "2031-01-31"}
        said["versions"] = {"v1": first, "v2": written(payload.values())}
    event.home.family("events")[event.name] = said


def _emit_by_code(dice: Dice, operation: OperationDraft) -> None:
    """One or two events that a custom command fills itself."""
    context, names = operation.home, []
    for _ in range(dice.number(1, 2)):
        name = context.classes.new(
            dice, (f"{operation.name}Done", f"{operation.name}Seen"), "Happened"
        )
        _take(context, name)
        names.append(name)
        terms = Terms(flags=("optional",), named=tuple(context.kinds), defaults=False)
        taken = Taken(_RESERVED)
        key = taken.new(dice, ("part_id", "number"), "its_id")
        payload = {key: FieldDraft(name=key, kind=UUID), **draft_fields(dice, taken, terms, 0, 3)}
        event = EventDraft(name=name, home=context, key=key, versions={}, is_emitted=True)
        _versions(dice, event, payload)
        context.events.append(event)
    how = dice.pick(("always", "may", "one_of"))
    operation.written["emits"] = names if how == "always" else {how: names}
