"""Operations: what they take and answer, where, and what stands around them."""

from blueprint.model import (
    Added,
    AggregateRef,
    AnswerRef,
    ApiVersion,
    Cache,
    ChangedValues,
    Drop,
    Grant,
    ListOf,
    PageOf,
    PublishedRef,
    Record,
    Removed,
    Renamed,
    Text,
    ViewRef,
)
from blueprint.names import Name
from tests.front.resolving import (
    aggregate,
    context,
    names,
    operation,
    resolved,
    route,
    sales,
    shown,
    view,
)

SHOP = resolved(
    """
contexts:
  sales:
    about: Sells.
    values: {Line: {code: string, amount: int}}
    aggregates:
      Order:
        owner: clerk_id
        fields:
          clerk_id: subject
          code: string immutable
          lines: list(Line)
          rate: decimal(12.2) optional
          notes: text optional
          trace: string optional internal
        lifecycle: {open: {close: closed}}
      Slot: {id: code, fields: {code: string(2..12), label: string}}
    commands:
      AddOrder:
        does: create Order
        http: POST /orders
        allow: [clerk own, authenticated]
        needs:
          billing.GetRate: {with: {code: code}, keep: {rate: value}, refused: {shut: no_rate}}
        errors: {no_rate: {status: 409, about: Nobody knows a rate.}}
      NoteOrder: {does: update Order, http: "PUT /orders/{id}/notes", input: {notes: text optional}}
      ChangeOrder: {does: update Order, http: {v1: "PUT /orders/{id}", v2: "PATCH /orders/{id}"}}
      CloseOrder:
        does: transition Order.close
        http: POST /orders/{id}/closing
        versions: [v2]
        needs:
          billing.GetRate: {with: {code: code}, timeout: 2s}
          billing.GetTerms@v1: {with: {code: code}}
        emits: {one_of: [OrderClosed, OrderKept]}
      PutSlot: {does: put Slot, http: "PUT /slots/{id}"}
      AddSlot: {does: create Slot, http: POST /slots}
      Price: {does: call billing.Price, http: POST /prices}
      Sweep: {about: Sweeps., does: custom Order.close, every: 1d}
    queries:
      GetOrder:
        does: get Order
        http: GET /orders/{id}
        output: {id: uuid, state: OrderStatus from status}
        cache: {ttl: 1m, until: [OrderClosed@v1]}
      OrdersOf:
        does: list Order
        http: "GET /codes/{code}/orders"
        filter: {notes: contains, code: equals}
      Totals: {about: Sums., does: custom, http: GET /totals, output: [{day: date, total: money}]}
      Pages: {about: Pages., does: custom, http: GET /pages, output: page(Order)}
    events:
      OrderClosed: {of: Order, key: id, payload: {id: uuid, lines: list(Line)}}
      OrderKept: {of: Order, key: id, payload: {id: uuid, why: string}}
    api:
      versions:
        v3: {status: draft}
        v2: {}
        v1: {status: deprecated, sunset: 2030-01-31}
        v4: {status: retired}
      rate_limit: 5/s per address
      changes:
        v2:
          Order.notes: {added: none}
          Order.colour: {removed: red}
          AddOrder.input.code: {renamed_from: number}
        v3: {GetOrder.output.state: {values: {closed: open}}}
  billing:
    about: Bills.
    values: {Line: {code: string, amount: int}}
    commands:
      Price:
        about: Prices.
        does: custom
        input: {lines: list(Line)}
        output: {price: money, lines: list(Line)}
      Forget: {about: Forgets., does: custom, every: 1h}
    queries:
      GetRate:
        about: The rate.
        does: custom
        http: GET /rates/{code}
        input: {code: string}
        output: {value: decimal(12.2)}
        errors: {shut: 409}
      GetTerms:
        about: The terms.
        does: custom
        http: GET /terms
        input: {code: string}
        output: {days: int}
    api: {versions: {v1: {}, v2: {}}}
relations:
  - {upstream: billing, downstream: sales, downstream_as: anticorruption-layer}
""".replace("http: GET /rates/{code}", 'http: "GET /rates/{code}"')
)
SALES, BILLING = context(SHOP, "sales"), context(SHOP, "billing")


def test_a_create_leaves_out_the_owner_what_is_kept_and_what_is_internal() -> None:
    assert names(operation(SALES, "AddOrder").input) == ["code", "lines", "notes"]


def test_an_update_takes_its_mutable_fields_or_what_it_says() -> None:
    assert names(operation(SALES, "ChangeOrder").input) == ["id", "lines", "rate", "notes"]
    assert names(operation(SALES, "NoteOrder").input) == ["id", "notes"]


def test_an_update_is_a_merge_patch_where_a_version_says_patch() -> None:
    assert operation(SALES, "ChangeOrder").patch
    assert not operation(SALES, "NoteOrder").patch


