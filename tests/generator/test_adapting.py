"""A fill of a renamed node: what in it speaks of former names, and it with the present ones."""

import ast
import codecs
import io
import tokenize
from pathlib import Path

import pytest

from blueprint.names import Name
from blueprint.read import read_text
from generator import generate
from generator.adapting import Rename, Stale, Vocabulary, identifiers, renames, vocabulary
from generator.identity import known_names
from tests.front.resolving import HEAD, resolved
from tests.generator.test_identity import document
from tests.generator.test_stored_names import AFTER, BEFORE

SOURCES = Path(__file__).parents[2] / "generator"
NOW = """
LabOrder lab_order lab_orders LabOrderStatus PlaceLabOrderScope priority shop_trade order
SubmitOrder SubmitOrderScope submit_order cancel reason LAB_ORDER labOrder Name
"""
ONE = Vocabulary(
    renames(
        known_names(
            document(
                {"aggregate": "LabOrder", "field": "priority"}, aggregate=["Order"], field=["code"]
            ),
            frozenset(),
        ),
        "sales",
    ),
    frozenset(NOW.split()),
    frozenset({("src", "shop_trade"), ("model", "lab_orders"), ("domain", "lab_order")}),
)


def read(text):
    """The document of a blueprint from `contexts` on."""
    return read_text(HEAD + text).document


def code(module):
    """A module without its texts and comments, as a tree of its names."""
    tree = ast.parse(module)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def adapted(text):
    return ONE.adapted(text.encode()).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Order", "LabOrder"),
        ("orders", "lab_orders"),
        ("OrderStatus", "LabOrderStatus"),
        ("PlaceOrderScope", "PlaceLabOrderScope"),
        ("ORDER", "LAB_ORDER"),
        ("code", "priority"),
    ],
)
def test_each_form_of_a_former_name_is_found(old, new):
    assert ONE.stale(f"one.{old}\n".encode()) == [Stale(1, old, new)]


@pytest.mark.parametrize(
    "name", ["order", "cancel", "Ordering", "reorders", "Border", "codec", "x"]
)
def test_a_name_that_is_rendered_now_or_is_another_word_is_none(name):
    assert ONE.stale(f"{name} = one.{name}\n".encode()) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_that_is_said_to_be_meant_so_is_left_as_it_is(end):
    lines = ['rows = array(one, Order="C")  # blueprint: keep', "two = Order", ""]
    text = end.join(lines)

    assert ONE.stale(text.encode()) == [Stale(2, "Order", "LabOrder")]
    assert adapted(text) == text.replace("two = Order", "two = LabOrder")


def test_texts_and_comments_are_left_as_they_are():
    text = 'NOTE = "Order"  # Order\n\n\ndef f():\n    """Order."""\n    return Order\n'

    assert adapted(text) == text.replace("return Order", "return LabOrder")
    assert ONE.stale(text.encode()) == [Stale(6, "Order", "LabOrder")]


def test_imports_attributes_and_arguments_are_adapted():
    text = "from ..model.orders import Order, OrderStatus as S\n\nx = Order(code=1).code\n"

    assert adapted(text) == (
        "from ..model.lab_orders import LabOrder, LabOrderStatus as S\n\n"
        "x = LabOrder(priority=1).priority\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'x = f"Order {Order} {{Order}} {one.Order!r:>{Order}} {a != Order}"\n',
        "x = f'{one[\"Order\"]:Order} {Order=} ' rf'\\{Order}'\n",
        'x = f"""\nOrder {\n  Order(a={"Order": 1}, b=lambda: Order)\n}\n"""\n',
        'x = b"{Order}" + "{Order}".format(Order=1)\n',
    ],
)
def test_what_is_reckoned_in_a_text_is_code(text):
    """By what Python itself makes of both: the texts stay, the names do not."""
    before, after = ast.parse(text), ast.parse(adapted(text))

    assert texts(after) == [one.replace("Order=", "LabOrder=") for one in texts(before)]
    assert names(after) == [one.replace("Order", "LabOrder") for one in names(before)]


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.py")), ids=lambda path: path.stem)
def test_in_any_module_just_the_names_change(path):
    now = {"File": "Sheet", "file": "sheet", "files": "sheets", "Tree": "Sheaf", "tree": "sheaf"}
    pairs = [Rename(Name("File"), Name("Sheet")), Rename(Name("Tree"), Name("Sheaf"))]
    fill = path.read_bytes()

    found = Vocabulary(tuple(pairs), frozenset(now.values())).adapted(fill)

    before, after = ast.parse(fill), ast.parse(found)
    assert texts(after) == texts(before)
    assert names(after) == [now.get(name, name) for name in names(before)]
    assert comments(found) == comments(fill)


