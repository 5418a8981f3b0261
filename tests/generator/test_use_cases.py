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


LENT = """
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    aggregates:
      Thing: {fields: {code: string, at: datetime = now}}
    commands:
      AddThing: {does: create Thing, http: POST /things, emits: [ThingAdded]}
    queries:
      GetThing:
        does: get Thing
        http: "GET /things/{id}"
        needs: {prices.Quote: {with: {size: = large}}}
        cache: {ttl: 5m, until: [ThingAdded@v1, ThingAdded]}
      ListBoard: {does: list Board, http: GET /board}
    events:
      ThingAdded: {of: Thing, key: thing_id, payload: {thing_id: uuid from id}}
    views:
      Board:
        key: thing_id
        fields: {thing_id: uuid, seen: datetime}
        from: {ThingAdded@v1: {seen: now}}
  prices:
    about: Knows prices.
    enums: {Size: [small, large]}
    commands:
      Quote: {about: Quotes., does: custom, http: POST /quotes, input: {size: Size, code: string}}
relations:
  - {upstream: prices, downstream: sales}
"""


def lent(module: str) -> str:
    """A module of a context whose calls and views are filled from what is around them."""
    tree = generate(contracts.system(LENT))
    return tree[f"services/sales/src/shop_sales/{module}.py"].content.decode()


def test_a_call_is_filled_from_the_row_that_is_got_which_is_read_once() -> None:
    get = lent("operations").partition("async def get_thing(")[2].partition("async def ")[0]
    assert get.count("scope.things.get(") == 1
    assert get.index("found = await scope.things.get(data.id)") < get.index("code=found.code")
    assert "return found" in get


def test_a_word_of_anothers_enum_is_of_the_class_that_it_publishes() -> None:
    assert "size=prices.Size.LARGE" in lent("operations")


def test_a_view_notes_the_time_of_its_unit_of_work() -> None:
    assert "seen=work.now" in lent("entrypoints/messaging")


def test_an_event_that_is_named_twice_drops_a_cached_answer_once() -> None:
    assert lent("entrypoints/messaging").count("async def drop_get_thing_on_thing_added") == 1
