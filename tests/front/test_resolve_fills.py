"""Filling: where each value comes from, and when it is made anew as another class."""

from blueprint.model import (
    Before,
    Field,
    Fill,
    FromAnswer,
    FromEvent,
    FromInput,
    FromItem,
    Now,
    Rebuilt,
    Step,
)
from blueprint.names import Name
from tests.front.resolving import (
    context,
    feed,
    names,
    operation,
    optional,
    resolved,
    run,
    sales,
    shown,
    view,
)

SHOP = resolved("""
defaults: {storage: {tenancy: row}}
kernels: {postal: {owners: [sales, billing], values: {Address: {street: string}}}}
contexts:
  sales:
    about: Sells.
    enums: {Size: [small, large]}
    values:
      Basket: {lines: list(Line), to: Address optional}
      Line: {code: string, size: Size = small}
    aggregates:
      Buyer: {fields: {name: string, login: subject}}
      Order:
        owner: buyer_id.login
        fields:
          buyer_id: ref(Buyer) immutable
          buyer_name: string
          basket: Basket
          lines: list(Line)
          to: Address optional
          rate: int optional
          size: Size = small
          asked_at: datetime optional
          note: text optional
        lifecycle: {open: {close: closed}}
    commands:
      AddOrder:
        does: create Order
        http: POST /orders
        input: {buyer_id: ref(Buyer), basket: Basket, lines: list(Line), to: Address optional}
        needs:
          billing.Quote:
            with: {parts: lines, where: to, size: = large, who: caller}
            keep: {rate: rate, to: where}
        set: {buyer_name: buyer_id.name, asked_at: now}
        emits: [OrderAdded]
      CloseOrder:
        does: transition Order.close
        http: POST /orders/{id}/closing
        input: {why: text optional, note: text optional}
        set: {size: = large}
        needs: {billing.Quote: {with: {parts: lines, where: to, size: = small, who: caller}}}
        emits: {OrderClosed: {when_changed: [status, note]}}
    events:
      OrderAdded:
        of: Order
        key: order_id
        versions:
          v2: {order_id: uuid from id, basket: Basket, to: Address optional, size: Size optional}
          v1: {order_id: uuid from id, basket: Basket, by: string from buyer_id.name}
      OrderClosed:
        of: Order
        key: order_id
        payload:
          order_id: uuid from id
          was: text optional from before.note
          why: text optional from input.why
          org: string(1..64) from tenant
    views:
      Board:
        key: order_id
        fields: {order_id: uuid, basket: Basket, size: Size, closed_at: datetime optional}
        from:
          OrderAdded@v2: {}
          OrderClosed@v1: {closed_at: now}
  billing:
    about: Bills.
    values:
      Part: {code: string}
      Whole: {lines: list(Part)}
    aggregates:
      Bill:
        fields:
          order_id: ref(sales.Order)
          whole: Whole
          to: Address optional
          paid: bool = false
    commands:
      MakeBill: {does: create Bill, emits: [Billed]}
    queries:
      Quote:
        about: Quotes.
        does: custom
        input: {parts: list(Part), where: Address optional, size: enum(small | large), who: subject}
        output: {rate: int, where: Address optional}
    events: {Billed: {of: Bill, key: id, payload: {id: uuid}}}
    consumes:
      sales.OrderAdded@v2: {run: MakeBill, with: {whole: basket}}
  archive:
    about: Keeps.
    views:
      Seen:
        key: order_id
        fields: {order_id: uuid, basket: sales.Basket}
        from: {sales.OrderAdded@v2: {}}
relations:
  - {between: [sales, billing], as: partnership}
  - {upstream: sales, downstream: archive, downstream_as: conformist}
""")
SALES, BILLING = context(SHOP, "sales"), context(SHOP, "billing")


def sources(fills: tuple[Fill, ...]) -> dict[str, object]:
    return {fill.target.name.text: fill.source for fill in fills}


