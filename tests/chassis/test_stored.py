"""A context that was renamed finds what it kept under the name that it had first."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from _system__chassis.runtime import Runtime
from _system__chassis.storage.names import Names
from _system__chassis.storage.runtime_tables import inbox
from _system__chassis.testing import running
from _system__chassis.worker import settle
from sqlalchemy import select

from tests.chassis import web_shop
from tests.chassis.bench import Bench
from tests.chassis.counting import count, numbers
from tests.chassis.test_delivery import LEDGER, Proxy, through

pytestmark = pytest.mark.anyio


@dataclass
class Noting(Proxy):
    """Notes for whom messages are fetched."""

    groups: list[str] = field(default_factory=list)

    async def receive(self, group, topics, limit):
        self.groups.append(group)
        return await super().receive(group, topics, limit)


async def renamed(bench: Bench, name: str) -> Runtime:
    """A process of a context of the bench, which is called otherwise from now on."""
    was = bench.services[name]
    bench.services[name] = replace(was, name=f"{was.name}_now", stored_as=was.name)
    return await bench.another(name)


async def sources(runtime: Runtime) -> set[str]:
    """Who sent the messages in an inbox; those of one source and one key keep their order."""
    async with runtime.database.system(writes=False) as connection:
        found = await connection.scalars(select(inbox.c.envelope))
        return {envelope["source"] for envelope in found}


async def test_nothing_on_its_way_is_lost_or_comes_twice_over_a_rename(bench: Bench) -> None:
    emits, hears = await bench.context("counting"), await bench.context("hearing", LEDGER)
    await count(emits, "a", 1, 2)
    await settle(emits, hears)
    await count(emits, "a", 3)

    emits, hears = await renamed(bench, "counting"), await renamed(bench, "hearing")
    await count(emits, "a", 4)
    hears, bus = through(hears, Noting)
    await settle(emits, hears)

    assert await numbers(hears.database, "a") == [1, 2, 3, 4]
    assert set(bus.groups) == {hears.service.stored}
    assert await sources(hears) == {f"/{bench.system}/{emits.service.stored}"}


async def test_its_schema_and_its_roles_are_those_that_it_had(bench: Bench) -> None:
    before = (await bench.context("counting")).service

    after = (await renamed(bench, "counting")).service

    assert Names.of(after) == Names.of(before)
    assert (after.stored, before.stored) == (before.name, before.name)


async def test_a_key_that_an_operation_has_seen_is_known_by_its_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    once = {"Idempotency-Key": "once"}
    async with running(web_shop.service(tmp_path), needs={}) as system:
        clerk = system.as_role("clerk")
        first = await clerk.post("/api/shop/v2/orders", json={"number": "1"}, headers=once)
        monkeypatch.setattr(web_shop.PLACE, "operation", "Take")
        again = await clerk.post("/api/shop/v2/orders", json={"number": "1"}, headers=once)

    assert again.headers.get("idempotency-replayed") == "true"
    assert again.content == first.content
