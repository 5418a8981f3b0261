"""The tutorial, followed to the letter."""

from pathlib import Path

import pytest

from tests.manual.blocks import blocks, is_as_told
from tests.manual.reader import Reader
from tests.samples.workspaces import ROOT

TUTORIAL = ROOT / "docs" / "pages" / "tutorial.md"


@pytest.mark.slow
def test_whoever_follows_the_tutorial_sees_what_it_says(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    followed = [block.kind for block in blocks(TUTORIAL)]
    for block in blocks(TUTORIAL):
        reader.follow(block)
    assert {"console", "yaml", "diff", "python"} <= set(followed)


@pytest.mark.parametrize(
    ("printed", "output", "told"),
    [
        (["one", "..."], "one\ntwo\n", True),
        (["...", "two"], "one\ntwo\n", True),
        (["one"], "one\ntwo\n", False),
        (["..."], "", True),
        ([], "one\n", False),
        (["o.e"], "one\n", False),
    ],
)
def test_a_page_shows_what_is_printed_or_leaves_lines_out(
    printed: list[str], output: str, told: bool
) -> None:
    assert is_as_told(printed, output) is told
