"""A year in the life of a workspace, followed to the letter."""

from pathlib import Path

import pytest

from tests.copier.repositories import NEW, OLD, make, working_tree
from tests.manual.blocks import blocks
from tests.manual.reader import Reader
from tests.samples.workspaces import ROOT

YEAR = ROOT / "docs" / "pages" / "year.md"
FORMER = {
    "Makefile.jinja": ("\t@$(BIN)/python -m pytest\n", "\t@$(BIN)/pytest\n"),
    "README.md.jinja": (
        "Python 3.11 or later and make are all that is needed.",
        "Python 3.11 or later is all that is needed.",
    ),
}
"""By template: a line as it is now, and as the version had it with which the year begins."""


def former(tree: Path) -> None:
    """Writes the tree of that version."""
    working_tree(tree)
    for name, (now, then) in FORMER.items():
        template = tree / "templates" / name
        text = template.read_text(encoding="utf-8")
        assert text.count(now) == 1, f"{name}: {now}"
        template.write_text(text.replace(now, then), encoding="utf-8")


@pytest.mark.slow
def test_whoever_follows_the_year_sees_what_it_says(tmp_path: Path) -> None:
    made = make(tmp_path / "versions", former, working_tree)
    reader = Reader(tmp_path, made.tool(OLD), made.tool(NEW), made.environment())

    for block in blocks(YEAR):
        reader.follow(block)

    readme = (reader.at / "README.md").read_text(encoding="utf-8")
    assert "and make are all that is needed" in readme
    assert readme.endswith("One chore, one branch.\n")
