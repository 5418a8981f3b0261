"""Who is who after a rename: by `was:`, by what the manifests keep, and by both together."""

import json
from itertools import permutations

import pytest

from blueprint.diagnostics import render_all
from blueprint.read import read_text
from blueprint.resolve import Node, former_names, resolve
from generator.identity import clashes, kept, known_names, present_names
from generator.manifest import Manifest, parse, texts
from generator.tree import Tree

KINDS = {
    "context": "sales",
    "aggregate": "sales.Order",
    "field": "sales.Order.code",
    "entity": "sales.Line",
    "view": "sales.Board",
    "operation": "sales.Sell",
    "event": "sales.Sold",
}
"""One node of each kind, by its full name."""


TWO = """\
blueprint: 1
system: {name: shop, about: Sells things.}
defaults: {allow: public}
contexts:
  sales:
    about: Sells.
    aggregates:
      LabOrder: {fields: {number: string}}
      Order: {fields: {number: string}}
    commands:
      Sell: {does: create Order, http: POST /sales, emits: [Placed, Sold]}
      Ask: {does: create LabOrder, http: POST /orders}
    events:
      Placed: {of: Order, key: number, payload: {number: string}}
      Sold: {of: Order, key: number, payload: {number: string}}
"""
"""One with two aggregates and two events."""
KIT = """\
    queries:
      GetKit: {does: get Order, http: "GET /orders/{id}"}
"""


def document(now=None, **was):
    """A blueprint with one node of each kind: by their names *now*, and what they were, by kind."""
    called = {kind: name.rpartition(".")[2] for kind, name in KINDS.items()} | (now or {})
    code, order, sold = called["field"], called["aggregate"], called["event"]

    def node(kind, **parts):
        return {**parts, **({"was": was[kind]} if kind in was else {})}

    context = node(
        "context",
        about="Sells.",
        aggregates={
            order: node(
                "aggregate",
                fields={code: node("field", **{"is": "string"}), "price": "int = 1"},
                entities={
                    called["entity"]: node("entity", **{"in": "lines", "fields": {"text": "text"}})
                },
                crud={"at": "/orders", "only": ["get"]},
            )
        },
        commands={
            called["operation"]: node(
                "operation", does=f"create {order}", http="POST /sales", emits=[sold]
            ),
            "AddLine": {"does": f"add {order}.lines", "http": "POST /orders/{id}/lines"},
        },
        queries={"GetBoard": {"does": f"get {called['view']}", "http": f"GET /boards/{{{code}}}"}},
        events={sold: node("event", of=order, key=code, payload={code: "string"})},
        views={
            called["view"]: node(
                "view", key=code, fields={code: "string"}, **{"from": {f"{sold}@v1": {}}}
            )
        },
    )
    head = {"blueprint": 1, "system": {"name": "shop", "about": "Sells things."}}
    head["defaults"] = {"allow": "public"}
    reading = read_text(json.dumps({**head, "contexts": {called["context"]: context}}))
    assert reading.valid, render_all(reading.diagnostics)
    return reading.document


def former(kind, *names):
    """Former names of a node of that kind, in the form that its names have."""
    return [name.lower() if kind in ("context", "field") else name for name in names]


def again(formers):
    """The lines as the next run reads them out of the files."""
    files = texts(Tree([]), Manifest(formers=formers))
    return parse(dict(enumerate(files.values()))).formers


def after(*documents, lines=frozenset()):
    """The lines in which a workspace that followed each of *documents* keeps former names."""
    for one in documents:
        lines = again(kept(known_names(one, lines)))
    return lines


