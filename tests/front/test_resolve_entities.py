"""Entities: what an aggregate holds, what operations on them take and write, what fills what."""

from blueprint.model import (
    Before,
    EntityRef,
    FromAggregate,
    FromAnswer,
    FromEntity,
    FromInput,
    ListOf,
    Literal,
    NewId,
    Now,
    Rebuilt,
    Uuid,
    ValueRef,
)
from tests.front.resolving import aggregate, context, operation, resolved

SHOP = resolved(
    """
contexts:
  sales:
    about: Sells.
    aggregates:
      Order:
        fields: {code: string, size: int = 1}
        entities:
          Line:
            about: One thing.
            in: lines
            fields:
              sku: string immutable
              size: int min=1 = 2
              seen_on: date = today
              note: text optional internal
            max: 9
          Gift: {in: gifts, fields: {sku: string}}
    commands:
      AddOrder: {does: create Order, http: POST /orders, input: {code: string, lines: list(Line)}}
      AddLine:
        does: add Order.lines
        http: POST /orders/{id}/lines
        input: {sku: string}
        set: {note: code}
        emits: [LineAdded]
      ChangeLine:
        does: update Order.lines
        http: PATCH /orders/{id}/lines/{line_id}
        output: {id: uuid, size: int, code: string, was: int from before.size}
      DropLine: {does: remove Order.lines, http: "DELETE /orders/{id}/lines/{line_id}"}
      PriceLine:
        does: add Order.gifts
        http: POST /orders/{id}/gifts
        needs: {prices.Look: {with: {code: code}, keep: {sku: name}}}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}"}
    events:
      LineAdded:
        of: Order
        key: order_id
        payload:
          order_id: uuid from id
          line_id: uuid
          size: int
          sku: string
          line_size: int from line.size
  prices:
    about: Knows prices.
    commands:
      Look:
        about: Looks.
        does: custom
        http: POST /looks
        input: {code: string}
        output: {name: string}
relations:
  - {upstream: prices, downstream: sales}
"""
)
SALES = context(SHOP, "sales")
ORDER = aggregate(SALES, "Order")
LINE, GIFT = ORDER.entities


def fills(found):
    return {fill.target.name.text: fill.source for fill in found}


def taken(name):
    return [field.name.text for field in operation(SALES, name).input]


def test_an_aggregate_holds_its_entities_in_the_order_in_which_they_are_written():
    assert [(one.name.text, one.children.text, one.most) for one in ORDER.entities] == [
        ("Line", "lines", 9),
        ("Gift", "gifts", 100),
    ]
    assert [field.name.text for field in ORDER.children] == ["lines", "gifts"]
    assert ORDER.children[0].type == ListOf(item=EntityRef(entity=LINE), max=9)


def test_what_it_holds_is_part_of_what_it_shows_and_of_no_column():
    assert set(ORDER.children) <= set(ORDER.shown_fields)
    assert not set(ORDER.children) & set(ORDER.stored_fields)


def test_an_entity_has_an_id_and_is_named_by_it():
    assert (LINE.id.type, LINE.reference.name.text) == (Uuid(), "line_id")
    assert [field.name.text for field in LINE.shown_fields] == ["id", "sku", "size", "seen_on"]
    assert (LINE.table, LINE.owner_column) == ("lines", "order_id")


def test_an_input_takes_drafts_without_an_id_and_not_too_many():
    lines = next(f for f in operation(SALES, "AddOrder").input if f.name.text == "lines")
    assert lines.type == ListOf(item=ValueRef(value=LINE.draft), max=9)
    assert [field.name.text for field in LINE.draft.fields] == ["sku", "size", "seen_on"]
    assert LINE.draft in SALES.values
    assert GIFT.draft not in SALES.values


def test_each_draft_becomes_an_entity_with_an_id_of_its_own():
    [made] = [
        f.source for f in operation(SALES, "AddOrder").writes if f.target.name.text == "lines"
    ]
    assert isinstance(made, Rebuilt)
    assert (made.type, made.many) == (EntityRef(entity=LINE), True)
    assert fills(made.fills)["id"] == NewId()


def test_operations_name_the_aggregate_then_the_entity():
    assert taken("AddLine") == ["id", "sku"]
    assert taken("ChangeLine") == ["id", "line_id", "size", "seen_on"]
    assert taken("DropLine") == ["id", "line_id"]
    assert [operation(SALES, name).routes[0].status for name in ("AddLine", "DropLine")] == [
        201,
        204,
    ]
    assert operation(SALES, "ChangeLine").patch


def test_what_is_added_is_filled_from_the_input_what_is_set_and_its_own_defaults():
    writes = fills(operation(SALES, "AddLine").writes)
    assert writes["id"] == NewId()
    assert isinstance(writes["sku"], FromInput)
    assert writes["size"] == Literal(value=2)  # and not the order's, though it has the same name
    assert writes["seen_on"] == Now(day=True)
    assert isinstance(writes["note"], Before)


def test_answers_of_needs_are_kept_in_the_entity():
    [kept] = operation(SALES, "PriceLine").needs[0].keep
    assert (kept.target, isinstance(kept.source, FromAnswer)) == (GIFT.fields[0], True)
    assert "sku" not in taken("PriceLine")


def test_an_event_of_the_aggregate_is_filled_from_it_first_then_from_the_entity():
    found = fills(operation(SALES, "AddLine").emits[0].fills)
    assert isinstance(found["size"], FromAggregate)
    assert found["line_id"] == FromEntity(field=LINE.id)
    assert found["sku"] == FromEntity(field=LINE.fields[0])
    assert found["line_size"] == FromEntity(field=LINE.fields[1])


def test_an_answer_is_filled_from_the_entity_first_then_from_the_aggregate():
    found = fills(operation(SALES, "ChangeLine").output_fills)
    assert found["id"] == FromEntity(field=LINE.id)
    assert found["size"] == FromEntity(field=LINE.fields[1])
    assert found["was"] == FromEntity(field=LINE.fields[1], before=True)
    assert isinstance(found["code"], FromAggregate)


def test_what_is_added_is_answered_whole():
    assert operation(SALES, "PriceLine").output == EntityRef(entity=GIFT)
    assert operation(SALES, "DropLine").output is None


def test_entities_are_found_over_all_aggregates_of_a_context():
    assert SALES.entities == (LINE, GIFT)
