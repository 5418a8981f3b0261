"""The blueprint of a history: a shop that grows, shrinks and is renamed, one change a time."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.properties.drafting.dice import Dice
from tests.properties.writing import MAIN, plainly

CONTEXTS = ("sales", "stock", "billing", "returns", "repairs")
AGGREGATES = ("Parcel", "Crate", "Barrel", "Lantern", "Anchor", "Basket", "Kettle", "Saddle")
FIELDS = ("weight", "origin", "height", "colour", "grade")
TYPES = ("int = 0", "text optional", "string(1..80) = plain", "bool = false")
"""Each such that rows which are there need nobody to say what they hold."""

ADDED_WORDS = ("immutable", "index")
RULES = ("is_sealed", "is_weighed", "is_known", "is_whole")
OPERATIONS = ("Remind", "Sweep", "Recount", "Settle", "Inspect")
EVENTS = ("Placed", "Moved", "Lost")
WORDS = ("old", "new", "large", "small", "plain", "odd")

Body = dict[str, Any]


@dataclass(slots=True)
class Shop:
    """A blueprint as data; a context in `inline` stands in blueprint.yaml itself.

    `gone` are names of what was removed: they may come again, but nothing is renamed to one. Those
    in `never` do not come again: they had others before, and whoever follows both changes at once
    cannot tell the new one from the old.
    """

    title: str
    contexts: dict[str, Body]
    inline: frozenset[str] = frozenset()
    own: list[str] = field(default_factory=list)
    gone: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    def copy(self) -> "Shop":
        """Another one, that may change by itself."""
        return copy.deepcopy(self)

    def texts(self) -> dict[str, str]:
        """The blueprint's files by their paths."""
        places = {
            name: body if name in self.inline else f"contexts/{name}.yaml"
            for name, body in self.contexts.items()
        }
        main: Body = {
            "blueprint": 1,
            "system": {"name": "shop", "title": self.title, "about": "Sells things."},
            "defaults": {"storage": "sqlite", "allow": "public"},
            "contexts": places,
        }
        if self.own:
            main["own"] = self.own
        others = {
            f"contexts/{name}.yaml": plainly({"context": name, **body})[MAIN]
            for name, body in self.contexts.items()
            if name not in self.inline
        }
        return plainly(main) | others

    @property
    def aggregates(self) -> list[tuple[str, str]]:
        """Every aggregate, with its context before it."""
        return [(name, one) for name, body in self.contexts.items() for one in body["aggregates"]]

    @property
    def plain(self) -> list[tuple[str, str]]:
        """Every operation that could be ejected, with its context before it."""
        return [
            (name, one)
            for name, body in self.contexts.items()
            for one, said in body["commands"].items()
            if not said["does"].startswith("custom")
        ]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a blueprint: *aggregate* where it is the only one that changes with it.

    *place* is the nodes that it concerns; two changes of other places can be made in any order.
    *renamed* is a node's kind, its context, and its old and its new name.
    """

    kind: str
    place: tuple[str, ...]
    make: Callable[[Shop], None]
    aggregate: tuple[str, str] | None = None
    renamed: tuple[str, str, str, str] | None = None

    @property
    def is_of_whole(self) -> bool:
        """Whether an aggregate comes, goes or has another name: lists of all of them change."""
        return self.kind.endswith(" aggregate") and not self.kind.startswith("alter")

    def moved(self, path: str) -> str:
        """Where a file of people's goes with it."""
        if self.renamed is None:
            return path
        kind, context, old, new = self.renamed
        if kind == "context":
            start, package = f"services/{old}/", f"/src/shop_{old}/"
            if not path.startswith(start):
                return path
            inside = path.removeprefix(start.removesuffix("/"))
            return f"services/{new}{inside.replace(package, f'/src/shop_{new}/', 1)}"
        folder = {"aggregate": "domain", "operation": "application"}[kind]
        for before, after in ((old, new), (f"place_{old}", f"place_{new}")):
            home = f"services/{context}/src/shop_{context}/{folder}"
            if path == f"{home}/{before.lower()}.py":
                return f"{home}/{after.lower()}.py"
            folder = "application"
        return path

    def on(self, shop: Shop) -> Shop:
        """What a shop becomes by it."""
        changed = shop.copy()
        self.make(changed)
        return changed

    def __repr__(self) -> str:
        return f"{self.kind} {'.'.join(self.place)}"