def names(module):
    """The names and attributes in a module, in their order."""
    found = [getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(module)]
    return [name for name in found if name]


def comments(module):
    """The comments in a module."""
    tokens = tokenize.tokenize(io.BytesIO(module).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def texts(module):
    """The texts in a module, in their order."""
    found = [getattr(node, "value", None) for node in ast.walk(module)]
    return [value for value in found if isinstance(value, str | bytes) and value != b"{Order}"]


def test_a_module_with_the_name_of_a_variable_keeps_that_name_in_the_fill():
    text = "from ..domain import (\n    order,\n)\n\ny = order.cancel(order)\n"

    assert adapted(text) == text.replace("    order,", "    lab_order as order,")
    assert ONE.stale(text.encode()) == [Stale(2, "order", "lab_order")]


@pytest.mark.parametrize(
    "text",
    [
        "import orders\n",
        "from orders import x\n",
        "from shop.orders import x\n",
        "import a.orders as b\n",
    ],
)
def test_modules_of_others_are_left_alone(text):
    assert adapted(text) == text


def test_a_variable_stays_where_another_has_the_name_that_it_would_get():
    text = "priority = 1\ncode = 2\nprint(priority, code, one.code)\n"

    assert adapted(text) == "priority = 1\ncode = 2\nprint(priority, code, one.priority)\n"
    assert [one.line for one in ONE.stale(text.encode())] == [2, 3, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
def test_every_other_byte_stays(end, bom):
    text = end.join(
        ["# é", "\x0cclass A:", "\tx = 'Order' + Order.y  # ü", "", "  ", "", "y = ( Order ,)", ""]
    )

    found = ONE.adapted(bom + text.encode())

    changed = text.replace("+ Order", "+ LabOrder").replace("( Order", "( LabOrder")
    assert found == bom + changed.encode()
    assert [one.line for one in ONE.stale(bom + text.encode())] == [3, 7]


def test_another_encoding_stays():
    text = "# -*- coding: latin-1 -*-\nx = 'é'; y = Order\n".encode("latin-1")

    assert ONE.adapted(text) == text.replace(b"= Order", b"= LabOrder")


@pytest.mark.parametrize("fill", [b"def (Order\n", b"x = '\xff'; y = Order\n", b"\0Order\n", b""])
def test_what_does_not_parse_is_left_alone(fill):
    assert ONE.adapted(fill) == fill
    assert ONE.stale(fill) == []


@pytest.fixture(scope="module")
def trees():
    return generate(resolved(BEFORE)), generate(resolved(AFTER))


def test_a_rendered_fill_of_before_becomes_one_that_names_nothing_old(trees):
    """Whatever a rendered fill names, its adapted text names what is rendered after the rename."""
    before, after = trees
    known = known_names(read(AFTER), frozenset())
    words = vocabulary(after, "trade", known)
    pairs = [
        ("domain/order.py", "domain/lab_order.py"),
        ("application/tidy.py", "application/clean_up.py"),
        ("application/count.py", "application/tally.py"),
    ]
    for old, new in pairs:
        fill = before[f"services/sales/src/shop_sales/{old}"].content
        wanted = after[f"services/trade/src/shop_trade/{new}"].content
        assert code(words.adapted(fill)) == code(wanted), old
        assert words.stale(words.adapted(fill)) == []


def test_names_in_texts_and_comments_are_no_identifiers(trees):
    found = identifiers(trees[1], "trade")

    assert {"LabOrder", "lab_order", "shop_trade", "CleanUpScope"} <= found
    assert not {"Order", "Tidies", "sales"} & found