def rebuilt(fills: tuple[Fill, ...], name: str) -> Rebuilt:
    source = sources(fills)[name]
    assert isinstance(source, Rebuilt)
    return source


def test_a_create_writes_every_field_also_those_that_nobody_gives() -> None:
    assert shown(operation(SALES, "AddOrder").writes) == {
        "id": "NewId",
        "buyer_id": "input.buyer_id",
        "buyer_name": "buyer_id.name",
        "basket": "input.basket",
        "lines": "input.lines",
        "to": "Rebuilt",
        "rate": "Quote.rate",
        "size": "= small",
        "asked_at": "Now",
        "note": "= None",
    }


def test_one_step_goes_through_a_reference_of_the_input_before_the_write() -> None:
    step = sources(operation(SALES, "AddOrder").writes)["buyer_name"]

    assert isinstance(step, Step)
    assert (step.aggregate, step.field.name, step.of_input) == (Name("Buyer"), Name("name"), True)


def test_one_step_goes_through_a_reference_of_the_aggregate_after_it() -> None:
    step = sources(operation(SALES, "AddOrder").emits[0].fills)["by"]

    assert isinstance(step, Step)
    assert not step.of_input


def test_a_need_is_filled_from_what_is_known_before_the_write() -> None:
    [made] = operation(SALES, "AddOrder").needs
    [closed] = operation(SALES, "CloseOrder").needs

    assert shown(made.fills) == {
        "parts": "Rebuilt",
        "where": "Rebuilt",
        "size": "= large",
        "who": "Caller",
    }
    assert isinstance(rebuilt(made.fills, "parts").source, FromInput)
    assert isinstance(rebuilt(closed.fills, "parts").source, Before)


def test_input_that_is_not_written_does_not_hide_the_field_of_its_name() -> None:
    system = resolved("""
contexts:
  sales:
    about: Sells.
    aggregates:
      Order:
        fields: {code: string immutable, note: string optional}
        lifecycle: {open: {close: closed}}
    commands:
      CloseOrder:
        does: transition Order.close
        http: POST /orders/{id}/closing
        input: {code: string, note: string}
        needs: {billing.Check: {with: {code: code, note: note, said: input.code, order: id}}}
  billing:
    about: Bills.
    queries:
      Check:
        about: Checks.
        does: custom
        input: {code: string, note: string optional, said: string, order: uuid}
        output: {fine: bool}
relations: [{upstream: billing, downstream: sales}]
""")
    close = operation(context(system, "sales"), "CloseOrder")

    assert shown(close.needs[0].fills) == {
        "code": "Before.code",
        "note": "input.note",
        "said": "input.code",
        "order": "input.id",
    }
    assert shown(close.writes) == {"note": "input.note"}


def test_a_value_goes_to_another_context_as_the_class_that_it_publishes() -> None:
    [need] = operation(SALES, "AddOrder").needs
    parts, where = rebuilt(need.fills, "parts"), rebuilt(need.fills, "where")

    assert (parts.value.name, parts.published, parts.many) == (Name("Part"), Name("billing"), True)
    assert shown(parts.fills) == {"code": "FromItem.code"}
    assert (where.value.name, where.published) == (Name("Address"), Name("billing"))
    assert (where.many, where.optional) == (False, True)


def test_a_value_that_is_kept_becomes_our_own_class() -> None:
    kept = rebuilt(operation(SALES, "AddOrder").writes, "to")

    assert isinstance(kept.source, FromAnswer)
    assert (kept.value.home, kept.published, kept.optional) == (Name("postal"), None, True)


def test_a_transition_writes_equal_names_and_what_set_says() -> None:
    assert shown(operation(SALES, "CloseOrder").writes) == {"size": "= large", "note": "input.note"}


