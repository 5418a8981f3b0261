"""What rendered services serve is what is emitted for them, for every type and every change."""

from pathlib import Path

import pytest

from blueprint import model as m
from generator import generate
from tests.generator import contracts, test_contracts_types, test_contracts_versions
from tests.samples.workspaces import Workspace

BLUEPRINTS = {
    "every type": test_contracts_types.BLUEPRINT,
    "every change": test_contracts_versions.BLUEPRINT,
}
COMMAND = ("pytest", "-q", "-p", "no:cacheprovider", "-k", "served_openapi")


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_the_generated_test_of_the_contract_passes(name: str, tmp_path: Path) -> None:
    workspace = _rendered(contracts.system(BLUEPRINTS[name]), tmp_path)
    done = workspace.run(*COMMAND, "services/sales/tests/test_contract.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_generated_test_of_the_contract_can_fail(tmp_path: Path) -> None:
    workspace = _rendered(contracts.system(BLUEPRINTS["every change"]), tmp_path)
    committed = tmp_path / "contracts" / "sales" / "openapi.v1.json"
    committed.write_text(committed.read_text(encoding="utf-8").replace('"title"', '"titles"'))
    done = workspace.run(*COMMAND, "services/sales/tests/test_contract.py")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "openapi_is_the_committed_contract[v1]" in done.stdout


def _rendered(system: m.System, folder: Path) -> Workspace:
    for path, file in generate(system).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return Workspace("small", folder)
