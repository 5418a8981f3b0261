"""The pieces of the language's page, put together, are a blueprint that is sound."""

from pathlib import Path

from blueprint.read import read
from tests.manual.blocks import blocks
from tests.samples.workspaces import ROOT

LANGUAGE = ROOT / "docs" / "pages" / "language.md"


def test_its_pieces_make_a_sound_blueprint(tmp_path: Path) -> None:
    for block in blocks(LANGUAGE):
        file = tmp_path / block.title
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as whole:
            whole.write(block.text)

    reading = read(tmp_path / "blueprint.yaml")

    assert [one.message for one in reading.diagnostics] == []
    assert reading.document is not None
