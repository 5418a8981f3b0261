"""A shop before and after each kind of change that clients of v1 must not notice."""

from collections.abc import Iterable
from dataclasses import dataclass

VERSIONS = "versions: {v1: {status: deprecated, sunset: 2031-01-31}, v2: {status: active}}"

SHOP = """\
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, roles: roles}
  roles: {clerk: Sells.}
defaults: {allow: [clerk]}
contexts:
  sales:
    about: Sells.
    enums:
      Size: [small, large]
    values:
      Part:
        part_no: string(1..9)
        maker: string(1..20)
        colour: string(1..20) optional
    aggregates:
      Order:
        fields:
          number: string(1..20)
          size: Size
          parts: list(Part)
          note: string(1..80)
          coupon: string(1..20) optional
          currency: string(3..3) = EUR
          voucher: int optional
          shape: enum(round | square) = round
          amount: int = 1
          kept: string(1..40) = kept
          origin: string(1..20) immutable
          secret_word: string(1..20) optional secret
        entities:
          Line:
            in: lines
            fields:
              item: string(1..20)
              label: string(1..20)
              memo: string(1..40)
              grade: enum(a | b) = a
    commands:
      AddOrder:
        does: create Order
        http: POST /orders
        emits: [OrderAdded]
      PutOrder: {does: put Order, http: "PUT /orders/{id}"}
      ChangeOrder: {does: update Order, http: "PATCH /orders/{id}"}
      AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
      ChangeLine: {does: update Order.lines, http: "PATCH /orders/{id}/lines/{line_id}"}
      RemoveLine: {does: remove Order.lines, http: "DELETE /orders/{id}/lines/{line_id}"}
      Rate:
        about: Rates an order.
        does: update Order
        http: PUT /orders/{id}/rating
        input:
          amount: int
          rush: bool
          reason: string(1..80)
    queries:
      GetOrder: {does: get Order, http: "GET /orders/{id}"}
      ListOrders:
        does: list Order
        http: GET /orders
        filter: {size: equals, amount: range}
        sort: [amount, currency]
      GetBill: {does: get Bill, http: "GET /bills/{order_id}"}
      ListBills:
        does: list Bill
        http: GET /bills
        filter: {order_id: equals, place: equals}
        sort: [order_id]
      Price:
        about: What an order would cost.
        does: custom Order
        http: GET /prices
        input:
          lang: string(2..2) optional
          depth: int
          near: enum(yes | no) = no
        output: {amount: int}
      Summarise:
        about: An order in few words.
        does: get Order
        http: GET /orders/{id}/summary
        output:
          amount: int
          currency: string(3..3)
          hint: string(1..40) from kept
    events:
      OrderAdded:
        of: Order
        key: order_id
        payload: {order_id: uuid from id}
    views:
      Bill:
        about: What is to be paid.
        key: order_id
        fields:
          order_id: uuid
          heading: string(1..20) optional
          place: string(1..20) optional
          paid: bool optional
        from: {OrderAdded@v1: {}}
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One change: what stands in the shop, what stands there after it, what is said of it."""

    name: str
    before: str
    after: str
    change: str