def shop(dice: Dice) -> Shop:
    """A first one: one context or two, with an aggregate or two."""
    names = dice.some(CONTEXTS, 1, 2)
    made = Shop(title="Shop", contexts={})
    for name in names:
        add_context(dice, made, name).make(made)
    return made


# -- additions -----------------------------------------------------------------------------


def add_context(dice: Dice, shop: Shop, name: str) -> Change:
    """A new context with an aggregate or two."""
    free = unused(AGGREGATES, [one for _, one in shop.aggregates])
    bodies = {one: aggregate(dice, one) for one in dice.some(free, 1, 2)}
    commands = {f"Place{one}": creation(one) for one in bodies}
    if dice.chance(60) and (names := unused(OPERATIONS, [*formers(shop), *shop.gone])):
        commands |= decided(dice.pick(names))
    inline = dice.chance(40)

    def make(shop: Shop) -> None:
        shop.contexts[name] = {
            "about": sentence("The context", name),
            "aggregates": copy.deepcopy(bodies),
            "commands": copy.deepcopy(commands),
            "events": {},
        }
        if inline:
            shop.inline |= {name}

    return Change("add context", (name,), make)


def aggregate(dice: Dice, name: str) -> Body:
    """An aggregate's own body."""
    fields = dice.some(FIELDS, 1, 3)
    rules = dice.some(RULES, 0, 2)
    return {
        "about": sentence("The", name),
        "fields": {one: dice.pick(TYPES) for one in fields},
        "invariants": {rule: sentence(f"The {name}", rule) for rule in rules},
    }


def creation(name: str) -> Body:
    """The command that makes one."""
    return {
        "about": sentence("Places the", name),
        "does": f"create {name}",
        "http": f"POST /{name.lower()}s",
    }


def decided(name: str) -> Body:
    """A command that code decides, by its name."""
    return {name: {"about": sentence("To", name), "does": "custom", "every": "1h"}}


def sentence(start: str, name: str) -> str:
    """A sentence that speaks of one node alone."""
    return f"{start} {name.replace('_', ' ').lower()} of the shop."


def additions(dice: Dice, shop: Shop) -> list[Callable[[], Change]]:
    """Every way to add something."""
    found: list[Callable[[], Change]] = []
    free_contexts = unused(CONTEXTS, [*shop.contexts, *formers(shop)])
    free = unused(AGGREGATES, [*(one for _, one in shop.aggregates), *formers(shop)])
    if free_contexts and len(free) > 1:
        found.append(lambda: add_context(dice, shop, dice.pick(free_contexts)))
    if free:
        found.append(lambda: add_aggregate(dice, shop, dice.pick(free)))
    if shop.aggregates:
        found += [lambda: add_field(dice, shop), lambda: add_rule(dice, shop)] * 2
        found.append(lambda: add_event(dice, shop))
    found.append(lambda: add_operation(dice, shop))
    return found


def add_aggregate(dice: Dice, shop: Shop, name: str) -> Change:
    """A new aggregate, with the command that makes one."""
    context, body = dice.pick(list(shop.contexts)), aggregate(dice, name)

    def make(shop: Shop) -> None:
        shop.contexts[context]["aggregates"][name] = copy.deepcopy(body)
        shop.contexts[context]["commands"][f"Place{name}"] = creation(name)

    return Change("add aggregate", (context, name), make, (context, name))


def add_field(dice: Dice, shop: Shop) -> Change:
    """A new field."""
    context, name = dice.pick(shop.aggregates)
    body = shop.contexts[context]["aggregates"][name]
    field, kind = (
        dice.pick(unused(FIELDS, [*body["fields"], *formers(shop)]) or ["depth"]),
        dice.pick(TYPES),
    )

    def make(shop: Shop) -> None:
        shop.contexts[context]["aggregates"][name]["fields"].setdefault(field, kind)

    return Change("add field", (context, name, field), make, (context, name))


