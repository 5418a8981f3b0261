"""How a fill's functions are called now, against how somebody wrote them."""

import pytest

from generator.signatures import differing

STUB = """\
import datetime as dt

from ..ports import RemindScope


async def remind(scope: RemindScope, since: dt.datetime) -> None:
    raise NotImplementedError
"""


def said(yours: str, new: str = STUB) -> list[str]:
    return [f"{one.line}: {one.text}" for one in differing(yours, new)]


def test_a_parameter_that_is_new_is_told_with_its_type_and_its_line() -> None:
    yours = '"""Ours."""\n\n\nasync def remind(scope: RemindScope) -> None:\n    return\n'
    assert said(yours) == ["4: remind(scope) is called as remind(scope, since: dt.datetime) now"]


@pytest.mark.parametrize(
    ("yours", "told"),
    [
        ("async def remind(scope, since, more): ...", "remind(scope, since, more)"),
        ("def remind(scope, since): ...", "remind(scope, since)"),
        ("async def remind(scope, since: str): ...", "remind(scope, since: str)"),
        ("async def remind(scope, since) -> int: ...", "remind(scope, since) -> int"),
        ("async def remind(scope, since, *, more): ...", "remind(scope, since, *, more)"),
        ("async def remind(scope, *, since): ...", "remind(scope, *, since)"),
    ],
)
def test_what_a_call_of_today_would_stumble_over_is_told(yours: str, told: str) -> None:
    (found,) = said(yours)
    assert found.startswith(f"1: {told} is called as ")


@pytest.mark.parametrize(
    "yours",
    [
        STUB,
        "async def remind(s, t): ...",
        "async def remind(scope, since, more=1): ...",
        "async def remind(scope, since, *, more=1): ...",
        "async def remind(*anything): ...",
        "async def remind(scope: object, since: Any) -> Any: ...",
        "from datetime import datetime\nasync def remind(scope, since: datetime): ...",
        "from datetime import datetime as T\nasync def remind(scope, since: T): ...",
        'async def remind(scope: "RemindScope", since: "dt.datetime") -> None: ...',
        "async def other(): ...",
        "async def remind(scope",
        "\0",
    ],
)
def test_what_a_call_of_today_does_not_notice_is_not_told(yours: str) -> None:
    assert said(yours) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("int | None", "Optional[int]"),
        ("None | int", "int | None"),
        ("Union[int, str]", "str | int"),
        ("list[dt.date]", "list[date]"),
        ("tuple[int, str]", "typing.Tuple"),
        ("Literal['a']", "Literal['b']"),
    ],
)
def test_spellings_of_one_type_are_one(one: str, other: str) -> None:
    found = said(f"def f(x: {one}): ...", f"def f(x: {other}): ...")
    assert bool(found) == (one.startswith(("tuple", "Literal")))


def test_what_is_given_by_name_is_told_by_name() -> None:
    new = "def f(x, *, since: int): ..."
    assert said("def f(x): ...", new) == ["1: f(x) is called as f(x, *, since: int) now"]
    assert said("def f(x, *, other): ...", new) == [
        "1: f(x, *, other) is called as f(x, *, since: int) now"
    ]
    assert said("def f(x, **more): ...", new) == []


def test_functions_are_told_in_the_order_in_which_they_stand() -> None:
    new = "def a(x): ...\ndef b(x): ..."
    assert said("def b(): ...\ndef a(): ...", new) == [
        "1: b() is called as b(x) now",
        "2: a() is called as a(x) now",
    ]
