"""Fixtures of every test."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all processes of this test run."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent
