"""Fixtures of the samples."""

from pathlib import Path

import pytest

from tests.samples.workspaces import SAMPLES, Workspace, shared


@pytest.fixture(scope="session", params=SAMPLES)
def workspace(request: pytest.FixtureRequest, run_folder: Path) -> Workspace:
    """Each sample in turn."""
    return shared(request.param, run_folder)


@pytest.fixture(scope="session")
def diagnostics(run_folder: Path) -> Workspace:
    """The sample with every layer in use."""
    return shared("diagnostics", run_folder)