def add_rule(dice: Dice, shop: Shop) -> Change:
    """A new invariant."""
    context, name = dice.pick(shop.aggregates)
    body = shop.contexts[context]["aggregates"][name]
    rule = dice.pick(unused(RULES, body["invariants"]) or ["is_lit"])

    def make(shop: Shop) -> None:
        rules = shop.contexts[context]["aggregates"][name]["invariants"]
        rules.setdefault(rule, sentence(f"The {name}", rule))

    return Change("add invariant", (context, name, rule), make, (context, name))


def add_operation(dice: Dice, shop: Shop) -> Change:
    """A new operation that code decides."""
    context = dice.pick(list(shop.contexts))
    taken = [*shop.contexts[context]["commands"], *formers(shop)]
    name = dice.pick(unused(OPERATIONS, taken) or ["Rest"])

    def make(shop: Shop) -> None:
        shop.contexts[context]["commands"] = decided(name) | shop.contexts[context]["commands"]

    return Change("add operation", (context, "commands", name), make)


def add_event(dice: Dice, shop: Shop) -> Change:
    """A new event, which is told when one of its aggregate is made."""
    context, name = dice.pick(shop.aggregates)
    known = [*shop.contexts[context]["events"], *formers(shop)]
    event = dice.pick(unused([f"{name}{end}" for end in EVENTS], known) or [f"{name}Lit"])

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        key = f"{name.lower()}_id"
        body["events"][event] = {
            "about": sentence(f"Of a {name}", event),
            "of": name,
            "key": key,
            "payload": {key: "uuid from id"},
        }
        told = body["commands"][f"Place{name}"].setdefault("emits", [])
        if event not in told:
            told.append(event)

    return Change("add event", (context, name, event), make)


# -- changes within ------------------------------------------------------------------------


def alterations(dice: Dice, shop: Shop) -> list[Callable[[], Change]]:
    """Every way to say something else of what is there."""
    found: list[Callable[[], Change]] = [
        lambda: alter_title(dice),
        lambda: alter_context(dice, shop),
    ]
    if shop.aggregates:
        found += [lambda: alter_field(dice, shop), lambda: alter_aggregate(dice, shop)] * 2
    return found


def alter_title(dice: Dice) -> Change:
    """Another title of the system."""
    title = f"Shop of {dice.pick(WORDS)} things"

    def make(shop: Shop) -> None:
        shop.title = title

    return Change("alter title", ("",), make)


def alter_context(dice: Dice, shop: Shop) -> Change:
    """Another sentence about a context."""
    context, word = dice.pick(list(shop.contexts)), dice.pick(WORDS)

    def make(shop: Shop) -> None:
        shop.contexts[context]["about"] = f"What is {word} in {context}."

    return Change("alter context", (context, "about"), make)


def alter_aggregate(dice: Dice, shop: Shop) -> Change:
    """Another sentence about an aggregate."""
    (context, name), word = dice.pick(shop.aggregates), dice.pick(WORDS)

    def make(shop: Shop) -> None:
        shop.contexts[context]["aggregates"][name]["about"] = f"The {name} that is {word}."

    return Change("alter aggregate", (context, name, "about"), make, (context, name))


def alter_field(dice: Dice, shop: Shop) -> Change:
    """A word more after a field's type, or one less."""
    context, name = dice.pick(shop.aggregates)
    field = dice.pick(list(shop.contexts[context]["aggregates"][name]["fields"]))
    word = dice.pick(ADDED_WORDS)

    def make(shop: Shop) -> None:
        fields = shop.contexts[context]["aggregates"][name]["fields"]
        if field in fields:
            fields[field] = with_or_without(fields[field], word)

    return Change("alter field", (context, name, field), make, (context, name))


def with_or_without(said: Any, word: str) -> Any:
    """A field's type with the word if it was without, and else without it."""
    if isinstance(said, dict):
        return {**said, "is": with_or_without(said["is"], word)}
    others = [one for one in said.split() if one != word]
    return " ".join(others if word in said.split() else [*others, word])


# -- renames -------------------------------------------------------------------------------


def renames(dice: Dice, shop: Shop) -> list[Callable[[], Change]]:
    """Every way to give a node another name, and say which it had."""
    found: list[Callable[[], Change]] = []
    if free := unused(CONTEXTS, [*shop.contexts, *formers(shop), *shop.gone]):
        found.append(lambda: rename_context(dice, shop, dice.pick(free)))
    taken = [*(one for _, one in shop.aggregates), *formers(shop), *shop.gone]
    names = unused(AGGREGATES, taken)
    if names and shop.aggregates:
        found += [lambda: rename_aggregate(dice, shop, dice.pick(names))] * 2
    if shop.aggregates:
        found.append(lambda: rename_field(dice, shop))
    if any(custom(shop)):
        found.append(lambda: rename_operation(dice, shop))
    if any(events(shop)):
        found.append(lambda: rename_event(dice, shop))
    return found


