"""Who waits for events, in drafts: commands that they run, views that they feed, caches."""

from collections.abc import Iterator

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.drafts import (
    AggregateDraft,
    ContextDraft,
    EventDraft,
    OperationDraft,
    id_field,
)
from tests.properties.drafting.fields import FieldDraft, Group, Written, by_name, written
from tests.properties.drafting.pools import TEXTS, VIEWS

Heard = tuple[str, EventDraft, Group]


def draft_consumes(dice: Dice, context: ContextDraft) -> None:
    """Commands that events of others, or of the context itself, run."""
    for name, event, payload in _each_event_once(
        dice.some([*_heard(context)], 1, 2) if dice.chance(85) else []
    ):
        moved = _moved(dice, context, payload) if dice.chance(50) else None
        run, fill = moved or _new_command(dice, context, event, payload)
        said: object = run
        if fill or dice.chance(80):
            said = {"run": run, **({"with": fill} if fill else {}), **_dealing(dice)}
        context.family("consumes")[name] = said


def _heard(context: ContextDraft) -> Iterator[Heard]:
    """Each version of each event that a context may hear."""
    for home in (context, *context.upstream):
        for event in home.events:
            for version, payload in event.versions.items():
                dotted = event.name if home is context else f"{home.name}.{event.name}"
                yield f"{dotted}@{version}", event, payload


def _each_event_once(heard: list[Heard]) -> list[Heard]:
    """Without further versions of an event."""
    first: dict[tuple[str, str], Heard] = {}
    for one in heard:
        first.setdefault((one[1].home.name, one[1].name), one)
    return list(first.values())


def _dealing(dice: Dice) -> Written:
    """What becomes of an event that cannot be dealt with."""
    words: Written = {}
    if dice.chance(65):
        words["otherwise"] = dice.pick(("ignore", "dead"))
    if dice.chance(65):
        words["missing"] = dice.pick(("retry", "ignore"))
    if dice.chance(65):
        words["retry"] = retry(dice)
    if dice.chance(65):
        words["on_dead"] = dice.pick(("block", "skip"))
    return words


def retry(dice: Dice) -> Written:
    """How often a fault is tried again."""
    words: Written = {"attempts": dice.number(1, 9), "backoff": dice.pick(("1s..10m", "500ms..1h"))}
    return {key: words[key] for key in dice.some(list(words), 1, 2)}


def _new_command(
    dice: Dice, context: ContextDraft, event: EventDraft, payload: Group
) -> tuple[str, Written]:
    """A custom command that takes some of the payload, and is reached by the event alone."""
    name = context.functions.new(dice, (f"Hear{event.name}", f"On{event.name}"), "Hear")
    context.classes.take(f"{name}Input")
    known = [kind.text for kind in context.kinds] if event.home is context else []
    usable = [
        one
        for one in payload.values()
        if one.kind.made not in ("value", "enum", "list", "map") or one.kind.text in known
    ]
    chosen = [
        FieldDraft(name=one.name, kind=one.kind, words=["optional"] if one.optional else [])
        for one in dice.some(usable, 1, 3)
        if one.kind.text.startswith("ref") is False
    ]
    operation = OperationDraft(
        name=name, home=context, verb="custom", is_command=True, acting=False
    )
    fill: Written = {}
    renamed = []
    for one in chosen:
        if dice.chance(40):
            fill[f"their_{one.name}"] = one.name
            one = FieldDraft(name=f"their_{one.name}", kind=one.kind, words=one.words)
        renamed.append(one)
    operation.written |= {"about": dice.pick(TEXTS), "does": "custom"}
    operation.given = {one.name: one for one in renamed}
    if renamed:
        operation.written["input"] = written(renamed)
    context.operations.append(operation)
    context.family("commands")[name] = operation.written
    return name, fill


def _moved(dice: Dice, context: ContextDraft, payload: Group) -> tuple[str, Written] | None:
    """A new command that moves an aggregate whose id the payload holds, if one does."""
    found = [
        (aggregate, move, source)
        for aggregate in context.aggregates
        for move in aggregate.moves
        if move not in aggregate.loops
        for source in by_name(payload, id_field(aggregate))
    ]
    if not found:
        return None
    aggregate, move, source = dice.pick(found)
    name = context.functions.new(dice, (f"Auto{move.capitalize()}{aggregate.name}",), "Auto")
    context.classes.take(f"{name}Input")
    _add(context, name, aggregate, {"does": f"transition {aggregate.name}.{move}"})
    return name, {"id": source}


def _add(context: ContextDraft, name: str, aggregate: AggregateDraft, said: Written) -> None:
    context.operations.append(
        OperationDraft(
            name=name,
            home=context,
            verb="transition",
            is_command=True,
            subject=aggregate,
            on_one=True,
            acting=False,
            written=said,
        )
    )
    context.family("commands")[name] = said


