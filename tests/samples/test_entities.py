"""Entities: a generated clinic is clean, and keeps the pets of its owners as it should."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples.workspaces import ROOT, Workspace, new
from tests.servers import need_postgres

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
CLINIC = HERE / "clinic.yaml"
STORY = HERE / "clinic_entities.py"
TESTS = "services/clinic/tests"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of a vet's clinic, with tests of its entities."""
    target = tmp_path_factory.mktemp("clinic") / "workspace"
    new(str(CLINIC), target)
    shutil.copy(STORY, target / TESTS / "test_entities.py")
    return Workspace("clinic", target)


def test_its_tests_pass_on_sqlite(clinic: Workspace) -> None:
    done = clinic.run("pytest", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_its_tests_pass_on_postgresql(clinic: Workspace) -> None:
    url = need_postgres()
    done = clinic.run("pytest", "-p", "no:cacheprovider", DATABASE_URL=url)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    "command",
    [("ruff", "check", "services"), ("ruff", "format", "--check", "services"), ("mypy",)],
)
def test_it_is_clean_and_typed(clinic: Workspace, command: tuple[str, ...]) -> None:
    done = clinic.run(*command)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_its_layers_and_contexts_keep_apart(clinic: Workspace) -> None:
    done = clinic.run_program("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_an_operation_on_entities_can_be_ejected_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "workspace"
    new(str(CLINIC), target)
    plain = (target / "services/clinic/src/vet_clinic/operations.py").read_text()
    command = [sys.executable, "-m", "blueprint", "eject", "clinic.AddPet"]
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=target, env=path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    ours = (target / "services/clinic/src/vet_clinic/application/add_pet.py").read_text()
    body = ours[ours.index("async def add_pet(") :].strip()
    assert body in plain
    tested = Workspace("clinic", target).run("pytest", "-p", "no:cacheprovider", TESTS)
    assert tested.returncode == 0, tested.stdout[-6000:]