def test_a_natural_key_is_in_the_body_of_a_create_and_in_the_path_of_a_put() -> None:
    made, put = operation(SALES, "AddSlot"), operation(SALES, "PutSlot")

    assert names(made.input) == ["code", "label"]
    assert shown(made.writes) == {"id": "input.code", "code": "input.code", "label": "input.label"}
    assert names(put.input) == ["id", "label"]
    assert shown(put.writes) == {"id": "input.id", "code": "input.id", "label": "input.label"}


def test_an_operation_answers_in_each_version_that_is_served() -> None:
    assert operation(SALES, "AddOrder").versions == ("v1", "v2", "v3")
    assert SALES.api.current.name == "v2"


def test_an_operation_may_be_limited_to_versions() -> None:
    close = operation(SALES, "CloseOrder")

    assert [found.version for found in close.routes] == ["v2"]
    assert close.versions == ("v2",)


def test_a_version_may_have_a_path_of_its_own() -> None:
    change = operation(SALES, "ChangeOrder")

    assert [(r.version, r.method) for r in change.routes] == [("v1", "PUT"), ("v2", "PATCH")]
    assert change.versions == ("v1", "v2")


def test_versions_rise_and_each_names_the_next_that_clients_may_take() -> None:
    assert [(v.name, v.successor) for v in SALES.api.versions] == [
        ("v1", "v2"),
        ("v2", None),
        ("v3", None),
        ("v4", None),
    ]
    assert all(isinstance(v, ApiVersion) for v in SALES.api.served)
    assert [v.name for v in SALES.api.served] == ["v1", "v2", "v3"]


def test_what_is_limited_and_what_changed_is_said_for_each_version() -> None:
    limit = SALES.api.rate_limit
    changes = [(c.version, c.of.text, c.part, c.field.text) for c in SALES.api.changes]

    assert limit is not None
    assert (limit.count, limit.seconds, limit.per) == (5, 1, "address")
    assert changes == [
        ("v2", "Order", "fields", "notes"),
        ("v2", "Order", "fields", "colour"),
        ("v2", "AddOrder", "input", "code"),
        ("v3", "GetOrder", "output", "state"),
    ]
    added, removed, renamed, words = (change.what for change in SALES.api.changes)
    assert added == Added(value="none")
    assert isinstance(removed, Removed)
    assert (removed.value, removed.field.type) == ("red", Text())
    assert renamed == Renamed(before=Name("number"))
    assert words == ChangedValues(pairs=((Name("closed"), Name("open")),))


def test_what_another_context_needs_without_a_path_has_an_internal_route() -> None:
    [inside] = operation(BILLING, "Price").routes

    assert (inside.internal, inside.version) == (True, "v2")
    assert (inside.method, inside.path) == ("POST", "/internal/price")
    assert names(inside.body_fields) == ["lines"]
    assert operation(BILLING, "Price").versions == ("v1", "v2")


def test_what_nobody_calls_has_no_route_at_all() -> None:
    assert operation(BILLING, "Forget").routes == ()
    assert "Forget" not in [endpoint.name.text for endpoint in BILLING.endpoints]


def test_a_call_passes_on_what_it_takes_as_the_callee_publishes_it() -> None:
    price = operation(SALES, "Price")
    [need] = price.needs

    assert price.calls == need.endpoint
    assert price.output == AnswerRef(endpoint=need.endpoint)
    lines = price.input[0].type
    assert isinstance(lines, ListOf)
    assert isinstance(lines.item, PublishedRef)
    assert lines.item.context == Name("billing")
    assert shown(need.fills) == {"lines": "input.lines"}


def test_a_need_calls_the_highest_active_version_unless_it_says_which() -> None:
    newest, older = operation(SALES, "CloseOrder").needs

    assert newest.endpoint.path == "/api/billing/v2/rates/{code}"
    assert older.endpoint.path == "/api/billing/v1/terms"
    assert [(e.name.text, e.version) for e in BILLING.called] == [
        ("Price", "v2"),
        ("GetRate", "v2"),
        ("GetTerms", "v1"),
    ]
    assert [(e.name.text, e.version) for e in BILLING.endpoints][-1] == ("GetTerms", "v2")


def test_one_callee_that_is_called_in_two_ways_has_two_names() -> None:
    assert [n.name.text for n in SALES.needs] == [
        "GetRate",
        "GetRateForCloseOrder",
        "GetTerms",
        "Price",
    ]


def test_a_caller_can_name_the_errors_that_are_declared_and_not_found() -> None:
    [need] = operation(SALES, "AddOrder").needs

    assert [(e.name.text, e.status) for e in need.endpoint.errors] == [
        ("shut", 409),
        ("not_found", 404),
    ]
    [refused] = need.refused
    assert (refused.theirs.text, refused.ours.about) == ("shut", "Nobody knows a rate.")
    assert [error.name.text for error in SALES.errors] == ["no_rate"]


def test_behind_an_anticorruption_layer_an_answer_is_translated() -> None:
    assert all(need.translated for need in SALES.needs)


