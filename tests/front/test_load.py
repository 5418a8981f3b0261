"""Loading: what comes out, where it stood, and what is refused."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.load import load, load_text
from blueprint.load.text import MAX_BYTES
from blueprint.load.tree import MAX_NODES

HEAD = "blueprint: 1\n"


def codes(loaded):
    return [found.code for found in loaded.diagnostics]


def value(text):
    loaded = load_text(f"{HEAD}value: {text}\n")
    assert codes(loaded) == []
    return loaded.data["value"]


@pytest.mark.parametrize("text", ["on", "no", "yes", "off", "12:30:45", "1_000", "=", "2027-06-30"])
def test_what_only_yaml_1_1_takes_for_something_else_is_a_text(text):
    assert value(text) == text


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("017", 17), ("0o17", 15), ("0x1F", 31), ("-3", -3), ("1.5e3", 1500.0), (".5", 0.5)],
)
def test_numbers_are_those_of_yaml_1_2(text, meaning):
    assert value(text) == meaning


def test_quoted_and_block_scalars_are_texts():
    assert value("'12'") == "12"
    assert value('"true"') == "true"
    assert value("|\n  12\n") == "12\n"


def test_a_number_of_a_million_digits_is_left_a_text():
    assert value("9" * 100_000) == "9" * 100_000


def test_every_node_knows_its_place():
    loaded = load_text(f"{HEAD}a:\n  b: [x, {{c: long value}}]\n")

    key = loaded.positions.key(("a", "b"))
    item = loaded.positions.key(("a", "b", 0))
    inner = loaded.positions.value(("a", "b", 1, "c"))
    assert (key.line, key.column, key.length) == (3, 3, 1)
    assert (item.line, item.column, item.length) == (3, 7, 1)
    assert (inner.line, inner.column, inner.length) == (3, 14, 10)
    assert inner.source_line == "  b: [x, {c: long value}]"


def test_a_missing_path_has_the_place_of_its_nearest_parent():
    positions = load_text(f"{HEAD}a:\n  b: 1\n").positions

    assert positions.value(("a", "b", "c", 0)) == positions.key(("a", "b"))
    assert positions.key(("nowhere",)).line == 1


def test_a_contexts_file_is_merged_in_and_keeps_its_own_places():
    loaded = load_text(
        f"{HEAD}contexts: {{a: contexts/a.yaml}}\n",
        files={"contexts/a.yaml": "context: a\nabout: A.\nteam: x\n"},
    )

    assert loaded.data["contexts"] == {"a": {"about": "A.", "team": "x"}}
    mark = loaded.positions.key(("contexts", "a", "team"))
    assert (mark.file, mark.line) == ("contexts/a.yaml", 3)
    assert loaded.positions.key(("contexts", "a", "missing")).file == "contexts/a.yaml"
    assert loaded.complete


def test_all_files_are_read_though_one_is_wrong():
    loaded = load_text(
        f"{HEAD}contexts: {{a: a.yaml, b: b.yaml, c: c.yaml}}\n",
        files={"a.yaml": "context: a\nx: [\n", "c.yaml": "context: c\nd: 1\nd: 2\n"},
    )

    assert codes(loaded) == ["BP101", "BP108", "BP104"]
    assert list(loaded.data["contexts"]) == ["c"]
    assert not loaded.complete


@pytest.mark.parametrize("outside", ["../a.yaml", "/etc/a.yaml", "x/../../a.yaml", "C:/a.yaml"])
def test_a_path_out_of_the_project_is_refused(outside):
    assert codes(load_text(f"{HEAD}contexts: {{a: '{outside}'}}\n")) == ["BP108"]


def test_a_link_out_of_the_project_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("context: a\n")
    home = tmp_path / "home"
    home.mkdir()
    os.symlink(tmp_path / "a.yaml", home / "a.yaml")
    os.symlink(tmp_path, home / "up")
    (home / "blueprint.yaml").write_text(f"{HEAD}contexts: {{a: a.yaml, b: up/a.yaml}}\n")

    assert codes(load(home)) == ["BP108", "BP108"]


def test_a_folder_is_read_by_its_blueprint(tmp_path):
    (tmp_path / "blueprint.yaml").write_text(HEAD)

    assert load(tmp_path).data == load(tmp_path / "blueprint.yaml").data == {"blueprint": 1}


@pytest.mark.parametrize("name", ["missing.yaml", "loop.yaml", "a\0b"])
def test_a_file_that_is_not_there_is_a_diagnostic(tmp_path, name):
    os.symlink(tmp_path / "loop.yaml", tmp_path / "loop.yaml")

    assert codes(load(tmp_path / name)) == ["BP108"]


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "blueprint.yaml")

    assert codes(load(tmp_path)) == ["BP108"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "[" * 100_000, "BP102"),
        ("a: [" + "1," * (MAX_NODES + 1) + "]", "BP102"),
        ("# " + "x" * MAX_BYTES, "BP102"),
        ("a: \0", "BP103"),
        ("a: \x07", "BP103"),
        ("a: \ud800", "BP103"),
        ("a: \u202e # \u2066", "BP103"),
        ('a: "\\u202e"', "BP103"),
        ("a: \u2028", "BP103"),
        ("a: {b: 1, b: 2}", "BP104"),
        ("a: &x 1", "BP105"),
        ("a: !!python/object/apply:os.system [x]", "BP105"),
        ("a: {<<: {b: 1}}", "BP105"),
        ("--- \nb: 1", "BP105"),
        ("1: 2", "BP106"),
        ("true: 2", "BP106"),
        ("? [a]\n: 2", "BP106"),
        ("a: {b: string pattern=/x,y/}", "BP107"),
        ("a: {b: money = 1,5}", "BP107"),
        ("a: {b: }", "BP107"),
    ],
)
def test_what_yaml_can_do_to_a_reader_is_refused(text, code):
    assert codes(load_text(HEAD + text + "\n")) == [code]


def test_a_bomb_of_aliases_is_refused_line_by_line():
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(9))

    assert set(codes(load_text(HEAD + bomb))) == {"BP105"}


@pytest.mark.parametrize("text", ["", "- 1\n", "a: 1\n", "blueprint: 2\n", "blueprint: true\n"])
def test_what_is_no_blueprint_is_said_to_be_none(text):
    assert codes(load_text(text)) == ["BP109"]


def test_a_byte_order_mark_is_read_over(tmp_path):
    (tmp_path / "blueprint.yaml").write_bytes(b"\xef\xbb\xbfblueprint: 1\n")

    assert codes(load(tmp_path)) == []


def test_a_file_that_is_not_utf_8_is_refused_by_its_byte(tmp_path):
    (tmp_path / "blueprint.yaml").write_bytes(b"blueprint: 1\na: \xe9\n")

    [found] = load(tmp_path).diagnostics
    assert (found.code, found.line, found.column) == ("BP103", 2, 4)
    assert "0xe9" in found.message


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text("{}[]:,-&*!|>'\"#%@` \n\tab1\\?<", max_size=80))
def test_no_text_makes_the_loader_raise(tmp_path_factory, text):
    content = text if isinstance(text, bytes) else text.encode()
    folder = tmp_path_factory.mktemp("any")
    (folder / "blueprint.yaml").write_bytes(HEAD.encode() + content)

    loaded = load(folder)

    assert loaded.diagnostics or loaded.data is not None
