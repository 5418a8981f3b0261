"""Breakages of names, references, types and fields: the family BP2xx, and BP6xx."""

from tests.properties.breaking.breakage import Place, edits
from tests.properties.breaking.nodes import (
    Node,
    aggregate_of,
    contexts,
    is_named,
    nodes,
    operations,
)
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint


def _aggregate(dice: Dice, blueprint: Blueprint) -> Node | None:
    return dice.maybe(100, nodes(blueprint, "aggregates"))


def _field(blueprint: Blueprint, node: Node | None, name: str, written: str) -> Place | None:
    """Adds a field to an aggregate."""
    if node is None:
        return None
    node[1]["fields"][name] = written
    return Place((*node[0], "fields", name))


@edits("BP202", beside=frozenset({"BP505", "BP701"}))
def an_aggregate_of_nobody(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "get", "list") if not is_named(blueprint, n[0])]
    if not found:
        return None
    path, body = dice.pick(found)
    body["does"] = f"{body['does'].split(' ')[0]} Nothing"
    return Place((*path, "does"), on_value=True)


@edits("BP205")
def a_role_of_nobody(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "delete", "update", "list") if "allow" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["allow"] = ["nobody"]
    return Place((*path, "allow", 0))


@edits("BP206")
def an_index_of_nothing(dice: Dice, blueprint: Blueprint) -> Place | None:
    if (node := _aggregate(dice, blueprint)) is None:
        return None
    indexes = node[1].setdefault("indexes", [])
    indexes.append("nothing")
    return Place((*node[0], "indexes", len(indexes) - 1))


@edits("BP207")
def a_type_of_nobody(dice: Dice, blueprint: Blueprint) -> Place | None:
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", "Nothing optional")


@edits("BP208")
def a_transition_of_no_lifecycle(dice: Dice, blueprint: Blueprint) -> Place | None:
    if (node := _aggregate(dice, blueprint)) is None:
        return None
    path, _ = node
    body = {"about": "It goes.", "does": f"custom {path[-1]}.vanish", "every": "1h"}
    blueprint["contexts"][path[1]].setdefault("commands", {})["Vanish"] = body
    return Place((*path[:2], "commands", "Vanish", "does"))


@edits("BP209")
def an_error_that_nobody_declares(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "delete") if "examples" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["examples"] = [{"then": "nowhere_said"}]
    return Place((*path, "examples", 0, "then"))


