"""Formatting: as the workspace's own ruff would have it."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.format import FormatError, formatting
from generator.imports import pruned
from generator.tree import File, Owner
from tests.generator.trees import file, lay_out

SETTINGS = """\
[tool.ruff]
line-length = 60
src = ["libs/*/src", "services/*/src"]
[tool.ruff.lint]
select = ["I", "F", "E"]
"""
UNSORTED = """\
import sys
from shop_sales.model import Order
import json
from shop_chassis import unwritten
import pytest
def f(one: str, two: str) -> Order: return unwritten(json.loads(one + two)) or Order(pytest)
"""
SORTED = """\
import json

import pytest

from shop_chassis import unwritten
from shop_sales.model import Order
"""


def formatted(*lots: list[File]) -> dict[str, str]:
    """What becomes of the files, given lot by lot."""
    with formatting(one.path for lot in lots for one in lot) as formatter:
        for lot in lots:
            formatter.begin(lot)
            formatter.finish()  # so that no lot sees more than the one before it left
        return {path: content.decode() for path, content in formatter.finish().items()}


def copied(path: str, text: str) -> File:
    """A file that is copied as it is."""
    return File(path=path, content=text.encode(), owner=Owner.SHARED, node="system", verbatim=True)


def test_the_workspaces_own_ruff_would_change_nothing(tmp_path: Path) -> None:
    first = [
        file("pyproject.toml", SETTINGS),
        file("libs/chassis/src/shop_chassis/a.py", UNSORTED),
    ]
    second = [file("services/stock/src/shop_sales/model.py", UNSORTED)]

    found = formatted(first, second)

    for text in found.values():
        assert text.startswith(SORTED)
        assert max(map(len, text.splitlines())) <= 60
    lay_out(tmp_path, {path: text.encode() for path, text in found.items()})
    lay_out(tmp_path, {"pyproject.toml": first[0].content})
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("context", ["build", "dist", "venv"])
def test_a_context_with_the_name_of_a_folder_that_ruff_leaves_out_is_formatted(
    context: str,
) -> None:
    path = f"services/{context}/src/a.py"

    assert formatted([file(path, "x = ( 1 )")]) == {path: "x = 1\n"}


def test_what_is_copied_is_neither_formatted_nor_given_back() -> None:
    assert formatted([copied("a.py", "x = ( 1 )"), file("b.py", "y = ( 1 )")]) == {
        "b.py": "y = 1\n"
    }


def test_settings_elsewhere_on_the_machine_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ruff.toml").write_text('line-length = 20\n[format]\nquote-style = "single"\n')
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("RUFF_OUTPUT_FORMAT", "json")
    monkeypatch.setenv("FORCE_COLOR", "1")

    found = formatted([file("a.py", "def f(a, b):\n  return 'x', \"y\", a + b\n")])

    assert found == {"a.py": 'def f(a, b):\n    return "x", "y", a + b\n'}


def test_what_is_not_python_is_shown_around_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    with pytest.raises(FormatError) as caught:
        formatted([file("a/b.py", "x = 1\ny = 2\ndef f(:\nz = 3\n")])

    assert "a/b.py:3: " in str(caught.value)
    assert "    3 | def f(:" in str(caught.value)


HEAD = '"""Says: from a import gone"""\n\n'


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("from a import b, c\n\nx = c\n", "from a import c\n\nx = c\n"),
        ("from a import (\n    b,\n    c,\n)\nx = b\n", "from a import b\nx = b\n"),
        ("from a import b as d\nx = b\n", "x = b\n"),
        ("from a import b\nx = 1\n", "x = 1\n"),
        ("from a import b as b\n", "from a import b as b\n"),
        ("from __future__ import annotations\n", "from __future__ import annotations\n"),
        ("from a import *\n", "from a import *\n"),
        ("from a import (b,  # why\n)\n", "from a import (b,  # why\n)\n"),
        ("import b\n", "import b\n"),
        ("def f():\n    from a import b\n", "def f():\n    from a import b\n"),
        ("class A: pass\nfrom a import b\n", "class A: pass\nfrom a import b\n"),
        ('__all__ = ["b"]\nfrom a import b\n', '__all__ = ["b"]\nfrom a import b\n'),
    ],
)
def test_only_an_import_that_is_plainly_unused_is_taken_out(text: str, rest: str) -> None:
    assert pruned(HEAD + text) == HEAD + rest
