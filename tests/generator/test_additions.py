"""Functions added to a fill: what stood there stays, byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.additions import add_missing

NEW = '''"""Rules."""

from dataclasses import replace

from shop_chassis.unwritten import unwritten

from ..model.order import Order


@unwritten
def is_small(order: Order) -> bool:
    """It is small."""
    return True


@unwritten
def renamed(order: Order) -> Order:
    """It has another name."""
    return replace(order, name="x")
'''


def test_a_missing_function_comes_with_its_decorators_and_imports() -> None:
    yours = '"""Mine."""\n\n\ndef is_small(order):\n    return order.size < 3\n'

    found = add_missing(yours, NEW)

    assert found.added == ("renamed",)
    assert "def is_small(order):\n    return order.size < 3\n" in found.text
    assert found.text.startswith('"""Mine."""\nfrom dataclasses import replace\n')
    assert "@unwritten\ndef renamed(order: Order) -> Order:\n" in found.text


def test_added_twice_is_added_once() -> None:
    once = add_missing("", NEW)

    again = add_missing(once.text, NEW)

    assert set(once.added) == {"is_small", "renamed"}
    assert again.text == once.text
    assert again.added == ()


@pytest.mark.parametrize(
    "bound",
    [
        "renamed = is_small",
        "class renamed: ...",
        "import renamed",
        "from x import y as renamed",
        "if True:\n    def renamed(order): ...",
        "for renamed in (): ...",
        "with open('x') as renamed: ...",
        "try: ...\nexcept OSError as renamed: ...",
    ],
)
def test_a_name_that_is_something_else_is_a_problem(bound: str) -> None:
    yours = f"def is_small(order): ...\n{bound}\n"

    found = add_missing(yours, NEW)

    assert found.text == yours
    assert "`renamed`" in found.problems[0]


def test_an_import_that_means_something_else_here_is_a_problem() -> None:
    yours = "from copy import replace\n\n\ndef is_small(order): ...\n"

    found = add_missing(yours, NEW)

    assert found.text == yours
    assert "`replace`, which means something else here" in found.problems[0]


def test_a_star_import_is_a_problem() -> None:
    found = add_missing("from rules import *\n", NEW)

    assert found.added == ()
    assert "import it by name" in found.problems[0]


@pytest.mark.parametrize(
    "yours",
    [
        "import os; x = (\n    1)\n",
        "x = 1   \n\n\n\n",
        "x = 1",
        '"""A form feed \x0c and a line separator \u2028 in it."""\nimport os\n\nx = 1\n',
        "# only a comment",
    ],
)
def test_every_line_that_was_there_is_there(yours: str) -> None:
    found = add_missing(yours, NEW)

    lines = iter(found.text.split("\n"))
    assert all(line in lines for line in yours.rstrip("\n").split("\n"))
    compile(found.text, "fill", "exec")


def test_other_line_ends_are_kept_and_used() -> None:
    yours = "import os\r\n\r\nx = '''a\nb'''\r\n"

    found = add_missing(yours, NEW)

    assert found.text.startswith("import os\r\n")
    assert "x = '''a\nb'''\r\n" in found.text
    assert "def renamed(order: Order) -> Order:\r\n" in found.text


@given(st.text(alphabet="ab\n\r\t #'\"():=\\x0c", max_size=40))
def test_whatever_stands_there_is_never_lost(yours: str) -> None:
    found = add_missing(yours, NEW)

    rest = iter(found.text)
    assert all(character in rest for character in yours)
    if not found.added:
        assert found.text == yours
