"""Every default of the language: what holds where a blueprint says nothing."""

import pytest

from blueprint.model import (
    Access,
    BigInt,
    DateTime,
    Grant,
    Int,
    Retry,
    Run,
    StatusRef,
    Storage,
    String,
    Subscription,
    Text,
    Uuid,
)
from tests.front.resolving import (
    aggregate,
    context,
    feed,
    names,
    operation,
    resolved,
    route,
    sales,
    shown,
    view,
)

ORDER = "aggregates: {Order: {fields: {code: string}}}\n"

CONSUMER = """
aggregates: {Order: {fields: {code: string}}}
commands:
  AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}
  Note: {about: Notes it., does: custom, input: {id: uuid}}
events:
  OrderAdded: {of: Order, key: id, payload: {id: uuid}}
consumes:
  OrderAdded@v1: %s
"""


def consumption(said: str, defaults: str = "{}") -> Subscription:
    lines = "".join(f"    {line}\n" for line in (CONSUMER % said).strip().split("\n"))
    text = f"defaults: {defaults}\ncontexts:\n  sales:\n    about: Sells.\n{lines}"
    return context(resolved(text), "sales").subscriptions[0]


def test_a_context_that_says_nothing_has_the_defaults_of_the_language() -> None:
    found = sales("glossary: {}")

    assert found.storage == Storage(engine="postgres", tenancy="none")
    assert (found.broker, found.cache, found.json) == ("sql", "memory", "snake")
    assert (found.base_path, found.subdomain, found.team) == ("/api/sales", "supporting", None)
    assert [(v.name, v.status) for v in found.api.versions] == [("v1", "active")]
    assert found.api.rate_limit is None


def test_the_system_says_for_all_what_a_context_may_say_otherwise() -> None:
    system = resolved("""
defaults: {storage: {engine: sqlite, tenancy: row}, cache: none, json: camel, base: '/v/{context}'}
contexts:
  sales: {about: Sells.}
  billing: {about: Bills., storage: postgres, json: snake}
""")
    sold, billed = context(system, "sales"), context(system, "billing")

    assert sold.storage == Storage(engine="sqlite", tenancy="row")
    assert billed.storage == Storage(engine="postgres", tenancy="row")
    assert (sold.json, billed.json) == ("camel", "snake")
    assert (sold.base_path, billed.cache) == ("/v/sales", "none")


def test_who_has_a_token_may_call_what_says_nothing() -> None:
    found = sales(ORDER + "commands: {AddOrder: {does: create Order, http: POST /orders}}")

    assert operation(found, "AddOrder").access == Access(
        public=False, grants=(Grant(authenticated=True),)
    )


@pytest.mark.parametrize(
    ("said", "size"), [("", 50), ("page: 20", 20), ("page: all", None)], ids=str
)
def test_a_page_holds_fifty_unless_it_is_said(said: str, size: int | None) -> None:
    listed = f"does: list Order, http: GET /orders, {said}".rstrip(", ")
    found = sales(ORDER + f"queries: {{ListOrders: {{{listed}}}}}")

    assert operation(found, "ListOrders").page == size


def test_a_list_is_in_the_order_of_its_making_unless_it_is_said() -> None:
    found = sales(
        ORDER
        + "queries:\n"
        + "  ListOrders: {does: list Order, http: GET /orders}\n"
        + "  ByCode: {does: list Order, http: GET /codes, sort: [code, created_at]}"
    )

    assert names(operation(found, "ListOrders").sorts) == ["created_at"]
    assert names(operation(found, "ByCode").sorts) == ["code", "created_at"]


def test_a_bare_string_has_one_to_255_characters() -> None:
    found = sales(
        "aggregates: {Order: {fields: {code: string, notes: text max=100, n: int min=1}}}"
    )
    types = {field.name.text: field.type for field in aggregate(found, "Order").fields}

    assert types["code"] == String(min=1, max=255)
    assert types["notes"] == Text(min=0, max=100)
    assert types["n"] == Int(min=1)


def test_an_event_is_tried_eight_times_then_dead_and_blocks_its_key() -> None:
    found = consumption("Note")

    assert isinstance(found.does, Run)
    assert (found.otherwise, found.missing, found.on_dead) == ("dead", "retry", "block")
    assert found.retry == Retry(attempts=8, first=1.0, most=600.0)


def test_what_becomes_of_an_event_may_stand_in_the_defaults() -> None:
    retry = "{attempts: 2, backoff: 2s..1m}"
    found = consumption(
        "Note", f"{{otherwise: ignore, missing: ignore, on_dead: skip, retry: {retry}}}"
    )

    assert (found.otherwise, found.missing, found.on_dead) == ("ignore", "ignore", "skip")
    assert found.retry == Retry(attempts=2, first=2.0, most=60.0)


def test_what_a_consumption_says_is_nearer_than_the_defaults() -> None:
    found = consumption("{run: Note, on_dead: block, retry: {attempts: 3}}", "{on_dead: skip}")

    assert found.on_dead == "block"
    assert found.retry == Retry(attempts=3, first=1.0, most=600.0)


def test_an_aggregate_has_an_id_a_version_and_times() -> None:
    order = aggregate(sales(ORDER), "Order")

    assert names(order.own_fields) == ["id", "version", "created_at", "updated_at"]
    assert (order.id_kind, order.id.type, order.id_from) == ("uuid", Uuid(), None)
    assert order.created_at.type == order.updated_at.type == DateTime()
    assert (order.status, order.tenant, order.owner, order.lifecycle) == (None,) * 4