def had_others(nodes: Body) -> set[str]:
    """The names of those nodes, and of what is in them, that were called otherwise before."""
    found: set[str] = set()
    for name, body in nodes.items():
        if isinstance(body, dict):
            found |= had_others(body) | ({name} if "was" in body else set())
    return found


def formers(shop: Shop) -> Iterator[str]:
    """Every name that a node had before, which no other takes, and those that are never again."""
    yield from shop.never
    for context in shop.contexts.values():
        yield from context.get("was", [])
        sections = [context[one] for one in ("aggregates", "commands", "events")]
        sections += [one["fields"] for one in context["aggregates"].values()]
        for said in (said for section in sections for said in section.values()):
            if isinstance(said, dict):
                yield from said.get("was", [])


def named_anew(section: Body, old: str, new: str) -> Body:
    """A mapping in which one key is another, at its place, and says which it was."""
    return {
        new if key == old else key: renamed(body, old) if key == old else body
        for key, body in section.items()
    }


def renamed(body: Any, old: str) -> Body:
    """A node's body that says one former name more."""
    long = body if isinstance(body, dict) else {"is": body}
    return {**long, "was": [*long.get("was", []), old]}


def rename_context(dice: Dice, shop: Shop, new: str) -> Change:
    """A context by another name."""
    old = dice.pick(list(shop.contexts))

    def make(shop: Shop) -> None:
        shop.contexts = named_anew(shop.contexts, old, new)
        if old in shop.inline:
            shop.inline = shop.inline - {old} | {new}

    return Change("rename context", (old,), make, renamed=("context", old, old, new))


def rename_aggregate(dice: Dice, shop: Shop, new: str) -> Change:
    """An aggregate by another name, and with it the command that makes one."""
    context, old = dice.pick(shop.aggregates)

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        body["aggregates"] = named_anew(body["aggregates"], old, new)
        body["commands"] = named_anew(body["commands"], f"Place{old}", f"Place{new}")
        body["commands"][f"Place{new}"]["does"] = f"create {new}"
        for event in body["events"].values():
            if event["of"] == old:
                event["of"] = new

    name = (context, new)
    return Change("rename aggregate", (context, old), make, name, ("aggregate", context, old, new))


def rename_field(dice: Dice, shop: Shop) -> Change:
    """A field by another name."""
    context, name = dice.pick(shop.aggregates)
    fields = shop.contexts[context]["aggregates"][name]["fields"]
    old = dice.pick(list(fields))
    new = dice.pick(unused(FIELDS, [*fields, *formers(shop), *shop.gone]) or [f"{old}_too"])

    def make(shop: Shop) -> None:
        body = shop.contexts[context]["aggregates"][name]
        if old in body["fields"] and new not in body["fields"]:
            body["fields"] = named_anew(body["fields"], old, new)

    return Change("rename field", (context, name, old), make, (context, name))


def rename_operation(dice: Dice, shop: Shop) -> Change:
    """An operation that code decides by another name."""
    context, old = dice.pick(list(custom(shop)))
    commands = shop.contexts[context]["commands"]
    new = dice.pick(unused(OPERATIONS, [*commands, *formers(shop), *shop.gone]) or [f"{old}More"])

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        body["commands"] = named_anew(body["commands"], old, new)

    place = (context, "commands", old)
    return Change("rename operation", place, make, renamed=("operation", context, old, new))


def rename_event(dice: Dice, shop: Shop) -> Change:
    """An event by another name."""
    context, old = dice.pick(list(events(shop)))
    body = shop.contexts[context]
    name = body["events"][old]["of"]
    free = unused([f"{name}{end}" for end in EVENTS], [*body["events"], *formers(shop), *shop.gone])
    new = dice.pick(free or [f"{old}Again"])

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        body["events"] = named_anew(body["events"], old, new)
        command = body["commands"][f"Place{body['events'][new]['of']}"]
        command["emits"] = [new if one == old else one for one in command["emits"]]

    return Change("rename event", (context, name, old), make, (context, name))


