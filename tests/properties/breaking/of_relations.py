"""Breakages of the context map and of who may call: the families BP3xx, BP7xx and BP8xx."""

from tests.properties.breaking.breakage import Place, edits
from tests.properties.breaking.nodes import contexts, nodes, operations
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint


@edits("BP201")
def a_relation_with_nobody(dice: Dice, blueprint: Blueprint) -> Place:
    path, _ = dice.pick(contexts(blueprint))
    lines = blueprint.setdefault("relations", [])
    lines.append({"upstream": "nowhere", "downstream": path[1]})
    return Place(("relations", len(lines) - 1, "upstream"))


@edits("BP203", beside=frozenset({"BP233"}))
def a_call_that_nobody_answers(dice: Dice, blueprint: Blueprint) -> Place | None:
    pairs = [
        (path, body, line["upstream"])
        for line in blueprint.get("relations", [])
        for path, body in operations(blueprint, "custom")
        if line.get("downstream") == path[1] and path[2] == "commands" and "needs" not in body
        if "external" not in blueprint["contexts"][line["upstream"]]
    ]
    if not pairs:
        return None
    path, body, upstream = dice.pick(pairs)
    name = f"{upstream}.Nothing"
    body["needs"] = {name: {}}
    return Place((*path, "needs", name))


@edits("BP307", beside=frozenset({"BP506"}))
def a_call_of_itself(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "custom") if "needs" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    name = f"{path[1]}.{path[-1]}"
    body["needs"] = {name: {}}
    return Place((*path, "needs", name))


@edits("BP308")
def a_relation_said_twice(dice: Dice, blueprint: Blueprint) -> Place | None:
    lines = blueprint.get("relations", [])
    if not lines:
        return None
    lines.append(dict(dice.pick(lines)))
    return Place(("relations", len(lines) - 1))


@edits("BP233")
def a_call_under_a_lock(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        (path, body)
        for path, body in operations(blueprint, "update", "transition", "delete")
        if len(body.get("needs", {})) == 1
    ]
    if not found:
        return None
    path, body = dice.pick(found)
    body["lock"] = body["does"].partition(" ")[2].partition(".")[0]
    return Place((*path, "needs", next(iter(body["needs"]))))


@edits("BP701")
def an_own_without_an_owner(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        (path, body)
        for path, body in operations(blueprint, "custom")
        if body["does"] == "custom" and "http" in body and "allow" not in body
    ]
    if not found:
        return None
    path, body = dice.pick(found)
    body["allow"] = ["authenticated own"]
    return Place((*path, "allow", 0))


@edits("BP702", beside=frozenset({"BP719"}))
def a_role_for_nothing(dice: Dice, blueprint: Blueprint) -> Place:
    security = blueprint.setdefault("security", {})
    security.setdefault("roles", {})["watcher"] = "Looks on."
    return Place(("security", "roles", "watcher"))


@edits("BP704")
def tenants_that_no_token_names(dice: Dice, blueprint: Blueprint) -> Place | None:
    if "tenant" in blueprint.get("security", {}).get("tokens", {}):
        return None
    found = [n for n in contexts(blueprint) if "public" not in repr(n[1])]
    if not found:
        return None
    path, body = dice.pick(found)
    body["storage"] = {"engine": "sqlite", "tenancy": "row"}
    return Place((*path, "storage", "tenancy"))


@edits("BP709")
def everybody_by_default(dice: Dice, blueprint: Blueprint) -> Place | None:
    security = blueprint.get("security", {})
    if "tokens" not in security and "roles" not in security:
        return None
    look = {"about": "It shows.", "does": "custom", "http": "GET /zones", "output": {"n": "int"}}
    zone = {"about": "It is.", "allow": "public", "queries": {"Look": look}}
    blueprint["contexts"]["zone"] = zone
    return Place(("contexts", "zone", "allow"))


@edits("BP801")
def a_schedule_with_an_input(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in nodes(blueprint, "commands") if "every" in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["input"] = {"zzz": "int"}
    return Place((*path, "every"))


@edits("BP802")
def a_command_with_no_way_in(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    body.setdefault("commands", {})["Sleep"] = {"about": "It sleeps.", "does": "custom"}
    return Place((*path, "commands", "Sleep"))


@edits("BP803")
def an_exception_of_nothing(dice: Dice, blueprint: Blueprint) -> Place:
    path, _ = dice.pick(contexts(blueprint))
    said = {"rule": "BP431", "at": f"{path[1]}.Nothing", "because": "It was.", "owner": "us"}
    exceptions = blueprint.setdefault("exceptions", [])
    exceptions.append({**said, "until": "2031-01-31"})
    return Place(("exceptions", len(exceptions) - 1))
