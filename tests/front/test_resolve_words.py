"""`crud` becomes ordinary operations; `uses`, `lock` and `reads` stand on theirs."""

from blueprint.model import AggregateRef, Grant, PageOf
from blueprint.names import Name
from tests.front.resolving import names, operation, route, sales

FIELDS = "{code: string immutable, price: int, clerk_id: subject, memo: text optional internal}"


def crud(written: str, more: str = "") -> list[str]:
    """What `crud` gives: each operation with its route."""
    body = (
        f"aggregates: {{Product: {{owner: clerk_id, fields: {FIELDS}, crud: {written}}}}}\n{more}"
    )
    return [f"{op.name} {op.routes[0].method} {op.routes[0].path}" for op in sales(body).operations]


ALL = [
    "CreateProduct POST /products",
    "UpdateProduct PATCH /products/{id}",
    "DeleteProduct DELETE /products/{id}",
    "GetProduct GET /products/{id}",
    "ListProduct GET /products",
]


def test_crud_is_short_for_the_plain_operations():
    assert crud("/products") == crud("{at: /products}") == ALL


def test_only_leaves_the_others_out():
    assert crud("{at: /p, only: [list, create]}") == [
        "CreateProduct POST /p",
        "ListProduct GET /p",
    ]


def test_they_are_as_if_written_by_hand():
    home = sales(f"aggregates: {{Product: {{owner: clerk_id, fields: {FIELDS}, crud: /products}}}}")
    made, changed, listed = (
        operation(home, f"{verb}Product") for verb in ("Create", "Update", "List")
    )

    assert all(op.is_plain for op in home.operations)
    assert names(made.input) == ["code", "price"]
    assert (names(changed.input), changed.patch) == (["id", "price"], True)
    assert isinstance(made.output, AggregateRef)
    assert isinstance(listed.output, PageOf)
    assert (names(listed.sorts), listed.page) == (["created_at"], 50)
    assert [route(made).status, route(changed).status] == [201, 200]
    assert [op.name.text for op in home.commands] == [
        "CreateProduct",
        "UpdateProduct",
        "DeleteProduct",
    ]


def test_what_is_written_by_hand_stands_in_the_place_of_its_name():
    home = sales(
        f"aggregates: {{Product: {{fields: {FIELDS}, crud: /products}}}}\n"
        "queries:\n"
        "  Other: {does: get Product, http: 'GET /others/{id}'}\n"
        "  ListProduct: {does: list Product, http: GET /catalogue, sort: [price]}\n"
        "commands:\n"
        "  GetProduct: {about: Sells one., does: custom Product, http: POST /sold}\n"
    )

    assert [op.name.text for op in home.queries] == ["ListProduct", "Other"]
    assert route(operation(home, "ListProduct")).path == "/catalogue"
    assert operation(home, "GetProduct").is_command


def test_allow_holds_for_all_that_crud_stands_for():
    said = sales(f"aggregates: {{Product: {{fields: {FIELDS}, crud: {{at: /p, allow: [clerk]}}}}}}")
    default = sales(f"aggregates: {{Product: {{fields: {FIELDS}, crud: /p}}}}\nallow: public")

    assert {op.access.grants for op in said.operations} == {(Grant(role=Name("clerk")),)}
    assert all(op.access.public for op in default.operations)


def test_crud_answers_in_every_version():
    home = sales(
        f"aggregates: {{Product: {{fields: {FIELDS}, crud: /p}}}}\n"
        "api: {versions: {v1: {status: deprecated}, v2: {}}}"
    )

    assert {op.versions for op in home.operations} == {("v1", "v2")}


def test_the_other_words_stand_on_their_operations():
    home = sales(
        "aggregates:\n"
        "  Order: {fields: {code: string}}\n"
        "  Stock: {fields: {left: int}}\n"
        "commands:\n"
        "  Sell: {about: Sells., does: custom Order, uses: [Stock], lock: Stock, http: POST /s}\n"
        "  Drop: {does: delete Order, http: 'DELETE /orders/{id}', lock: Order}\n"
        "queries:\n"
        "  Report: {about: Tells., does: custom, reads: sql, http: GET /r, output: {n: int}}\n"
    )
    sell, drop, report = (operation(home, name) for name in ("Sell", "Drop", "Report"))
    order, stock = home.aggregates

    assert sell.uses == (stock,)
    assert (sell.lock, drop.lock, report.lock) == (stock, order, None)
    assert (sell.locks(stock), sell.locks(order)) == (True, False)
    assert [op.reads_sql for op in (sell, drop, report)] == [False, False, True]
    assert home.locked == (order, stock)
    assert home.reads_sql
