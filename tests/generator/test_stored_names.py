"""What runs keeps its place after a rename: topics, consumers, schedules, keys, and its data."""

import pytest

from generator import generate
from generator.filters.hearing import scheduled, subscribed
from generator.filters.serving import policy
from generator.filters.storing import stored_as
from tests.front.resolving import resolved

BEFORE = """\
contexts:
  sales:
    about: Sells.
    allow: [clerk]
    aggregates:
      Order: {fields: {code: string, size: int}, invariants: {fits: It fits.}}
    commands:
      Sell: {does: create Order, http: POST /sales, emits: [Sold]}
      Tidy: {about: Tidies., does: custom, every: 1h}
      Count: {about: Counts., does: custom, input: {code: string}}
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}", cache: {ttl: 1m, until: [Sold]}}
    events: {Sold: {of: Order, key: code, payload: {code: string}}}
    consumes: {sales.Sold@v1: {run: Count}}
    views: {Board: {key: code, fields: {code: string}, from: {sales.Sold@v1: {}}}}
"""
AFTER = """\
contexts:
  trade:
    about: Sells.
    was: sales
    allow: [clerk]
    aggregates:
      LabOrder:
        was: Order
        fields: {code: string, extent: int was size}
        invariants: {fits: It fits.}
    commands:
      Trade: {was: Sell, does: create LabOrder, http: POST /sales, emits: [Traded]}
      CleanUp: {was: Tidy, about: Tidies., does: custom, every: 1h}
      Tally: {was: Count, about: Counts., does: custom, input: {code: string}}
    queries:
      GetLabOrder:
        was: GetOrder
        does: get LabOrder
        http: GET /orders/{id}
        cache: {ttl: 1m, until: [Traded]}
    events: {Traded: {was: Sold, of: LabOrder, key: code, payload: {code: string}}}
    consumes: {trade.Traded@v1: {run: Tally}}
    views: {Wall: {was: Board, key: code, fields: {code: string}, from: {trade.Traded@v1: {}}}}
"""
"""The same with everything renamed."""


@pytest.fixture(scope="module")
def before():
    return resolved(BEFORE).contexts[0]


@pytest.fixture(scope="module")
def after():
    return resolved(AFTER).contexts[0]


def test_events_stay_on_their_topics(before, after):
    assert after.events[0].latest.topic == before.events[0].latest.topic == "shop.sales.sold.v1"
    assert after.events[0].latest.class_name == "TradedV1"


def test_consumers_stay_in_their_places_of_the_inbox(before, after):
    names = [one.consumer for one in before.subscriptions]

    assert (
        [one.consumer for one in after.subscriptions]
        == names
        == ["Count", "Board", "GetOrderCache"]
    )
    assert 'consumer="Count"' in subscribed(after.subscriptions[0], "tally_on_traded")


def test_a_command_is_found_by_what_runs_it(after):
    assert after.runs(after.operation("Tally")) == after.subscriptions[:1]


def test_the_clock_of_a_schedule_goes_on(after):
    assert scheduled(after.operation("CleanUp")).startswith('Schedule("Tidy", ')


def test_idempotency_keys_of_an_operation_are_kept_under_its_first_name(before, after):
    assert 'kept_as="Sell"' in policy(after.operation("Trade"))
    assert "kept_as" not in policy(before.operation("Sell"))


def test_a_service_says_under_which_name_its_data_is_kept(before):
    tree = generate(resolved(AFTER))
    app = tree["services/trade/src/shop_trade/entrypoints/app.py"].content.decode()

    assert '    name="trade",\n    stored_as="sales",\n' in app
    assert stored_as(before) == ""


def test_tables_columns_and_paths_follow_the_new_names(after):
    [order] = after.aggregates

    assert order.table == "lab_orders"
    assert [field.name.text for field in order.fields] == ["code", "extent"]
    assert after.base_path == "/api/trade"


def test_a_field_is_the_same_type_of_thing_whatever_it_was_called_before():
    [plain] = resolved(
        "contexts: {sales: {about: S., aggregates: {Order: {fields: {code: string}}}}}"
    ).contexts
    [renamed] = resolved(
        "contexts: {sales: {about: S., aggregates: {Order: {fields: {code: string was number}}}}}"
    ).contexts

    assert renamed.aggregates[0].fields == plain.aggregates[0].fields
    assert renamed.aggregates[0].fields[0].first.text == "number"