def test_an_event_tells_what_was_before_what_came_in_and_whose_it_is() -> None:
    [emission] = operation(SALES, "CloseOrder").emits
    found = sources(emission.fills)

    assert (emission.when, [f.name.text for f in emission.changed]) == (
        "changed",
        ["status", "note"],
    )
    assert isinstance(found["was"], Before)
    assert isinstance(found["why"], FromInput)
    assert shown(emission.fills)["org"] == "FromAggregate.tenant"


def test_our_own_event_carries_our_own_values() -> None:
    assert shown(operation(SALES, "AddOrder").emits[0].fills)["basket"] == "FromAggregate.basket"


def test_a_use_case_emits_the_fields_of_all_versions_and_versions_rise() -> None:
    event = SALES.event("OrderAdded")

    assert event is not None
    assert [f.name.text for f in event.fields] == ["order_id", "basket", "by", "to", "size"]
    assert [f.name.text for f in event.versions[0].fields] == ["order_id", "basket", "by"]
    assert optional(event.fields) == ["to", "size"]
    assert [v.version for v in event.versions] == ["v1", "v2"]


def test_what_was_published_becomes_our_own_class_also_from_ourselves() -> None:
    [added, closed] = SALES.feeds(view(SALES, "Board"))
    basket = rebuilt(feed(added).sets, "basket")
    lines = rebuilt(basket.fills, "lines")

    assert isinstance(basket.source, FromEvent)
    assert basket.value
    assert lines.value
    assert (basket.value.home, basket.published) == (Name("sales"), None)
    assert isinstance(lines.source, FromItem)
    assert (lines.value.name, lines.many) == (Name("Line"), True)
    assert shown(lines.fills) == {"code": "FromItem.code", "size": "Rebuilt"}
    assert sources(feed(closed).sets) == {"closed_at": Now()}


def test_a_row_may_lack_what_an_event_may_lack() -> None:
    assert optional(view(SALES, "Board").fields) == ["basket", "size", "closed_at"]
    assert optional(view(context(SHOP, "archive"), "Seen").fields) == []


def test_a_consumer_makes_values_of_its_own_of_those_that_it_gets() -> None:
    [consumed] = BILLING.runs(operation(BILLING, "MakeBill"))
    whole = rebuilt(run(consumed).fills, "whole")
    lines = rebuilt(whole.fills, "lines")

    assert (whole.value.name, whole.value.home) == (Name("Whole"), Name("billing"))
    assert (lines.value.name, shown(lines.fills)) == (Name("Part"), {"code": "FromItem.code"})
    assert shown(run(consumed).fills)["order_id"] == "event.order_id"


def test_a_kernels_value_is_made_anew_since_each_owner_has_its_own_class() -> None:
    [consumed] = BILLING.runs(operation(BILLING, "MakeBill"))
    address = rebuilt(run(consumed).fills, "to")

    assert (address.value.kernel, address.published, address.optional) == (True, None, True)


def test_a_published_class_takes_what_was_published_as_it_is() -> None:
    archive = context(SHOP, "archive")
    [seen] = archive.feeds(view(archive, "Seen"))

    assert shown(feed(seen).sets) == {"basket": "event.basket"}


def test_what_nothing_fills_and_need_not_be_is_left_out() -> None:
    [consumed] = BILLING.runs(operation(BILLING, "MakeBill"))

    assert set(shown(run(consumed).fills)) == {"order_id", "whole", "to"}


def test_only_code_fills_the_events_of_a_custom_operation() -> None:
    found = sales("""
aggregates: {Order: {fields: {code: string}}}
commands: {Sell: {about: Sells., does: custom Order, http: POST /sales, emits: [Sold]}}
events: {Sold: {of: Order, key: id, payload: {id: uuid, code: string}}}
""")
    [emission] = operation(found, "Sell").emits

    assert (emission.when, emission.fills) == ("always", ())