def draft_views(dice: Dice, context: ContextDraft, roles: tuple[str, ...]) -> None:
    """Read models, each with a query that shows it."""
    heard = [
        (name, event, payload)
        for name, event, payload in _heard(context)
        if _keys(context, event, payload)
    ]
    for first in dice.some(heard, 1, 1) if dice.chance(70) and context.storage != "none" else []:
        _draft_view(dice, context, first, heard)


def _keys(context: ContextDraft, event: EventDraft, payload: Group) -> list[FieldDraft]:
    """The fields of a payload that could tell a view's rows apart."""
    return [
        one
        for one in payload.values()
        if one.kind.is_key
        and not one.optional
        and (event.home is context or (one.kind.made != "enum" and "(" not in one.kind.text))
    ]


def _draft_view(dice: Dice, context: ContextDraft, first: Heard, heard: list[Heard]) -> None:
    name = context.classes.new(dice, [v for v in VIEWS if v not in context.functions], "Screen")
    context.functions.take(name)
    event, payload = first[1], first[2]
    key = dice.pick(_keys(context, event, payload))
    fields: Group = {key.name: FieldDraft(name=key.name, kind=key.kind)}
    for one in dice.some([*payload.values()], 0, 3):
        if (
            one.name != key.name
            and _may_show(context, event, one)
            and one.name not in ("where", "remove")
        ):
            fields[one.name] = _shown(dice, one)
    fields["seen"] = FieldDraft(name="seen", kind=_seen(), words=["optional"])
    feeds: Written = {first[0]: {"seen": dice.pick(("now", "= null"))} if dice.chance(50) else {}}
    others = _each_event_once([first, *dice.some(heard, 0, 4)])[1:]
    for other in others:
        if (feed := _feed(dice, fields, key, other[2])) is not None:
            feeds[other[0]] = feed
    said: Written = {"about": dice.pick(TEXTS)} if dice.chance(60) else {}
    said |= {"key": key.name, "fields": written(fields.values()), "from": feeds}
    context.family("views")[name] = said
    context.views[name] = fields
    _show(dice, context, name, fields, key)


def _seen() -> "object":
    from tests.properties.drafting.kinds import DATETIME

    return DATETIME


def _may_show(context: ContextDraft, event: EventDraft, one: FieldDraft) -> bool:
    if one.kind.text.startswith("ref("):
        return False
    named = one.kind.made in ("value", "enum", "list", "map")
    return event.home is context or not named


def _shown(dice: Dice, one: FieldDraft) -> FieldDraft:
    words = ["optional"]
    if dice.chance(40) and one.kind.is_ordered:
        words.append("index")
    return FieldDraft(name=one.name, kind=one.kind, words=words, long=dice.chance(15))


def _feed(dice: Dice, fields: Group, key: FieldDraft, payload: Group) -> Written | None:
    """What a further event does: removes rows, finds them by another field, or fills the same."""
    for name, one in fields.items():
        if name in payload and not (payload[name].kind.fits(one.kind)):
            return None
    if key.name in payload and not payload[key.name].optional and dice.chance(60):
        return {"remove": True} if dice.chance(75) else {}
    pairs = [
        (mine, theirs)
        for mine, target in fields.items()
        for theirs in by_name(payload, FieldDraft(name=mine, kind=target.kind))
        if target.kind.is_ordered
    ]
    if not pairs:
        return None
    mine, theirs = dice.pick(pairs)
    feed: Written = {"where": {mine: theirs}, "seen": "= null"}
    return {"where": {mine: theirs}, "remove": True} if dice.chance(50) else feed


def _show(dice: Dice, context: ContextDraft, name: str, fields: Group, key: FieldDraft) -> None:
    from tests.properties.drafting.operations import narrow

    path = name.lower()
    context.paths.add(path)
    said: Written = {"does": f"list {name}"}
    said["http"] = f"GET {narrow(dice, said, fields, f'/{path}')}"
    context.family("queries")[f"List{name}"] = said
    context.functions.take(f"List{name}", f"Get{name}")
    if dice.chance(50):
        context.family("queries")[f"Get{name}"] = {
            "does": f"get {name}",
            "http": f"GET /{path}/{{{key.name}}}",
            **({"cache": "5m"} if dice.chance(30) else {}),
        }


def draft_caches(dice: Dice, context: ContextDraft) -> None:
    """Events that drop cached answers before their time."""
    heard = [*_heard(context)]
    queries = context.written.get("queries", {})
    for query in queries.values() if isinstance(queries, dict) else ():
        if "cache" in query and dice.chance(60):
            until = [
                name if dice.chance(50) else name.partition("@")[0]
                for name, _, _ in _each_event_once(dice.some(heard, 0, 2))
            ]
            query["cache"] = (
                {"ttl": query["cache"], "until": until} if until else {"ttl": query["cache"]}
            )
