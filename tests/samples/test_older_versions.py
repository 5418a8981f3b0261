"""A shop with every kind of change: clients of v1 are served as before, by generated code."""

from pathlib import Path

import pytest

from tests.generator import older
from tests.samples.workspaces import Workspace, new

pytestmark = pytest.mark.slow

STORY = Path(__file__).parent / "older_versions.py"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of a shop whose v2 differs from its v1 in every way that there is."""
    folder = tmp_path_factory.mktemp("older")
    blueprint = folder / "shop.yaml"
    blueprint.write_text(older.after(older.KINDS))
    target = folder / "workspace"
    new(str(blueprint), target)
    (target / "services/sales/tests/test_older_versions.py").write_text(STORY.read_text())
    return Workspace("older", target)


def test_its_tests_pass(shop: Workspace) -> None:
    done = shop.run("pytest", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "services"), ("ruff", "format", "--check", "services"), ("mypy",)],
)
def test_it_is_clean_and_typed(shop: Workspace, command: tuple[str, ...]) -> None:
    done = shop.run(*command)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
