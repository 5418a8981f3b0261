"""Free texts stay texts: what comes out has the form that it has with a harmless text.

Each output is read back by a parser of its own language and compared with the output of a
blueprint whose texts are plain words: the same statements, keys and headings, other strings alone.
"""

import ast
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

import pytest
import yaml
from dotenv import dotenv_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from blueprint.load.text import FORBIDDEN
from blueprint.read import read_text
from blueprint.resolve import resolve
from generator import generate
from tests.hostile.places import free, held
from tests.hostile.texts import PLAIN, TEXTS, blueprint


def files(text: str) -> dict[str, str]:
    """Every rendered file that is a text."""
    reading = read_text(blueprint(text))
    assert reading.valid, reading.diagnostics
    assert reading.document is not None
    tree = generate(resolve(reading.document))
    return {path: file.content.decode() for path, file in tree.items() if not file.verbatim}


@cache
def plain() -> dict[str, str]:
    """What comes out with harmless texts."""
    return files(PLAIN)


# What a file is without its texts, by the kind of the file.


def of_python(text: str) -> object:
    class Blank(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.Constant:
            return ast.Constant("") if isinstance(node.value, str) else node

        def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.Constant:
            return ast.Constant("")

    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return ast.dump(Blank().visit(ast.parse(text))), comments


def blanked(value: object) -> object:
    if isinstance(value, dict):
        return {key: blanked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [blanked(inner) for inner in value]
    return "" if isinstance(value, str) else value


def of_markdown(text: str) -> object:
    """The blocks, and within lines whatever is more than words."""
    words = {"text", "softbreak", "text_special"}
    return [
        (token.type, token.tag, [c.type for c in token.children or () if c.type not in words])
        for token in MarkdownIt("commonmark").enable("table").parse(text)
    ]


READERS = {
    ".py": of_python,
    ".toml": lambda text: blanked(tomllib.loads(text)),
    ".json": lambda text: blanked(json.loads(text)),
    ".yaml": lambda text: [blanked(one) for one in yaml.safe_load_all(text)],
    ".yml": lambda text: [blanked(one) for one in yaml.safe_load_all(text)],
    ".md": of_markdown,
    ".jsonl": lambda text: [blanked(json.loads(line)) for line in text.splitlines()],
}


def form(path: str, text: str) -> object:
    """What a file is without its texts; the file as it is where no text belongs into it."""
    read = READERS.get(PurePosixPath(path).suffix)
    return read(text) if read else text


def strings(path: str, text: str) -> Iterator[str]:
    """The texts in a file, as a reader of its language has them."""
    match PurePosixPath(path).suffix:
        case ".py":
            nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            yield from (node.value for node in nodes if isinstance(node.value, str))
        case ".toml":
            yield from inside(tomllib.loads(text))
        case ".json":
            yield from inside(json.loads(text))
        case ".md":
            for token in MarkdownIt("commonmark").enable("table").parse(text):
                yield "".join(child.content or " " for child in token.children or ())


def inside(value: object) -> Iterator[str]:
    """Every text in a tree of mappings and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from inside(inner)


def words(text: str) -> str:
    """A text as its readers see it: how it was broken into lines does not count."""
    return " ".join(text.split())


TOLD = [
    "pyproject.toml",
    "services/sales/pyproject.toml",
    "README.md",
    "AGENTS.md",
    "services/sales/AGENTS.md",
    "services/sales/src/shop_sales/model/order.py",
    "services/sales/src/shop_sales/domain/order.py",
    "services/sales/src/shop_sales/application/think.py",
    "contracts/sales/openapi.v1.json",
    "contracts/sales/asyncapi.json",
]


def hold(text: str) -> None:
    """Holds what comes out of a blueprint of *text* against what comes out of plain words."""
    found = files(text)
    assert found.keys() == plain().keys()
    for path, content in found.items():
        assert form(path, content) == form(path, plain()[path]), path
        assert not FORBIDDEN.search(content.replace("\u200e", "")), path
    for path in TOLD:
        assert any(words(text) in words(said) for said in strings(path, found[path])), path


def test_a_text_is_tried_in_every_place_of_the_language_that_takes_one() -> None:
    document = read_text(blueprint(PLAIN)).document

    assert document is not None
    assert held(document, PLAIN) == free()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20].encode("unicode_escape"))
def test_a_hostile_text_stays_a_text_in_every_output(text: str) -> None:
    hold(text)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(
        st.sampled_from("\"'\\{}%#*/-<>`$|[]()!&~=:;,.\n\t ab\u00e9\u05d0\U0001f600\u200b"),
        min_size=1,
        max_size=60,
    ).filter(str.strip)
)
def test_any_text_of_a_hostile_alphabet_does(text: str) -> None:
    hold(text)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2066b", "a\x00b", "a\x1bb", "a\u2028b", "a\x7fb"])
def test_what_hides_or_turns_text_is_refused(text: str) -> None:
    found = read_text(blueprint(text)).diagnostics

    assert {one.code for one in found} == {"BP103"}


@pytest.mark.parametrize("text", ["Quite a remarkable text.", *TEXTS[:12]])
def test_no_text_reaches_a_file_that_a_shell_reads(text: str) -> None:
    found = files(text)
    shells = [path for path in found if re.search(r"(Makefile|Dockerfile|\.sh|\.env.*)$", path)]

    assert {"Makefile", "Dockerfile", ".env.example"} <= set(shells)
    assert [path for path in shells if found[path] != plain()[path]] == []


@pytest.mark.parametrize("text", TEXTS[:12])
def test_settings_and_services_mean_what_they_mean_with_plain_words(text: str) -> None:
    found = files(text)

    assert settings_of(found[".env.example"]) == settings_of(plain()[".env.example"]) != {}
    services = [yaml.safe_load(one["compose.yaml"]) for one in (found, plain())]
    assert services[0] == services[1]
    assert services[0]["services"]


def settings_of(text: str) -> dict[str, str | None]:
    """What `.env` sets, as the services read it."""
    return dotenv_values(stream=io.StringIO(text))
