"""One repository of two versions for every test here."""

from pathlib import Path

import pytest

from tests.copier.repositories import Made, make


@pytest.fixture(scope="session")
def made(run_folder: Path) -> Made:
    """The repository and its versions; nobody writes into it."""
    return make(run_folder / "copier")
