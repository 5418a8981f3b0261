"""What somebody wrote into a workspace of the shop: the same edits for every version."""

from pathlib import Path

SALES = "services/sales/src/shop_sales"

REMIND = '''\
"""Remind: whoever has not paid is reminded."""

from ..ports import RemindScope
from ..rules_of_ours import is_late


async def remind(scope: RemindScope) -> None:
    """Whoever has not paid is reminded."""
    if is_late(scope.now.year):
        return
'''
ORDER = '''\
"""The rules of Order: functions over its data. Yours."""

from ..model.order import Order


def not_too_long(order: Order) -> bool:
    """An order is not too long."""
    return len(order.note or "") < 5_000
'''
CUSTOM = '''\
"""Routes of sales beyond the blueprint, each with its policy. Yours."""

from typing import Annotated

from fastapi import APIRouter, Depends
from shop_chassis.ids import shortened
from shop_chassis.web.call import Call
from shop_chassis.web.policy import Policy, Public

router = APIRouter()

HELLO = Policy("Hello", Public())


@router.get("/hello")
async def hello(call: Annotated[Call, Depends(HELLO)]) -> dict[str, str]:
    return {"hello": shortened("somebody")}
'''
TESTS = '''\
"""What nobody but us wrote."""

import pytest
from shop_chassis.testing import running
from shop_sales.application.remind import remind
from shop_sales.domain.order import not_too_long
from shop_sales.entrypoints.app import SERVICE
from shop_sales.rules_of_ours import is_late
from shop_sales.testing import Fakes, order

pytestmark = pytest.mark.anyio


async def test_a_reminder_writes_nothing() -> None:
    fakes = Fakes()
    await remind(fakes.remind())
    assert not fakes.emitted
    assert is_late(2000)


async def test_a_long_order_is_too_long() -> None:
    assert not_too_long(order())
    assert not not_too_long(order(note="x" * 5_000))


async def test_our_route_answers() -> None:
    async with running(SERVICE) as system:
        answer = await system.anonymous().get("/api/sales/custom/hello")
    assert answer.json() == {"hello": "some"}
'''
SHORTENED = '''

def shortened(text: str) -> str:
    """Its first four letters."""
    return text[:4]
'''
LATE = '''\
"""Rules that no blueprint knows."""


def is_late(year: int) -> bool:
    """Whether a year is over for good."""
    return year < 2_020
'''
APPENDED = {
    "libs/chassis/src/shop_chassis/ids.py": SHORTENED,
    "README.md": "\n## How we work\n\nOn Mondays.\n",
    "Makefile": "\nours: ## what we do on Mondays\n\t@true\n",
    f"{SALES}/extensions.py": '\n\nOURS = "a name of our own"\n',
    f"{SALES}/seeding.py": "\n\nMOST = 12  # orders, in a demonstration\n",
}
MOVED = {f"{SALES}/seeding.py": f"{SALES}/seeds.py"}
"""A fill whose template has another name now: what is written into it moves along."""
WRITTEN = {
    f"{SALES}/application/remind.py": REMIND,
    f"{SALES}/domain/order.py": ORDER,
    f"{SALES}/entrypoints/custom.py": CUSTOM,
    f"{SALES}/rules_of_ours.py": LATE,
    "services/sales/tests/test_ours.py": TESTS,
    "docs/decisions.md": "# Decisions\n\nWe sell to everybody.\n",
}


def edit(root: Path) -> None:
    """Makes every edit in the workspace at *root*."""
    for path, text in APPENDED.items():
        place = root / path
        place.write_text(place.read_text() + text)
    for path, text in WRITTEN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def lost(root: Path) -> list[str]:
    """The files that do not hold what was written into them."""
    wrong = [path for path, text in WRITTEN.items() if (root / path).read_text() != text]
    return wrong + [
        path
        for path, text in APPENDED.items()
        if text not in (root / MOVED.get(path, path)).read_text()
    ]
