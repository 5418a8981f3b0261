"""What a formatter did on save is told from what a person wrote, in every kind of file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.tidied import restored, same_but_for_layout

HELLO = Path(__file__).parents[1] / "golden" / "hello"
MODULES = sorted(path.relative_to(HELLO).as_posix() for path in HELLO.rglob("*.py"))
DOCUMENTS = sorted(path.relative_to(HELLO).as_posix() for path in HELLO.rglob("*.json"))

# What another formatter, or ours with other settings, would make of a module.
STYLES = {
    "narrow": ["--config=line-length=60"],
    "wide": ["--config=line-length=200", "--config=format.skip-magic-trailing-comma=true"],
    "single quotes": ["--config=line-length=100", "--config=format.quote-style='single'"],
    "tabs": ["--config=line-length=100", "--config=format.indent-style='tab'"],
}


def formatted(folder: Path, files: dict[str, bytes], style: str) -> dict[str, bytes]:
    """Python files by path, as a formatter of that style leaves them."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--quiet"]
    subprocess.run([*command, *STYLES[style], "."], cwd=folder, check=True)
    return {path: (folder / path).read_bytes() for path in files}


def hello(paths: list[str]) -> dict[str, bytes]:
    return {path: (HELLO / path).read_bytes() for path in paths}


# -- Python ------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_module_in_another_style_says_the_same(tmp_path: Path, style: str) -> None:
    before = hello(MODULES)
    after = formatted(tmp_path, before, style)

    assert before != after
    assert [
        path for path in MODULES if not same_but_for_layout(path, before[path], after[path])
    ] == []


def test_a_module_with_other_quotes_and_indents_is_restored_to_the_byte(tmp_path: Path) -> None:
    before = hello(MODULES)

    assert restored(before) == before
    for style in ("single quotes", "tabs"):
        assert restored(formatted(tmp_path / style, before, style)) == before


def test_a_module_with_shorter_lines_is_restored_by_its_commas_or_without(tmp_path: Path) -> None:
    apart = b"LINES = [\n    1,\n]\n"
    long = b"LINES = [" + b", ".join([b'"abcdefghijklmnop"'] * 4) + b"]\n"
    narrow = formatted(tmp_path, {"a.py": apart, "b.py": long}, "narrow")

    assert narrow["b.py"] != long
    assert restored(narrow)["a.py"] == apart
    assert restored(narrow, commas=False)["b.py"] == long


MODULE = '''"""A module."""

from a import b

# A word on it.
LIMIT = 3  # at most


def run(value: str) -> str:
    """It runs."""
    return b(value, "text")
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("# A word on it.", "# Another word on it."),
        ("# at most", "# at most!"),
        ("  # at most", ""),
        ("# A word on it.\n", "# A word on it.\n# mine\n"),
        ('"""It runs."""', '"""It runs fast."""'),
        ('"text"', '"text "'),
        ('"text"', '# mine\n        "text"'),
        ('    return b(value, "text")\n', '    return b(value, "text")\n    # mine\n'),
        ("from a import b\n", "from a import b\nimport mine\n"),
        ("value: str", "value: 'str'"),
        ("# A word on it.\nLIMIT = 3  # at most\n", "LIMIT = 3  # at most\n# A word on it.\n"),
    ],
)
def test_an_edit_of_a_module_is_found_in_another_style(tmp_path: Path, old: str, new: str) -> None:
    assert MODULE.count(old) == 1
    edited = formatted(tmp_path, {"a.py": MODULE.replace(old, new).encode()}, "single quotes")

    assert not same_but_for_layout("a.py", MODULE.encode(), edited["a.py"])
    assert restored(edited).get("a.py") != MODULE.encode()


def test_an_import_of_yours_that_nothing_uses_yet_is_not_dropped() -> None:
    edited = MODULE.replace("from a import b\n", "import os\n\nfrom a import b\n").encode()

    assert restored({"a.py": edited}) == {}


def test_what_does_not_parse_is_restored_by_nobody_and_hinders_no_other() -> None:
    found = restored({"a.py": b"def (", "b.py": b"x = ( 1)\n", "c.json": b"{}", "d.py": b"\xff"})

    assert found == {"b.py": b"x = 1\n"}
    assert restored({}) == {}


def test_line_ends_and_a_mark_before_the_text_are_layout() -> None:
    content = b"\xef\xbb\xbf" + MODULE.replace("\n", "\r\n").encode()

    assert same_but_for_layout("a.py", content, MODULE.encode())
    assert restored({"a.py": content}) == {"a.py": MODULE.encode()}


# -- JSON --------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 4, "\t"])
def test_a_document_with_another_indent_says_the_same(indent: int | str | None) -> None:
    for path, content in hello(DOCUMENTS).items():
        other = json.dumps(json.loads(content), indent=indent, ensure_ascii=False).encode()
        assert same_but_for_layout(path, content, other), path


@pytest.mark.parametrize(
    "other",
    [
        '{"b": 1, "a": [1, "1", true, null]}',
        '{"a": [1, "1", true, null], "b": 2}',
        '{"a": [1, "1", true, null], "b": 1, "b": 1}',
        '{"a": [1, 1, true, null], "b": 1}',
        '{"a": [1.0, "1", true, null], "b": 1}',
        '{"a": [1, "1", 1, null], "b": 1}',
        '{"a": [1, "1", true, null], "b": 1} // mine',
        '{"a": {"1": "1"}, "b": 1}',
        "",
    ],
)
def test_an_edit_of_a_document_is_found(other: str) -> None:
    content = b'{"a": [1, "1", true, null], "b": 1}'

    assert same_but_for_layout("a.json", content, content.replace(b" ", b"\n"))
    assert not same_but_for_layout("a.json", content, other.encode())


# -- TOML --------------------------------------------------------------------------------

SETTINGS = '''# What it is.
[project]
name = "shop" # short
size = 1
texts = ["a # no", 'b', """
# no comment
"""]
[tool.ruff]
select = ["E", "F"]  # some
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["E", "F"]', '[\n  "E",\n  "F",\n]'),
        ("name = ", "name   =   "),
        ("\n[tool.ruff]", "\n\n\n  [ tool.ruff ]"),
        ("# What it is.", "#What it is.   "),
        ("# short", "           # short"),
        ("\n", "\r\n"),
    ],
)
def test_settings_in_another_layout_say_the_same(old: str, new: str) -> None:
    other = SETTINGS.replace(old, new)

    assert same_but_for_layout("pyproject.toml", SETTINGS.encode(), other.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("size = 1", "size = 1.0"),
        ("size = 1", "size = true"),
        ('"E", "F"', '"F", "E"'),
        ("size = 1\n", "size = 1\nmine = 1\n"),
        ("# What it is.", "# What it was."),
        ("  # some", ""),
        ("size = 1\n", "size = 1\n# mine\n"),
        ("# no comment", "# no more"),
        ('"a # no"', '"a # yes"'),
        ("# What it is.\n[project]", "[project]\n# What it is."),
        ('select = ["E", "F"]  # some', '# some\nselect = ["E", "F"]'),
        ("[project]", "[project"),
    ],
)
def test_an_edit_of_settings_is_found(old: str, new: str) -> None:
    other = SETTINGS.replace(old, new)

    assert other != SETTINGS
    assert not same_but_for_layout("pyproject.toml", SETTINGS.encode(), other.encode())


