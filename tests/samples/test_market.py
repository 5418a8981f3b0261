"""The sample of `crud`, `uses`, `lock` and `reads`: its tests run on both databases."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.samples.workspaces import ROOT, Workspace, new
from tests.servers import need_postgres

BLUEPRINT = ROOT / "tests" / "samples" / "market" / "blueprint.yaml"
RESERVE = "services/sales/src/market_sales/adapters/scopes.py"
TESTS = ("pytest", "-p", "no:cacheprovider", "services/sales/tests")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Its workspace."""
    folder = tmp_path_factory.mktemp("market")
    new(str(BLUEPRINT), folder / "workspace")
    return Workspace("market", folder / "workspace")


def test_its_tests_pass_on_sqlite(market: Workspace) -> None:
    done = market.run(*TESTS)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_its_tests_pass_on_postgresql(market: Workspace) -> None:
    done = market.run(*TESTS, DATABASE_URL=need_postgres())
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_without_the_lock_they_would_lose_races(market: Workspace, tmp_path: Path) -> None:
    copy = Workspace("market", tmp_path / "copy")
    shutil.copytree(market.path, copy.path, ignore=shutil.ignore_patterns(".git", ".*_cache"))
    scopes = copy.path / RESERVE
    text = scopes.read_text()
    assert "locks=True" in text
    scopes.write_text(text.replace(", locks=True", "").replace("    await work.begin()\n", ""))

    wanted = "fifty_on_one_row or plain_command_that_locks"
    done = copy.run(*TESTS, "-k", wanted, DATABASE_URL=need_postgres())

    assert done.returncode == 1
    assert "2 failed" in done.stdout


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
)
def test_it_is_clean_and_typed(market: Workspace, command: tuple[str, ...]) -> None:
    done = market.run(*command)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_its_layers_keep_apart(market: Workspace) -> None:
    done = market.run_program("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_scope_has_what_the_words_give_and_no_more(market: Workspace) -> None:
    ports = ast.parse((market.path / "services/sales/src/market_sales/ports.py").read_text())
    scopes = {
        node.name: [line.target.id for line in node.body if isinstance(line, ast.AnnAssign)]
        for node in ports.body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Scope")
    }

    assert scopes["ReserveScope"] == ["now", "caller", "orders", "stocks", "products", "emit"]
    assert scopes["TurnoverScope"] == ["now", "caller", "sql"]
    assert scopes["OverviewScope"] == ["now", "caller", "products", "stocks"]
    assert scopes["CreateProductScope"] == ["now", "caller", "products"]
