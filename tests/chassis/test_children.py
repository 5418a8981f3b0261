"""Entities inside an aggregate: how use cases find and change them, and how many there may be."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import pytest
from _system__chassis.children import check_children, child_of, with_child, without_child
from _system__chassis.errors import NotFound, TooManyChildren
from _system__chassis.ids import uuid7
from _system__chassis.storage.database import Database
from _system__chassis.testing import FakeRepository
from sqlalchemy import func, select

from tests.chassis.shop import NOW, OrderRepository, Shop, ShopRuntime, order, orders

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entity."""

    id: UUID
    sku: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What holds such."""

    id: UUID
    version: int = 0
    created_at: datetime = NOW
    updated_at: datetime = NOW
    lines: tuple[Line, ...] = ()


def lines(count: int) -> tuple[Line, ...]:
    return tuple(Line(id=uuid7(), sku=f"sku {number}") for number in range(count))


def test_one_is_found_by_its_id() -> None:
    first, second = lines(2)
    assert child_of((first, second), second.id, "Line") is second


def test_one_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="there is no Line"):
        child_of(lines(2), uuid7(), "Line")


def test_a_changed_one_keeps_its_place() -> None:
    first, second, third = lines(3)
    changed = replace(second, sku="other")
    assert with_child((first, second, third), changed) == (first, changed, third)


def test_the_others_stay_when_one_goes() -> None:
    first, second, third = lines(3)
    assert without_child((first, second, third), replace(second, sku="as it was not")) == (
        first,
        third,
    )


def test_as_many_as_there_may_be_are_no_more_than_that() -> None:
    check_children(Basket(id=uuid7(), lines=lines(2)), {"lines": 2})
    with pytest.raises(TooManyChildren, match="at most 2 lines"):
        check_children(Basket(id=uuid7(), lines=lines(3)), {"lines": 2})


def test_two_of_one_id_are_a_mistake() -> None:
    [line] = lines(1)
    with pytest.raises(ValueError, match="two of lines have one id"):
        check_children(Basket(id=uuid7(), lines=(line, line)), {"lines": 2})


def test_a_fake_repository_refuses_too_many_as_the_real_one_does() -> None:
    fake = FakeRepository[Basket]("Basket", most={"lines": 2})
    basket = fake.add(Basket(id=uuid7(), lines=lines(2)))
    with pytest.raises(TooManyChildren):
        fake.save(replace(basket, lines=lines(3)))
    assert fake.written == [basket]


@pytest.mark.parametrize(("whole", "seen"), [(True, [0, 0]), (False, [0, 1])])
async def test_on_postgresql_a_whole_is_read_as_of_one_moment(
    service: Shop, postgres: Database, whole: bool, seen: list[int]
) -> None:
    counted = select(func.count()).select_from(orders)
    async with postgres.read("one", whole=whole) as on:
        before = (await on.execute(counted)).scalar_one()
        work = ShopRuntime(service, postgres).work("one")
        OrderRepository(work).add(order())
        await work.commit()
        after = (await on.execute(counted)).scalar_one()
    assert [before, after] == seen
