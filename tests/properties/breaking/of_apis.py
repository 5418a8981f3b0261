"""Breakages of routes, versions and lists: the family BP4xx."""

from tests.properties.breaking.breakage import Place, edits
from tests.properties.breaking.nodes import aggregate_of, contexts, is_named, nodes, operations
from tests.properties.drafting.dice import Dice
from tests.properties.drafting.system import Blueprint


@edits("BP401")
def a_route_of_another(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        (path, body["http"])
        for path, body in operations(blueprint, "list", "custom")
        if isinstance(body.get("http"), str) and "{" not in body["http"] and path[2] == "queries"
    ]
    if not found:
        return None
    path, http = dice.pick(found)
    body = {"about": "It shows.", "does": "custom", "http": http, "output": {"shown": "int"}}
    blueprint["contexts"][path[1]]["queries"]["Zoom"] = body
    return Place((*path[:3], "Zoom", "http"))


@edits("BP402")
def a_placeholder_of_nothing(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "get") if not is_named(blueprint, n[0])]
    if not found:
        return None
    path, body = dice.pick(found)
    body["http"] = "GET /things/{nothing}"
    return Place((*path, "http"))


@edits("BP403")
def a_method_of_another_verb(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "delete") if isinstance(n[1].get("http"), str)]
    if not found:
        return None
    path, body = dice.pick(found)
    body["http"] = body["http"].replace("DELETE ", "PATCH ").replace("/{id}", "/gone/{id}")
    return Place((*path, "http"))


@edits("BP404")
def a_document_in_a_query(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [
        (path, body)
        for path, body in operations(blueprint, "custom")
        if path[2] == "queries" and str(body["http"]).startswith("GET ")
    ]
    if not found:
        return None
    path, body = dice.pick(found)
    body.setdefault("input", {})["zzz"] = "json optional"
    return Place((*path, "input", "zzz"))


@edits("BP406")
def a_version_of_no_api(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "list") if "versions" not in n[1]]
    found = [n for n in found if isinstance(n[1]["http"], str)]
    if not found:
        return None
    path, body = dice.pick(found)
    versions = [*blueprint["contexts"][path[1]].get("api", {}).get("versions", {"v1": {}})]
    body["versions"] = [*versions, "v9"]
    return Place((*path, "versions", len(versions)))


@edits("BP407")
def a_change_of_nothing(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [(path, body) for path, body in contexts(blueprint) if "changes" in body.get("api", {})]
    if not found:
        return None
    path, body = dice.pick(found)
    version = next(iter(body["api"]["changes"]))
    body["api"]["changes"][version]["Nothing.at_all"] = {"added": 1}
    return Place((*path, "api", "changes", version, "Nothing.at_all"))


@edits("BP408")
def an_error_of_two_statuses(dice: Dice, blueprint: Blueprint) -> Place | None:
    commands = [n for n in nodes(blueprint, "commands") if "errors" in n[1]]
    if not commands:
        return None
    path, body = dice.pick(commands)
    name, said = next(iter(body["errors"].items()))
    status = said if isinstance(said, int) else said["status"]
    more = {"about": "It is.", "does": "custom", "http": "POST /zoom"}
    other = next(code for code in (403, 409) if code != status)
    blueprint["contexts"][path[1]]["commands"]["Zoom"] = {**more, "errors": {name: other}}
    return Place((*path[:3], "Zoom", "errors", name))


@edits("BP409")
def an_answer_without_a_body(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = operations(blueprint, "create", "update", "transition")
    if not found:
        return None
    path, body = dice.pick(found)
    body["status"] = dice.pick((204, 205))
    return Place((*path, "status"))


@edits("BP410")
def a_filter_that_does_not_fit(dice: Dice, blueprint: Blueprint) -> Place | None:
    pairs = [
        ((path, body), name)
        for path, body in operations(blueprint, "list")
        for name, written in (aggregate_of(blueprint, (path, body)) or {"fields": {}})[
            "fields"
        ].items()
        if isinstance(written, str)
        and written.startswith(("json", "bytes", "money"))
        and name not in ("limit", "cursor", "sort")
        and "secret" not in written
    ]
    if not pairs:
        return None
    (path, body), name = dice.pick(pairs)
    body.setdefault("filter", {})[name] = "equals"
    return Place((*path, "filter", name))


@edits("BP431")
def a_list_without_pages(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = [n for n in operations(blueprint, "list") if n[1].get("page") != "all"]
    if not found:
        return None
    path, body = dice.pick(found)
    body["page"] = "all"
    return Place((*path, "page"))


@edits("BP452")
def a_rate_of_no_tenant(dice: Dice, blueprint: Blueprint) -> Place | None:
    if "tenant" in blueprint.get("security", {}).get("tokens", {}):
        return None
    path, body = dice.pick(contexts(blueprint))
    body.setdefault("api", {})["rate_limit"] = "9/h per tenant"
    return Place((*path, "api", "rate_limit"))


@edits("BP451")
def a_status_of_the_runtime(dice: Dice, blueprint: Blueprint) -> Place | None:
    found = nodes(blueprint, "commands")
    if not found:
        return None
    path, body = dice.pick(found)
    body.setdefault("errors", {})["unseen_before"] = dice.pick((401, 405, 412, 429))
    return Place((*path, "errors", "unseen_before"))