def test_a_status_starts_in_the_first_state() -> None:
    order = aggregate(
        sales("aggregates: {Order: {lifecycle: {open: {close: closed}, closed: {reopen: open}}}}"),
        "Order",
    )

    assert order.status is not None
    assert isinstance(order.status.type, StatusRef)
    assert [state.text for state in order.status.type.states] == ["open", "closed"]
    assert order.status.default is not None
    assert order.status.default.value == "open"


def test_rows_of_a_tenant_carry_it() -> None:
    found = sales("storage: {tenancy: row}\n" + ORDER)
    order = aggregate(found, "Order")

    assert order.tenant is not None
    assert order.tenant.type == String(min=1, max=64)
    assert order.tenant not in order.shown_fields
    assert found.tenant_tables == ("orders",)


def test_an_id_may_be_counted_by_the_database_or_be_a_field() -> None:
    found = sales("""
aggregates:
  Order: {id: int, fields: {slot: ref(Slot)}}
  Slot: {id: code, fields: {code: string(2..12), order_id: ref(Order)}}
""")
    order, slot = aggregate(found, "Order"), aggregate(found, "Slot")

    assert (order.id_kind, order.id.type) == ("int", BigInt(min=1))
    assert (slot.id_kind, slot.id.type) == ("field", String(min=2, max=12))
    assert slot.id_from == slot.fields[0]
    keys = [
        field.type.key for field in (order.fields[0], slot.fields[1]) if hasattr(field.type, "key")
    ]
    assert keys == [slot.id.type, order.id.type]


def test_a_field_is_indexed_by_itself_unless_an_index_begins_with_it() -> None:
    order = aggregate(
        sales("""
aggregates:
  Order:
    fields: {code: string unique, size: int index, n: int, slot_id: ref(Slot)}
    indexes: [[code, n], [slot_id, n]]
  Slot: {}
"""),
        "Order",
    )

    assert [(names(i.fields), i.unique) for i in order.indexes] == [
        (["code", "n"], False),
        (["slot_id", "n"], False),
        (["code"], True),
        (["size"], False),
    ]


def test_a_literal_is_a_value_of_its_type() -> None:
    found = sales("""
enums: {Size: [small, large]}
aggregates:
  Order:
    fields:
      size: Size = small
      n: bigint = 7
      on: bool = true
      rate: decimal(12.2) = 1.50
      share: float = 0.5
      tags: list(string) = []
      day: date = 2026-01-31
""")

    defaults = {f.name.text: f.default.value for f in aggregate(found, "Order").fields if f.default}
    assert defaults == {
        "size": "small",
        "n": 7,
        "on": True,
        "rate": "1.50",
        "share": 0.5,
        "tags": (),
        "day": "2026-01-31",
    }


def test_the_verb_says_the_status_unless_the_operation_does() -> None:
    found = sales("""
aggregates: {Order: {fields: {code: string}, lifecycle: {open: {close: closed}}}}
commands:
  AddOrder: {does: create Order, http: POST /orders}
  PutOrder: {does: put Order, http: "PUT /orders/{id}"}
  ChangeOrder: {does: update Order, http: "PATCH /orders/{id}"}
  DeleteOrder: {does: delete Order, http: "DELETE /orders/{id}"}
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closing"}
  Load: {about: Imports., does: custom, http: POST /loads, status: 202}
  Sweep: {about: Sweeps., does: custom, http: POST /sweeps}
""")

    assert {o.name.text: route(o).status for o in found.operations} == {
        "AddOrder": 201,
        "PutOrder": 200,
        "ChangeOrder": 200,
        "DeleteOrder": 204,
        "CloseOrder": 200,
        "Load": 202,
        "Sweep": 204,
    }


def test_a_need_waits_a_second_and_is_tried_once() -> None:
    system = resolved("""
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells., does: custom, http: POST /sales, needs: {billing.Pay: {}}}}
  billing: {about: Bills., commands: {Pay: {about: Pays., does: custom, http: POST /payments}}}
relations: [{upstream: billing, downstream: sales}]
""")
    [need] = operation(context(system, "sales"), "Sell").needs

    assert (need.timeout, need.retry, need.translated) == (1.0, 0, False)
    assert system.relations[0].kind == "upstream-downstream"


def test_a_row_that_is_made_anew_has_the_default_that_is_said() -> None:
    found = sales("""
aggregates: {Order: {fields: {code: string}}}
commands: {AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}}
events: {OrderAdded: {of: Order, key: id, payload: {id: uuid, code: string}}}
views:
  Board:
    key: id
    fields: {id: uuid, code: string, paid: bool = false, note: text}
    from: {OrderAdded@v1: {}}
""")
    fields = {field.name.text: field for field in view(found, "Board").fields}

    assert fields["code"].required
    assert not fields["paid"].optional
    assert fields["note"].optional
    assert shown(feed(found.subscriptions[0]).sets) == {"code": "event.code"}


def test_the_title_of_a_system_is_its_name_unless_it_is_said() -> None:
    system = resolved("contexts: {sales: {about: Sells.}}")

    assert (system.title, system.topology) == ("Shop", "services")
    assert system.chassis == "shop_chassis"