# -- removals ------------------------------------------------------------------------------


def removals(dice: Dice, shop: Shop) -> list[Callable[[], Change]]:
    """Every way to take something away that others can do without."""
    found: list[Callable[[], Change]] = []
    if len(shop.contexts) > 1:
        found.append(lambda: remove_context(dice, shop))
    if len(shop.aggregates) > 1:
        found += [lambda: remove_aggregate(dice, shop)] * 2
    for section in ("fields", "invariants"):
        least = 1 if section == "fields" else 0
        if with_some(shop, section, least):
            found.append(lambda s=section, n=least: remove_within(dice, shop, s, n))
    if any(custom(shop)):
        found += [lambda: remove_operation(dice, shop)] * 2
    if any(events(shop)):
        found.append(lambda: remove_event(dice, shop))
    return found


def remove_context(dice: Dice, shop: Shop) -> Change:
    """One context less."""
    context = dice.pick(list(shop.contexts))

    def make(shop: Shop) -> None:
        shop.never |= had_others({context: shop.contexts.pop(context, None)})
        shop.gone |= {context}

    return Change("remove context", (context,), make)


def remove_aggregate(dice: Dice, shop: Shop) -> Change:
    """One aggregate less, with what makes it and what is told of it."""
    context, name = dice.pick(shop.aggregates)

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        shop.never |= had_others({name: body["aggregates"].pop(name, None)})
        shop.gone |= {name}
        body["commands"].pop(f"Place{name}", None)
        body["events"] = {k: v for k, v in body["events"].items() if v["of"] != name}

    return Change("remove aggregate", (context, name), make, (context, name))


def remove_within(dice: Dice, shop: Shop, section: str, least: int) -> Change:
    """One field or one invariant less."""
    context, name = dice.pick(with_some(shop, section, least))
    one = dice.pick(list(shop.contexts[context]["aggregates"][name][section]))

    def make(shop: Shop) -> None:
        left = shop.contexts[context]["aggregates"][name][section].pop(one, None)
        shop.never |= had_others({one: left})
        shop.gone |= {one}

    return Change(f"remove {section[:-1]}", (context, name, one), make, (context, name))


def remove_operation(dice: Dice, shop: Shop) -> Change:
    """One operation that code decides less."""
    context, name = dice.pick(list(custom(shop)))

    def make(shop: Shop) -> None:
        shop.never |= had_others({name: shop.contexts[context]["commands"].pop(name, None)})
        shop.gone |= {name}

    return Change("remove operation", (context, "commands", name), make)


def remove_event(dice: Dice, shop: Shop) -> Change:
    """One event less, which then nobody tells."""
    context, event = dice.pick(list(events(shop)))
    name = shop.contexts[context]["events"][event]["of"]

    def make(shop: Shop) -> None:
        body = shop.contexts[context]
        shop.never |= had_others({event: body["events"].pop(event, None)})
        shop.gone |= {event}
        command = body["commands"][f"Place{name}"]
        command["emits"] = [one for one in command.get("emits", []) if one != event]
        if not command["emits"]:
            del command["emits"]

    return Change("remove event", (context, name, event), make)


# -- what there is -------------------------------------------------------------------------


def unused(names: tuple[str, ...] | list[str], taken: object) -> list[str]:
    """Those of *names* that are free."""
    return [name for name in names if name not in set(taken)]  # type: ignore[call-overload]


def with_some(shop: Shop, section: str, least: int) -> list[tuple[str, str]]:
    """The aggregates that have more than *least* fields or invariants."""
    return [
        (context, name)
        for context, name in shop.aggregates
        if len(shop.contexts[context]["aggregates"][name][section]) > least
    ]


def custom(shop: Shop) -> Iterator[tuple[str, str]]:
    """The operations that code decides."""
    for name, body in shop.contexts.items():
        for one, said in body["commands"].items():
            if said["does"].startswith("custom"):
                yield name, one


def events(shop: Shop) -> Iterator[tuple[str, str]]:
    """Every event, with its context before it."""
    for name, body in shop.contexts.items():
        for one in body["events"]:
            yield name, one
