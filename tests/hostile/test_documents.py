"""Each hostile document is answered as the table says: by `check`, and by `new` with nothing made.

`python -m benchmarks hostile` says how long each takes.
"""

import re
from itertools import chain
from pathlib import Path

import pytest

from tests.hostile import documents, includes
from tests.hostile.process import MOST_MEMORY, Done, blueprint, inside
from tests.hostile.row import Row

ROWS = [*chain(documents.rows(), includes.rows())]
WARNINGS = {"BP210", "BP502", "BP803"}
GREEDY = {
    row.name
    for row in chain(
        documents.bombs(),
        documents.patterns(),
        documents.floods(),
        documents.large(),
        documents.long(),
        includes.things(),
    )
}
"""Rows that could take more memory or time than they may, each a process of its own."""
ONE_OF_EACH_CODE = {row.code: row for row in ROWS if row.status and row.code not in WARNINGS}
FOUND = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):\d+: (?P<code>BP\d{3}) ", re.MULTILINE)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def found(done: Done) -> set[tuple[str, int, str]]:
    """File, line and code of everything that was said."""
    return {(one["file"], int(one["line"]), one["code"]) for one in FOUND.finditer(done.said)}


def test_the_table_is_long_and_every_row_has_a_name_of_its_own() -> None:
    assert len(ROWS) >= 80
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_check_answers_as_the_table_says(row: Row, tmp_path: Path) -> None:
    row.write(tmp_path)

    done = (blueprint if row.name in GREEDY else inside)("check", row.main, cwd=tmp_path)

    said = found(done)
    assert done.status == row.status, done.said[-2000:]
    assert "Traceback" not in done.said
    assert not CONTROLS.search(done.said)
    assert len(done.said) < 400_000
    assert done.memory < MOST_MEMORY
    if row.code:
        assert (row.file, row.line, row.code) in said, done.said[:2000]
    assert {code for _, _, code in said} <= row.codes, done.said[:2000]


@pytest.mark.parametrize("row", ONE_OF_EACH_CODE.values(), ids=lambda row: row.code)
def test_new_makes_nothing_of_it(row: Row, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    row.write(tmp_path / "source")
    before = sorted(tmp_path.rglob("*"))

    done = inside("new", "ws", "--from", f"source/{row.main}", cwd=tmp_path)

    assert done.status == 2, done.said[-2000:]
    assert "Traceback" not in done.said
    assert sorted(tmp_path.rglob("*")) == before
