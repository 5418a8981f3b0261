"""Blueprints on which something broke once: found at random, cut down by hand, and kept."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.properties.quality import complaints
from tests.properties.workspaces import Importer, generated, write
from tests.properties.writing import MAIN
from tests.samples.workspaces import Workspace

FOUND = sorted((Path(__file__).parent / "found").glob("*.yaml"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_broke_once_imports_and_serves_its_contracts(path: Path):
    tree = generated({MAIN: path.read_text(encoding="utf-8")})
    with TemporaryDirectory() as folder, Importer() as importer:
        write(tree, Path(folder))
        wrong = importer.wrong_with(Path(folder))
    assert not wrong, wrong


@pytest.mark.slow
def test_what_broke_once_is_linted_and_typed(tmp_path: Path):
    for path in FOUND:
        folder = tmp_path / path.stem
        write(generated({MAIN: path.read_text(encoding="utf-8")}), folder)
        wrong = complaints(Workspace(path.stem, folder), str(tmp_path / "mypy"))
        assert not wrong, f"{path.stem}\n{wrong}"
