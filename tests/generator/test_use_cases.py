"""What plain use cases do, as their code says it: in which order, and what stays as it was."""

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
    values: {Size: {width: int}}
    aggregates:
      Thing:
        fields: {code: string immutable, size: Size optional}
        lifecycle: {new: {sell: sold}, sold: {}}
        indexes: [created_at]
    commands:
      PutThing: {does: put Thing, http: "PUT /things/{id}"}
      ChangeThing: {does: update Thing, http: "PATCH /things/{id}", needs: {prices.Quote: {}}}
  prices:
    about: Knows prices.
    values: {Size: {width: int}}
    commands:
      Quote: {about: Quotes., does: custom, http: POST /quotes, input: {size: Size optional}}
relations:
  - {upstream: prices, downstream: sales}
"""


def operations() -> str:
    """The plain operations of the context that sells."""
    tree = generate(contracts.system(BLUEPRINT))
    return tree["services/sales/src/shop_sales/operations.py"].content.decode()


def test_a_put_leaves_the_status_and_what_is_immutable_as_they_were() -> None:
    put = operations().partition("async def put_thing(")[2].partition("async def ")[0]
    assert "status=before.status" in put
    assert "code=before.code" in put


def test_others_are_asked_once_it_is_known_that_there_is_something_to_change() -> None:
    change = operations().partition("async def change_thing(")[2]
    assert change.index("scope.things.get(") < change.index("scope.quote(")


def test_others_get_their_own_class_of_a_value_also_where_a_patch_may_lack_it() -> None:
    change = operations().partition("async def change_thing(")[2]
    assert "new_size = given(data.size, before.size)" in change
    assert "None if new_size is None else prices.Size(width=new_size.width)" in change
