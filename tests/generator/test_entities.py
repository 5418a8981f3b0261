"""Entities as code: what plain operations do with them, and what others see of them."""

from generator import generate
from tests.generator import contracts

BLUEPRINT = """
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles, tenant: org}
contexts:
  sales:
    about: Sells.
    storage: {engine: postgres, tenancy: row}
    aggregates:
      Order:
        id: code
        fields: {code: string(1..9) immutable}
        entities: {Line: {in: lines, fields: {sku: string unique, cost: int, pin: string secret}}}
    commands:
      PlaceOrder:
        does: create Order
        http: POST /orders
        input: {code: string(1..9), lines: list(Line)}
      PutOrder: {does: put Order, http: "PUT /orders/{id}"}
      AddLine:
        does: add Order.lines
        http: POST /orders/{id}/lines
        needs: {prices.Quote: {with: {sku: sku}, keep: {cost: cost}}}
        emits: [LineAdded]
      ChangeLine: {does: update Order.lines, http: "PATCH /orders/{id}/lines/{line_id}"}
    events:
      LineAdded: {of: Order, key: code, payload: {code: string(1..9), lines: list(Line)}}
  prices:
    about: Knows prices.
    commands:
      Quote:
        about: Quotes.
        does: custom
        http: POST /quotes
        input: {sku: string}
        output: {cost: int}
      Buy: {about: Buys., does: custom, http: POST /buys, needs: {sales.PlaceOrder: {}}}
relations:
  - {between: [prices, sales], as: partnership}
"""


def text(path: str) -> str:
    return generate(contracts.system(BLUEPRINT))[path].content.decode()


def function(name: str) -> str:
    """The code of one plain operation."""
    operations = text("services/sales/src/shop_sales/operations.py")
    return operations.partition(f"async def {name}(")[2].partition("async def ")[0]


def test_a_put_leaves_the_entities_as_they_were() -> None:
    assert "lines=before.lines" in function("put_order")


def test_what_others_answer_goes_into_the_new_entity() -> None:
    code = function("add_line")
    assert "cost=quote_answer.cost" in code
    assert code.index("scope.orders.get(") < code.index("scope.quote(")


def test_what_a_patch_leaves_out_stays_as_the_entity_had_it() -> None:
    assert "sku=given(data.sku, found.sku)" in function("change_line")


def test_a_row_belongs_to_an_aggregate_of_the_same_tenant() -> None:
    tables = text("services/sales/src/shop_sales/adapters/tables.py")
    lines = tables.partition("lines = Table(")[2].partition("\n)\n")[0]
    assert 'child_key("lines", "orders", "tenant", "order_id")' in lines
    assert 'unique_key("lines", "tenant", "order_id", "sku")' in lines
    assert 'Column("order_id", String(9), nullable=False)' in lines


def test_what_is_secret_of_an_entity_is_published_to_nobody() -> None:
    published = text("libs/published/src/shop_published/sales/events.py")
    shown = published.partition("class Line(")[2].partition("\nclass ")[0]
    assert "sku:" in shown
    assert "pin" not in shown
    assert '"pin"' not in text("contracts/sales/events/LineAdded.v1.json")


def test_another_context_gives_what_is_to_be_made_in_the_words_of_the_one_it_calls() -> None:
    ports = text("services/prices/src/shop_prices/ports.py")
    assert "lines: tuple[sales.NewLine, ...]" in ports