# -- YAML --------------------------------------------------------------------------------

COMPOSE = """# Services.
services:
  db:
    image: 'postgres:17' # pinned
    ports: ["5432:5432", 8080]
    command: |
      run # no comment
      more
    on: "yes"
  # The broker.
  nats: {image: nats}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("'postgres:17'", '"postgres:17"'),
        ("'postgres:17'", "postgres:17"),
        ('["5432:5432", 8080]', '\n      - "5432:5432"\n      - 8080'),
        ("{image: nats}", "{ image: nats }"),
        ("{image: nats}", "\n    image: nats"),
        ("# Services.\n", "#  Services.\n---\n"),
        ("  # The broker.", "\n\n    # The broker."),
        ("\n", "\r\n"),
    ],
)
def test_yaml_in_another_layout_says_the_same(old: str, new: str) -> None:
    other = COMPOSE.replace(old, new)

    assert other != COMPOSE
    assert same_but_for_layout("compose.yaml", COMPOSE.encode(), other.encode())
    assert same_but_for_layout("ci.yml", COMPOSE.encode(), other.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("postgres:17", "postgres:18"),
        ("8080", '"8080"'),
        ('"yes"', "yes"),
        ("# pinned", "# pinned by me"),
        (" # pinned", ""),
        ("run # no comment", "run # a comment"),
        ("command: |\n", "command: |  # mine\n"),
        ("command: |", "command: >"),
        ("  # The broker.\n  nats: {image: nats}\n", "  nats: {image: nats}\n  # The broker.\n"),
        ("{image: nats}", "{image: nats}\n  mine: {image: mine}"),
        ("{image: nats}", "&it {image: nats}"),
        ("{image: nats}", "{image: nats}\n---\nmore: 1"),
        ("{image: nats}", "{image: nats"),
    ],
)
def test_an_edit_of_yaml_is_found(old: str, new: str) -> None:
    other = COMPOSE.replace(old, new)

    assert other != COMPOSE
    assert not same_but_for_layout("compose.yaml", COMPOSE.encode(), other.encode())


_QUOTED = r"""^([^#"\n]*)"([^"'\\\n$]*)\""""


def test_the_services_of_a_workspace_requoted_say_the_same() -> None:
    for name in ("compose.yaml", ".github/workflows/ci.yml"):
        content = (HELLO / name).read_text(encoding="utf-8")
        other = re.sub(_QUOTED, r"\1'\2'", content, flags=re.MULTILINE)
        assert other != content
        assert same_but_for_layout(name, content.encode(), other.encode())


# -- others ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["README.md", "Makefile", "Dockerfile", ".gitignore"])
def test_blanks_at_ends_are_layout_and_all_else_is_text(path: str) -> None:
    content = b"# Title\n\n- one\n\ttwo\n"

    assert same_but_for_layout(path, content, b"# Title  \r\n\r\n- one\t\n\ttwo\n\n\n")
    assert same_but_for_layout(path, content, content.rstrip())
    for other in (b"# Title\n- one\n\ttwo\n", b"# Title\n\n- one\n  two\n", b"", content + b"mine"):
        assert not same_but_for_layout(path, content, other)


def test_bytes_that_are_no_text_are_the_same_only_if_they_are_equal() -> None:
    assert same_but_for_layout("logo.png", b"\xff\0", b"\xff\0")
    assert not same_but_for_layout("logo.png", b"\xff\0", b"\xff\0\n")
    assert not same_but_for_layout("a.py", b"x = '\xe9'\n", b"x = '\xe9' \n")


@pytest.mark.parametrize("path", ["a.json", "a.yaml", "a.toml", "a.py"])
def test_what_is_nested_too_deep_is_an_edit(path: str) -> None:
    assert not same_but_for_layout(path, b"[" * 3_000, b"{}")
