"""Former names in drafts: what the nodes of a finished blueprint were called before."""

from collections.abc import Iterator
from typing import Any

from tests.properties.drafting.dice import Dice
from tests.properties.drafting.pools import Taken

Node = dict[str, Any]
_FORMER = ("Elder", "Subscription", "ABCThing", "Import", "Was", "Field", "Older", "EarlyOne")
_FAMILIES = ("aggregates", "events", "views", "commands", "queries")


def rename(dice: Dice, blueprint: Node) -> None:
    """Lets some nodes of every kind have been called otherwise."""
    for name, context in blueprint["contexts"].items():
        if "external" in context:
            continue
        if dice.chance(25):
            context["was"] = [f"early_{name}", f"old_{name}"][: dice.number(1, 2)]
        taken = Taken(name for one in _nodes(context) for name in one)
        for group in _nodes(context):
            for node in group.values():
                _was(dice, node, taken)
        for fields in _fields(context):
            _field_was(dice, fields)


def _nodes(context: Node) -> Iterator[dict[str, Node]]:
    """The nodes that have a name in CamelCase, in groups of one kind."""
    yield from (context[family] for family in _FAMILIES if family in context)
    for aggregate in context.get("aggregates", {}).values():
        yield aggregate.get("entities", {})


def _was(dice: Dice, node: Node, taken: Taken) -> None:
    if dice.chance(25):
        names = [taken.new(dice, _FORMER, "Formerly") for _ in range(dice.number(1, 2))]
        node["was"] = names if len(names) > 1 or dice.chance(30) else names[0]


def _fields(context: Node) -> Iterator[dict[str, object]]:
    for aggregate in context.get("aggregates", {}).values():
        yield aggregate.get("fields", {})
        yield from (entity["fields"] for entity in aggregate.get("entities", {}).values())
    yield from (view["fields"] for view in context.get("views", {}).values())
    for family in ("commands", "queries"):
        yield from (one.get("input", {}) for one in context.get(family, {}).values())
    yield from (e["payload"] for e in context.get("events", {}).values() if "payload" in e)


def _field_was(dice: Dice, fields: dict[str, Any]) -> None:
    """One of the fields has had another name; in the long form, perhaps two."""
    if not fields or not dice.chance(20):
        return
    name = dice.pick(list(fields))
    if isinstance(fields[name], dict):
        fields[name]["was"] = [f"first_{name}", f"old_{name}"][dice.number(0, 1) :]
    else:
        fields[name] = f"{fields[name]} was old_{name}"