def test_a_day_that_is_now_is_the_day_of_the_write() -> None:
    found = sales("""
aggregates:
  Order:
    fields: {code: string, on: date = today, closed_on: date optional}
    lifecycle: {open: {close: closed}}
commands:
  AddOrder: {does: create Order, http: POST /orders, input: {code: string}}
  CloseOrder:
    does: transition Order.close
    http: POST /orders/{id}/closing
    set: {closed_on: = today}
""")

    assert sources(operation(found, "AddOrder").writes)["on"] == Now(day=True)
    assert sources(operation(found, "CloseOrder").writes) == {"closed_on": Now(day=True)}


def test_the_owner_is_the_caller_and_nobody_where_an_event_makes_it() -> None:
    found = sales("""
aggregates: {Order: {owner: clerk_id, fields: {clerk_id: subject optional, code: string}}}
commands:
  AddOrder: {does: create Order, http: POST /orders}
  CopyOrder: {does: create Order}
  Tell: {about: Tells., does: custom, http: POST /told, emits: [OrderAdded]}
consumes: {OrderAdded@v1: CopyOrder}
events: {OrderAdded: {key: code, payload: {code: string, clerk_id: subject}}}
""")

    assert shown(operation(found, "AddOrder").writes)["clerk_id"] == "Caller"
    assert shown(operation(found, "CopyOrder").writes)["clerk_id"] == "= None"
    assert "clerk_id" not in names(operation(found, "CopyOrder").input)


def test_a_row_may_say_when_an_event_came_but_only_a_tenants_whose_it_is() -> None:
    body = """
commands: {Sell: {about: Sells., does: custom, http: POST /sales, emits: [Sold]}}
events: {Sold: {key: code, payload: {code: string}}}
views:
  Board:
    key: code
    fields: {code: string, now: datetime, tenant: string(1..64) optional}
    from: {Sold@v1: {}}
"""
    alone, shared = sales(body), sales("storage: {tenancy: row}\n" + body.strip())

    assert shown(feed(alone.subscriptions[0]).sets) == {"now": "Now"}
    assert shown(feed(shared.subscriptions[0]).sets) == {"now": "Now", "tenant": "Tenant"}
    assert optional(view(alone, "Board").fields) == ["tenant"]


def test_a_row_that_is_removed_is_found_and_nothing_of_it_is_set() -> None:
    found = sales("""
commands: {Sell: {about: Sells., does: custom, http: POST /sales, emits: [Sold, Returned]}}
events:
  Sold: {key: code, payload: {code: string, price: int, note: string optional}}
  Returned: {key: code, payload: {code: string, price: int}}
views:
  Board:
    key: code
    fields: {code: string, price: int, note: string}
    from: {Sold@v1: {}, Returned@v1: {remove: true}}
""")
    returned = feed(found.subscriptions[1])

    assert returned.key is not None
    assert shown([returned.key]) == {"code": "event.code"}
    assert (returned.remove, returned.sets) == (True, ())
    assert optional(view(found, "Board").fields) == ["note"]


def test_a_value_beyond_a_reference_that_may_be_absent_may_be_absent() -> None:
    system = resolved("""
contexts:
  sales:
    about: Sells.
    values: {Place: {street: string}}
    aggregates:
      Buyer: {fields: {home: Place}}
      Order: {fields: {buyer_id: ref(Buyer) optional}}
    commands:
      AddOrder:
        does: create Order
        http: POST /orders
        needs: {billing.Check: {with: {where: buyer_id.home}}}
  billing:
    about: Bills.
    values: {Place: {street: string}}
    queries:
      Check: {about: Checks., does: custom, input: {where: Place optional}, output: {fine: bool}}
relations: [{upstream: billing, downstream: sales}]
""")
    [need] = operation(context(system, "sales"), "AddOrder").needs
    where = rebuilt(need.fills, "where")

    assert isinstance(where.source, Step)
    assert where.optional


def test_a_field_is_its_own_equal_however_it_was_reached() -> None:
    [need] = operation(SALES, "AddOrder").needs
    targets = {fill.target for fill in need.fills}

    assert targets == set(need.endpoint.input)
    assert all(isinstance(target, Field) for target in targets)