def test_a_path_of_a_list_is_an_input_and_a_filter() -> None:
    orders = operation(SALES, "OrdersOf")

    assert names(orders.input) == names(route(orders).path_fields) == ["code"]
    assert [(f.field.name.text, f.comparison, f.in_path) for f in orders.filters] == [
        ("code", "equals", True),
        ("notes", "contains", False),
    ]


def test_an_output_is_a_record_a_list_of_one_or_what_it_names() -> None:
    assert isinstance(operation(SALES, "GetOrder").output, Record)
    totals = operation(SALES, "Totals").output
    assert isinstance(totals, ListOf)
    assert isinstance(totals.item, Record)
    assert totals.item.name == Name("Totals")
    order = AggregateRef(aggregate=aggregate(SALES, "Order"))
    assert operation(SALES, "Pages").output == PageOf(item=order)


def test_the_fields_of_an_answer_are_filled_by_name_or_from_a_path() -> None:
    assert shown(operation(SALES, "GetOrder").output_fills) == {
        "id": "FromAggregate.id",
        "state": "FromAggregate.status",
    }
    assert operation(SALES, "Totals").output_fills == ()


def test_an_answer_is_kept_until_an_event_drops_it() -> None:
    cached = operation(SALES, "GetOrder")
    [dropped] = SALES.subscriptions

    assert cached.cache == Cache(ttl=60.0, until=(dropped.event,))
    assert dropped.event.label == "sales.OrderClosed@v1"
    assert dropped.does == Drop(operation=cached)
    assert dropped.consumer == "GetOrderCache"


def test_code_that_chooses_an_event_makes_a_fill_and_begins_from_what_is_known() -> None:
    close = operation(SALES, "CloseOrder")

    assert not close.is_plain
    assert [(e.event.name.text, e.when) for e in close.emits] == [
        ("OrderClosed", "one_of"),
        ("OrderKept", "one_of"),
    ]
    known, unknown = (shown(emission.fills) for emission in close.emits)
    assert known == {"id": "FromAggregate.id", "lines": "FromAggregate.lines"}
    assert unknown == {}


def test_a_grant_narrows_to_what_the_caller_owns() -> None:
    assert operation(SALES, "AddOrder").access.grants == (
        Grant(role=Name("clerk"), own=True),
        Grant(authenticated=True),
    )


def test_a_custom_operation_knows_the_one_transition_that_it_may_make() -> None:
    sweep = operation(SALES, "Sweep")

    assert sweep.transition is not None
    assert sweep.transition.name.text == "close"
    assert (sweep.writes, sweep.input, sweep.preloads) == ((), (), False)


def test_an_ejected_operation_is_a_fill_and_otherwise_the_same() -> None:
    text = """
contexts:
  sales:
    about: Sells.
    aggregates: {Order: {fields: {code: string}}}
    commands:
      AddOrder: {does: create Order, http: POST /orders}
      PutOrder: {does: put Order, http: "PUT /orders/{id}"}
"""
    plain, mine = (
        context(resolved(text, ejected), "sales")
        for ejected in (frozenset[str](), frozenset(["sales.AddOrder"]))
    )

    assert [o.name.text for o in mine.fill_operations] == ["AddOrder"]
    assert operation(mine, "AddOrder").writes == operation(plain, "AddOrder").writes
    assert plain.fill_operations == ()


def test_a_query_over_a_view_answers_its_rows() -> None:
    found = sales("""
aggregates: {Order: {fields: {code: string}}}
commands: {AddOrder: {does: create Order, http: POST /orders, emits: [OrderAdded]}}
queries: {GetRow: {does: get Board, http: "GET /board/{code}"}}
events: {OrderAdded: {of: Order, key: id, payload: {id: uuid, code: string}}}
views:
  Board:
    key: code
    fields: {code: string, order_id: ref(Order)}
    from: {OrderAdded@v1: {order_id: id}}
""")
    board = view(found, "Board")

    assert operation(found, "GetRow").output == ViewRef(view=board)
    assert operation(found, "GetRow").input == (board.key,)
    assert [field.index for field in board.fields] == [False, True]


def test_an_external_system_is_reached_by_its_own_paths() -> None:
    system = resolved("""
contexts:
  sales:
    about: Sells.
    commands: {Sell: {about: Sells., does: custom, http: POST /sales, needs: {bank.Charge: {}}}}
  bank:
    external: by-address
    about: The bank.
    auth: header X-Key
    operations:
      Charge:
        http: POST /accounts/{account}/charges
        input: {account: string, total: money}
        errors: {no_cover: 402}
relations: [{upstream: bank, downstream: sales}]
""")
    bank = system.external("bank")

    assert bank is not None
    assert (bank.url, bank.auth.kind, bank.auth.header) == (None, "header", "X-Key")
    [charge] = bank.operations
    assert (charge.path, charge.version, charge.output) == ("/accounts/{account}/charges", "", None)
    assert names(charge.route.path_fields) == ["account"]
    assert names(charge.route.body_fields) == ["total"]
    [need] = operation(context(system, "sales"), "Sell").needs
    assert need.translated