def names(one, lines=frozenset()):
    """The former names of each node that has any."""
    return {node.name: was for node, was in known_names(one, lines).items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_word_may_go_once_a_workspace_has_followed_it(kind):
    said_once = document(**{kind: former(kind, "Oldest", "Older")})

    known = names(document(), after(said_once))

    assert known == names(said_once)
    assert len(known[KINDS[kind]]) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_word_may_stay_and_changes_nothing_more(kind):
    one = document(**{kind: former(kind, "Old")})

    assert after(one) == after(one, one, one)


def test_a_second_rename_keeps_the_first_name():
    first = document({"event": "Placed"}, event=["Sold"])
    second = document({"event": "Ordered"}, event=["Placed"])

    assert names(second, after(document(), first))["sales.Ordered"] == ("Sold", "Placed")


def test_both_renames_said_at_once_are_the_same_as_one_after_the_other():
    at_once = document({"aggregate": "LabOrder"}, aggregate=["Order", "Purchase"])
    step = document({"aggregate": "Purchase"}, aggregate=["Order"])

    assert after(at_once) == after(
        step, document({"aggregate": "LabOrder"}, aggregate=["Purchase"])
    )


def test_a_branch_that_saw_only_the_second_rename_takes_the_first_from_the_others_lines():
    others = after(document({"aggregate": "Purchase"}, aggregate=["Order"]))

    merged = document({"aggregate": "LabOrder"}, aggregate=["Purchase"])

    assert names(merged, others)["sales.LabOrder"] == ("Order", "Purchase")


@pytest.mark.parametrize("was", [("Order", "Purchase"), ("Purchase", "Order")])
def test_lines_of_two_branches_are_right_in_any_order(was):
    short = after(document({"aggregate": "LabOrder"}, aggregate=[was[1]]))
    long = after(document({"aggregate": "LabOrder"}, aggregate=[*was]))

    known = names(document({"aggregate": "LabOrder"}), again(short | long))

    assert known["sales.LabOrder"] == was


def test_an_oldest_name_that_a_workspace_learns_later_comes_first():
    lines = after(document({"aggregate": "LabOrder"}, aggregate=["Purchase"]))

    learned = document({"aggregate": "LabOrder"}, aggregate=["Order", "Purchase"])

    assert names(learned, lines)["sales.LabOrder"] == ("Order", "Purchase")


def test_a_name_that_comes_back_is_the_first_still():
    away = after(document({"event": "Placed"}, event=["Sold"]))
    back = document(event=["Placed"])

    known = known_names(back, away)

    assert known[Node("event", "sales.Sold")] == ("Sold", "Placed")
    [context] = resolve(back, known=known).contexts
    assert context.events[0].first.text == "Sold"


def test_what_stands_below_a_renamed_node_takes_its_own_former_names_along():
    lines = after(document({"field": "number"}, field=["code"]))
    now = {"context": "trade", "aggregate": "LabOrder", "field": "number"}
    moved = document(now, context=["sales"], aggregate=["Order"])

    known = names(moved, lines)

    assert known["trade.LabOrder.number"] == ("code",)
    assert names(document(now), after(moved, lines=lines)) == known


def test_what_stands_below_another_that_has_the_old_name_is_that_ones():
    lines = after(document({"aggregate": "LabOrder", "field": "number"}, aggregate=["Order"]))
    other = after(document({"field": "number"}, field=["code"]))
    both = read_text(TWO).document

    known = names(both, lines | other)

    assert known["sales.Order.number"] == ("code",)
    assert "sales.LabOrder.number" not in known


def test_a_node_that_takes_the_name_of_one_that_is_gone_is_no_rename_of_it():
    renamed = document({"aggregate": "LabOrder"}, aggregate=["Order"])
    plain = document({"aggregate": "Purchase"})

    assert after(document(), renamed, plain) == frozenset()
    assert names(document(), after(renamed, plain)) == {}
    assert names(document(), after(renamed)) == {}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_lines_are_the_same_in_whatever_order_nodes_were_renamed(order):
    changes = [("event", "Placed", "Sold"), ("view", "Wall", "Board"), ("field", "number", "code")]
    steps = []
    for upto in range(1, len(order) + 1):
        made = [changes[at] for at in order[:upto]]
        was = {kind: [old] for kind, _, old in made}
        steps.append(document({kind: new for kind, new, _ in made}, **was))

    assert after(*steps) == after(steps[-1])
    assert len(after(*steps)) == 3


def test_each_pair_of_branches_gives_the_same_whoever_comes_first():
    branches = [
        after(document({"aggregate": "LabOrder"}, aggregate=was))
        for was in (["Order"], ["Purchase"], ["Order", "Purchase"])
    ]
    merged = document({"aggregate": "LabOrder"}, aggregate=["Order", "Purchase"])

    found = {
        after(merged, lines=again(frozenset().union(*some)))
        for size in (1, 2, 3)
        for some in permutations(branches, size)
    }

    assert len(found) == 1


def test_what_crud_stands_for_is_renamed_with_its_aggregate():
    renamed = document({"aggregate": "LabOrder"}, aggregate=["Order"])

    assert names(renamed)["sales.GetLabOrder"] == ("GetOrder",)


def test_an_operation_that_has_the_old_name_is_not_what_crud_stood_for():
    both = read_text(
        TWO.replace("LabOrder: {", "LabOrder: {was: Kit, crud: /kits, ", 1) + KIT
    ).document

    known = known_names(both, ())

    assert known[Node("operation", "sales.CreateLabOrder")] == ("CreateKit",)
    assert Node("operation", "sales.GetLabOrder") not in known


def test_an_old_name_that_another_operation_has_now_is_that_ones():
    lines = after(document({"operation": "Place"}, operation=["Sell"]))
    both = read_text(TWO.replace("Ask:", "Place:")).document
    known = known_names(both, lines)

    assert known[Node("operation", "sales.Place")] == ("Sell",)
    assert present_names({"sales.Sell"}, both, known) == {"sales.Sell"}


def test_an_ejected_operation_is_the_same_by_its_new_name():
    renamed = document({"operation": "Trade"}, operation=["Sell"])
    known = known_names(renamed, frozenset())

    assert present_names({"sales.Sell", "sales.GetBoard"}, renamed, known) == {
        "sales.Trade",
        "sales.GetBoard",
    }


def test_a_fresh_workspace_has_the_topics_of_one_that_was_renamed():
    fresh = document({"event": "Ordered"}, event=["Sold", "Placed"])
    lines = after(document(), document({"event": "Placed"}, event=["Sold"]))
    renamed = document({"event": "Ordered"}, event=["Placed"])

    [one] = resolve(fresh).contexts
    [other] = resolve(renamed, known=known_names(renamed, lines)).contexts

    assert one.events[0].latest.topic == other.events[0].latest.topic == "shop.sales.sold.v1"


def test_lines_that_somebody_spoilt_are_passed_over():
    text = "\n".join(
        [
            '{"named": "sales.Order", "kind": "aggregate", "was": "../x", "order": "1"}',
            '{"named": "sales.Order", "kind": "planet", "was": "Old", "order": "1"}',
            '{"named": "sales.Order", "kind": "aggregate", "was": "Old", "order": "first"}',
            '{"named": "sales.Order", "kind": "aggregate", "was": "Request", "order": "1"}',
        ]
    )

    assert names(document(), parse({"sales": text}).formers) == {
        "sales.Order": ("Request",),
        "sales.GetOrder": ("GetRequest",),
    }


def test_a_new_event_cannot_have_the_name_that_another_had_first():
    lines = after(document(), document({"event": "Placed"}, event=["Sold"]))
    both = read_text(TWO.replace("LabOrder", "Other")).document

    [clash] = clashes(resolve(both, known=known_names(both, lines)))

    assert (clash.node, clash.other, clash.name) == ("sales.Sold", "sales.Placed", "Sold")
    assert clashes(resolve(document())) == []


def test_a_document_alone_says_what_former_names_there_are():
    one = document(field=["number"])

    assert former_names(one, {}) == {Node("field", "sales.Order.code"): ("number",)}
