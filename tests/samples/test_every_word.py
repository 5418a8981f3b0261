"""What comes out of a blueprint with every word, and of one with every type, runs and is clean."""

from pathlib import Path

import pytest

from tests.samples.workspaces import ROOT, Workspace, new

pytestmark = pytest.mark.slow

BLUEPRINTS = {
    "whole": ROOT / "tests" / "front" / "whole.yaml",
    "every_type": ROOT / "tests" / "generator" / "every_type.yaml",
}
OWN = """
import asyncio

from depot_chassis.testing import running
from depot_chassis.work import Work
from depot_stock.adapters.repositories import PartRepository, ShelfRepository
from depot_stock.entrypoints.app import SERVICE
from depot_stock.testing import part, shelf


def kept_by(work: Work, keeper: str) -> object:
    tenant = work.caller.tenant
    on = ShelfRepository(work).add(shelf(tenant=tenant, keeper_id=keeper)).id
    return PartRepository(work).add(part(tenant=tenant, shelf_id=on)).id


async def main() -> list[int]:
    async with running(SERVICE) as system:
        async with system.work() as work:
            parts = [kept_by(work, work.caller.subject), kept_by(work, "somebody else")]
        keeper = system.as_role("keeper")
        return [(await keeper.get(f"/stock/v2/parts/{one}")).status_code for one in parts]


print("seen:", asyncio.run(main()))
"""


@pytest.fixture(scope="module", params=BLUEPRINTS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of each of the two."""
    return made_of(request.param, tmp_path_factory.mktemp(request.param))


def made_of(name: str, folder: Path) -> Workspace:
    new(str(BLUEPRINTS[name]), folder / "workspace")
    return Workspace(name, folder / "workspace")


def test_its_own_tests_pass(made: Workspace) -> None:
    done = made.run("pytest", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
)
def test_it_is_clean_and_typed(made: Workspace, command: tuple[str, ...]) -> None:
    done = made.run(*command)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_its_layers_and_contexts_keep_apart(made: Workspace) -> None:
    done = made.run_program("lint-imports")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_own_holds_where_the_owner_is_one_step_away(tmp_path: Path) -> None:
    done = made_of("whole", tmp_path).run_code(OWN)
    assert "seen: [200, 404]" in done.stdout, done.stdout[-2000:] + done.stderr[-2000:]