@edits("BP210")
def a_transition_that_nobody_makes(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in nodes(blueprint, "aggregates") if "lifecycle" in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    first = next(iter(body["lifecycle"]))
    body["lifecycle"][first]["vanish"] = first
    return Place((*path, "lifecycle", first, "vanish"))


@edits("BP211")
def a_state_on_an_island(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in nodes(blueprint, "aggregates") if "lifecycle" in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    move, to = next(iter(next(iter(body["lifecycle"].values())).items()))
    body["lifecycle"]["limbo"] = {move: to}
    return Place((*path, "lifecycle", "limbo"))


@edits("BP212", beside=frozenset({"BP235"}))
def an_enum_named_like_an_aggregate(dice: Dice, blueprint: Blueprint) -> Place | None:
    if (node := _aggregate(dice, blueprint)) is None:
        return None
    path, _ = node
    name = str(path[-1]).upper()
    if name == path[-1]:
        return None
    blueprint["contexts"][path[1]].setdefault("enums", {})[name] = ["a", "b"]
    return Place((*path[:2], "enums", name))


@edits("BP213")
def a_table_of_the_runtime(dice: Dice, blueprint: Blueprint) -> Place | None:
    if (node := _aggregate(dice, blueprint)) is None:
        return None
    context = blueprint["contexts"][node[0][1]]
    context["aggregates"]["Message"] = {"fields": {"wording": "string"}}
    return Place((*node[0][:3], "Message"))


@edits("BP214")
def a_keyword_for_a_field(dice: Dice, blueprint: Blueprint) -> Place | None:
    name = dice.pick(("class", "import", "self", "int", "model_fields", "copy"))
    return _field(blueprint, _aggregate(dice, blueprint), name, "int optional")


@edits("BP215")
def a_field_that_is_there_anyway(dice: Dice, blueprint: Blueprint) -> Place | None:
    name = dice.pick(("created_at", "updated_at", "version"))
    return _field(blueprint, _aggregate(dice, blueprint), name, "int optional")


@edits("BP216")
def a_default_of_another_type(dice: Dice, blueprint: Blueprint) -> Place | None:
    written = dice.pick(("int = many", "bool = 7", "enum(one | two) = three", "date = soon"))
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", written)


@edits("BP217")
def a_value_inside_itself(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in nodes(blueprint, "values") if "fields" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["zzz"] = f"list({path[-1]}) optional"
    return Place(path)


@edits("BP218")
def an_example_of_nothing(dice: Dice, blueprint: Blueprint) -> Place | None:
    if (node := _aggregate(dice, blueprint)) is None:
        return None
    examples = node[1].setdefault("examples", [])
    examples.append({"given": {"nothing": 1}})
    return Place((*node[0], "examples", len(examples) - 1, "given", "nothing"))


@edits("BP220")
def an_owner_that_is_no_subject(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in nodes(blueprint, "aggregates") if "owner" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["owner"] = "created_at"
    return Place((*path, "owner"))


@edits("BP221")
def a_page_in_a_field(dice: Dice, blueprint: Blueprint) -> Place | None:
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", "page(string) optional")


@edits("BP222")
def a_source_in_an_aggregate(dice: Dice, blueprint: Blueprint) -> Place | None:
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", "string optional from id")


@edits("BP223")
def an_order_of_one(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "get") if aggregate_of(blueprint, n)]
    if not found:
        return None
    path, body = dice.pick(found)
    key, value = dice.pick((("sort", ["created_at"]), ("page", 7)))
    body[key] = value
    return Place((*path, key))


@edits("BP224")
def an_immutable_field_written(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        n
        for n in operations(blueprint, "update", "transition")
        if "set" not in n[1] and ("." not in n[1]["does"] or "transition" in n[1]["does"])
    ]
    pairs = [
        (node, name)
        for node in found
        for name, written in (aggregate_of(blueprint, node) or {"fields": {}})["fields"].items()
        if isinstance(written, str) and written.startswith("int immutable")
    ]
    if not pairs:
        return None
    (path, body), name = dice.pick(pairs)
    body["set"] = {name: "= 1"}
    return Place((*path, "set", name))


@edits("BP231")
def a_plain_operation_that_uses_more(dice: Dice, blueprint: Blueprint) -> Place | None:
    drawn = operations(blueprint, "create", "get", "list", "delete")
    left = ({"may", "one_of"}.isdisjoint(body.get("emits", [])) for _, body in drawn)
    found = [one for one, is_plain in zip(drawn, left, strict=True) if is_plain]  # else it is code
    if not found:
        return None
    path, body = dice.pick(found)
    body["uses"] = [body["does"].split(" ")[1]]
    aggregates = blueprint["contexts"][path[1]].get("aggregates", {})
    return Place((*path, "uses")) if body["uses"][0] in aggregates else None


@edits("BP232")
def a_lock_on_what_is_made(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "create") if "needs" not in n[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["lock"] = body["does"].split(" ")[1]
    return Place((*path, "lock"))


@edits("BP234")
def a_plain_query_that_reads_sql(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = operations(blueprint, "get", "list")
    if not found:
        return None
    path, body = dice.pick(found)
    body["reads"] = "sql"
    return Place((*path, "reads"))


@edits("BP235")
def an_enum_that_nothing_uses(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    body.setdefault("enums", {})["Unheard"] = ["one", "two"]
    return Place((*path, "enums", "Unheard"))


@edits("BP238")
def an_enum_of_one_word(dice: Dice, blueprint: Blueprint) -> Place | None:
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", "enum(only) optional")


@edits("BP602")
def an_index_of_no_order(dice: Dice, blueprint: Blueprint) -> Place | None:
    return _field(blueprint, _aggregate(dice, blueprint), "zzz", "json optional index")
