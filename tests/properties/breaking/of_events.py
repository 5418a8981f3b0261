"""Breakages of events, of what they carry and of who waits for them: the family BP5xx."""

from tests.properties.breaking.breakage import Place, edits
from tests.properties.breaking.nodes import Node, contexts, nodes, operations
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint


def _filled(blueprint: Blueprint) -> list[Node]:
    """The events of one version that an aggregate fills, and that are always emitted."""
    certain = {
        (path[1], event)
        for path, body in nodes(blueprint, "commands")
        if isinstance(body.get("emits"), list) and not body["does"].startswith("custom")
        for event in body["emits"]
    }
    return [
        (path, body)
        for path, body in nodes(blueprint, "events")
        if "of" in body and "payload" in body and (path[1], path[-1]) in certain
    ]


@edits("BP204")
def an_event_of_nobody(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        n
        for n in operations(blueprint, "custom")
        if n[0][2] == "commands" and isinstance(n[1].get("emits", []), list)
    ]
    if not found:
        return None
    path, body = dice.pick(found)
    body["emits"] = [*body.get("emits", []), "NothingHappened"]
    return Place((*path, "emits", len(body["emits"]) - 1))


@edits("BP502")
def an_event_that_nobody_emits(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    event = {"key": "number", "payload": {"number": "int"}}
    body.setdefault("events", {})["ZoneClosed"] = event
    return Place((*path, "events", "ZoneClosed"))


@edits("BP503", beside=frozenset({"BP509"}))
def a_version_that_no_event_has(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [(path, body) for path, body in contexts(blueprint) if body.get("consumes")]
    if not found:
        return None
    path, body = dice.pick(found)
    name = next(iter(body["consumes"]))
    other = f"{name.partition('@')[0]}@v9"
    body["consumes"] = {
        other if key == name else key: said for key, said in body["consumes"].items()
    }
    return Place((*path, "consumes", other))


@edits("BP504")
def a_key_that_is_not_carried(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = nodes(blueprint, "events")
    if not found:
        return None
    path, body = dice.pick(found)
    body["key"] = "nothing"
    return Place((*path, "key"))


@edits("BP505")
def a_field_that_nothing_fills(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = _filled(blueprint)
    if not found:
        return None
    path, body = dice.pick(found)
    body["payload"]["zzz"] = dice.pick(("int", "string from nothing", "int from before.nothing"))
    return Place((*path, "payload", "zzz"))


@edits("BP506")
def a_field_that_another_type_fills(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = _filled(blueprint)
    if not found:
        return None
    path, body = dice.pick(found)
    body["payload"]["zzz"] = "bool from created_at"
    return Place((*path, "payload", "zzz"))


@edits("BP511", beside=frozenset({"BP509"}))
def an_event_that_is_an_order(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        n for n in operations(blueprint, "custom") if n[0][2] == "commands" and "emits" not in n[1]
    ]
    if not found:
        return None
    path, body = dice.pick(found)
    body["emits"] = ["PleaseSend"]
    event = {"key": "number", "payload": {"number": "int"}}
    blueprint["contexts"][path[1]].setdefault("events", {})["PleaseSend"] = event
    return Place((*path[:2], "events", "PleaseSend"))
