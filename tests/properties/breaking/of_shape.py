"""Breakages of keys, kinds of values and phrases: rules BP111 to BP120."""

from tests.properties.breaking.breakage import Place, edits
from tests.properties.breaking.nodes import contexts, nodes, operations, short_fields
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint

FAMILIES = ("aggregates", "commands", "queries", "events", "views")


@edits("BP111")
def a_key_that_nothing_reads(dice: Dice, blueprint: Blueprint) -> Place:
    found = [*contexts(blueprint), *(n for f in FAMILIES for n in nodes(blueprint, f))]
    path, body = dice.pick(found)
    body["abuot"] = "It is misspelled."
    return Place((*path, "abuot"))


@edits("BP112")
def a_context_that_says_nothing(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    del body["about"]
    return Place(path)


@edits("BP112")
def an_operation_that_does_nothing(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for family in ("commands", "queries") for n in nodes(blueprint, family)]
    if not found:
        return None
    path, body = dice.pick(found)
    del body["does"]
    body.setdefault("status", 200)
    return Place(path)


@edits("BP113")
def a_number_for_a_text(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    key = dice.pick(("about", "team"))
    body[key] = dice.pick((12, True, 1.5))
    return Place((*path, key), on_value=True)


@edits("BP114")
def a_list_for_a_mapping(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    family = dice.pick(FAMILIES)
    body[family] = ["Order", "Part"]
    return Place((*path, family), on_value=True)


@edits("BP115")
def a_word_of_a_later_step(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    key = dice.pick(("slo", "processes", "load", "read_replicas"))
    body[key] = {"latency": "1s"}
    return Place((*path, key))


@edits("BP116")
def a_type_that_is_none(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [*short_fields(blueprint)]
    if not found:
        return None
    path, fields, name = dice.pick(found)
    fields[name] = dice.pick(
        ("strnig", "string(9..1)", "int required", "list(", "decimal", "text?")
    )
    return Place(path, on_value=True)


@edits("BP117")
def a_word_that_is_none_of_the_few(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    key, word = dice.pick((("subdomain", "kore"), ("json", "kebab"), ("on_dead", "wait")))
    body[key] = word
    return Place((*path, key), on_value=True)


@edits("BP118")
def a_name_of_another_form(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [*short_fields(blueprint)]
    if not found:
        return None
    path, fields, _ = dice.pick(found)
    name = dice.pick(("Bad", "with-dash", "_front", "ends_", "a" * 41, "größe"))
    fields[name] = "string optional"
    return Place((*path[:-1], name))


@edits("BP119")
def a_phrase_that_cannot_be_read(dice: Dice, blueprint: Blueprint) -> Place | None:
    verbs = ("create", "update", "delete", "get", "list", "custom")
    found = [node for node in operations(blueprint, *verbs) if "http" in node[1]]
    if not found:
        return None
    path, body = dice.pick(found)
    body["http"] = dice.pick(("SEND /x", "GET x", "POST /x/", "GET /{Id}", "GET /a b"))
    return Place((*path, "http"), on_value=True)


@edits("BP119")
def a_verb_that_nothing_does(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = operations(blueprint, "create", "update", "get", "list", "custom")
    if not found:
        return None
    path, body = dice.pick(found)
    body["does"] = dice.pick(("transmute Order", "create", "get order", "call Order"))
    return Place((*path, "does"), on_value=True)


@edits("BP120")
def a_value_that_cannot_be(dice: Dice, blueprint: Blueprint) -> Place:
    path, body = dice.pick(contexts(blueprint))
    page = dice.pick((0, -1, 1001))
    body["page"] = page
    return Place((*path, "page"), on_value=True)


@edits("BP120")
def an_error_that_is_a_success(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = nodes(blueprint, "commands")
    if not found:
        return None
    path, body = dice.pick(found)
    body["errors"] = {"lost": dice.pick((200, 500, 399))}
    return Place((*path, "errors", "lost"), on_value=True)
