"""The command line for dead messages."""

import json

import pytest
from _system__chassis.messaging import dead
from _system__chassis.messaging.inbox import Retry, subscribe
from _system__chassis.worker import settle

from tests.chassis.bench import Bench
from tests.chassis.counting import CountedV1, after, count, numbers

pytestmark = pytest.mark.anyio


class Broken:
    """Fails until it is mended."""

    def __init__(self) -> None:
        self.broken = True

    async def __call__(self, event: CountedV1) -> None:
        if self.broken:
            raise LookupError(f"no {event.counter}")


@pytest.fixture
async def broken() -> Broken:
    return Broken()


@pytest.fixture
async def runtime(bench: Bench, broken: Broken):
    """A context in which two messages are dead, and one waits behind one of them."""
    handling = subscribe(CountedV1, after(broken), consumer="Ledger", retry=Retry(attempts=1))
    made = await bench.context("both", handling)
    await count(made, "a", 1, 2)
    await count(made, "b", 1)
    await settle(made)
    return made


async def run(runtime, capsys, *argv: str) -> tuple[int, str]:
    capsys.readouterr()  # what was logged so far
    status = await dead.main({"ordering": runtime.database}, argv)
    return status, capsys.readouterr().out


async def listed(runtime, capsys) -> list[dict]:
    return json.loads((await run(runtime, capsys, "list", "--json"))[1])


async def test_the_list_says_what_is_dead_and_why(runtime, capsys):
    letters = await listed(runtime, capsys)
    assert [letter["reason"] for letter in letters] == [
        "LookupError: no a",
        "LookupError: no b",
    ]
    assert all(letter["id"].startswith("ordering:") for letter in letters)
    assert all(letter["consumer"] == "Ledger" and letter["attempts"] == 1 for letter in letters)


async def test_the_list_for_people_puts_like_beside_like(runtime, capsys):
    _, told = await run(runtime, capsys, "list", "--context", "ordering")
    assert told.startswith("2 × LookupError")
    assert "key a, others wait behind it" in told


async def test_one_is_shown_with_its_payload(runtime, capsys):
    letter = (await listed(runtime, capsys))[0]
    _, told = await run(runtime, capsys, "show", letter["id"])
    assert json.loads(told)["envelope"]["data"] == {"counter": "a", "number": 1}


async def test_all_are_replayed_and_what_waited_goes_on(runtime, broken, capsys):
    broken.broken = False
    _, told = await run(runtime, capsys, "replay", "--context", "ordering", "--all", "--json")
    assert json.loads(told) == {"replayed": 2}
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [1, 2]
    assert await listed(runtime, capsys) == []


async def test_one_is_replayed_by_its_id(runtime, broken, capsys):
    broken.broken = False
    letter = (await listed(runtime, capsys))[1]
    assert await run(runtime, capsys, "replay", letter["id"]) == (0, "1 put back\n")
    await settle(runtime)
    assert await numbers(runtime.database, "b") == [1]
    assert await numbers(runtime.database, "a") == []


async def test_one_is_discarded(runtime, broken, capsys):
    broken.broken = False
    letter = (await listed(runtime, capsys))[0]
    assert (await run(runtime, capsys, "discard", letter["id"]))[0] == 0
    await settle(runtime)
    assert await numbers(runtime.database, "a") == [2]


@pytest.mark.parametrize("goal", ["show", "replay", "discard"])
@pytest.mark.parametrize("wrong", ["ordering:999999", "nowhere:1", "17", "ordering:x"])
async def test_an_id_that_there_is_not_fails_and_changes_nothing(runtime, capsys, goal, wrong):
    assert (await run(runtime, capsys, goal, wrong))[0] == 1
    assert len(await listed(runtime, capsys)) == 2


async def test_replay_wants_an_id_or_all(runtime):
    with pytest.raises(SystemExit):
        await dead.main({"ordering": runtime.database}, ["replay"])