KINDS = (
    Kind(
        "a required field is removed",
        "          note: string(1..80)\n",
        "",
        "Order.note: {removed: none, is: string(1..80)}",
    ),
    Kind(
        "an optional field is removed",
        "          coupon: string(1..20) optional\n",
        "",
        "Order.coupon: {removed: null, is: string(1..20) optional}",
    ),
    Kind(
        "an optional field is removed, of which something is shown",
        "          voucher: int optional\n",
        "",
        "Order.voucher: {removed: 3, is: int optional}",
    ),
    Kind(
        "a field with a default is removed",
        "          shape: enum(round | square) = round\n",
        "",
        "Order.shape: {removed: square, is: enum(round | square) = round}",
    ),
    Kind(
        "an immutable field is removed",
        "          origin: string(1..20) immutable\n",
        "",
        "Order.origin: {removed: here, is: string(1..20) immutable}",
    ),
    Kind(
        "a secret field is removed",
        "          secret_word: string(1..20) optional secret\n",
        "",
        "Order.secret_word: {removed: null, is: string(1..20) optional secret}",
    ),
    Kind(
        "a field is added",
        "          amount: int = 1\n",
        "          amount: int = 1\n          urgency: int\n",
        "Order.urgency: {added: 7}",
    ),
    Kind(
        "a field is added that has a default",
        "          kept: string(1..40) = kept\n",
        "          kept: string(1..40) = kept\n          ranking: int = 0\n",
        "Order.ranking: {added: 0}",
    ),
    Kind(
        "a field is renamed",
        "number: string(1..20)\n",
        "code: string(1..20)\n",
        "Order.code: {renamed_from: number}",
    ),
    Kind(
        "an enum has a new word",
        "Size: [small, large]",
        "Size: [small, large, huge]",
        "Order.size: {values: {huge: large}}",
    ),
    Kind(
        "a required field of a value is removed",
        "        maker: string(1..20)\n",
        "",
        "Part.maker: {removed: somebody, is: string(1..20)}",
    ),
    Kind(
        "an optional field of a value is removed",
        "        colour: string(1..20) optional\n",
        "",
        "Part.colour: {removed: red, is: string(1..20) optional}",
    ),
    Kind(
        "a field of a value is renamed",
        "        part_no: string(1..9)\n",
        "        part_code: string(1..9)\n",
        "Part.part_code: {renamed_from: part_no}",
    ),
    Kind(
        "a field of an entity is removed",
        "              memo: string(1..40)\n",
        "",
        "Line.memo: {removed: nothing, is: string(1..40)}",
    ),
    Kind(
        "a field of an entity is added",
        "              item: string(1..20)\n",
        "              item: string(1..20)\n              rank: int\n",
        "Line.rank: {added: 4}",
    ),
    Kind(
        "a field of an entity is renamed",
        "              label: string(1..20)\n",
        "              title: string(1..20)\n",
        "Line.title: {renamed_from: label}",
    ),
    Kind(
        "a field of an entity has a new word",
        "              grade: enum(a | b) = a\n",
        "              grade: enum(a | b | c) = c\n",
        "Line.grade: {values: {c: a}}",
    ),
    Kind(
        "a field of a body is removed",
        "          rush: bool\n",
        "",
        "Rate.input.rush: {removed: null, is: bool}",
    ),
    Kind(
        "a field of a body is added and one renamed",
        "          reason: string(1..80)\n",
        "          because: string(1..80)\n          level: int\n",
        "Rate.input.because: {renamed_from: reason}\n          Rate.input.level: {added: 2}",
    ),
    Kind(
        "a parameter is removed",
        "          depth: int\n",
        "",
        "Price.input.depth: {removed: null, is: int}",
    ),
    Kind(
        "an optional parameter is removed",
        "          lang: string(2..2) optional\n",
        "",
        "Price.input.lang: {removed: null, is: string(2..2) optional}",
    ),
    Kind(
        "a parameter has a new word",
        "          near: enum(yes | no) = no\n",
        "          near: enum(yes | no | maybe) = no\n",
        "Price.input.near: {values: {maybe: no}}",
    ),
    Kind(
        "a filter is gone",
        ", place: equals}\n",
        "}\n",
        "ListBills.input.place: {removed: null, is: string(1..20) optional}",
    ),
    Kind(
        "a field of an answer is removed",
        "          hint: string(1..40) from kept\n",
        "",
        "Summarise.output.hint: {removed: none, is: string(1..40)}",
    ),
    Kind(
        "a field of a view is removed",
        "          paid: bool optional\n",
        "",
        "Bill.paid: {removed: false, is: bool optional}",
    ),
    Kind(
        "a field of a view is renamed",
        "          heading: string(1..20) optional\n",
        "          caption: string(1..20) optional\n",
        "Bill.caption: {renamed_from: heading}",
    ),
    Kind(
        "a field of a view is added",
        "          order_id: uuid\n",
        "          order_id: uuid\n          stars: int optional\n",
        "Bill.stars: {added: null}",
    ),
)


def after(kinds: Iterable[Kind]) -> str:
    """The shop with a v2, in which some things have changed."""
    text, said = SHOP, []
    for kind in kinds:
        if text.count(kind.before) != 1:
            raise ValueError(f"{kind.name}: stands {text.count(kind.before)} times in the shop")
        text = text.replace(kind.before, kind.after)
        said.append(f"          {kind.change}\n")
    return f"{text}    api:\n      {VERSIONS}\n      changes:\n        v2:\n{''.join(said)}"
