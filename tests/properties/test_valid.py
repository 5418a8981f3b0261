"""A valid blueprint checks clean, and what comes of it imports, serves its contracts and is stable.

Each shard draws its own examples, the same each time; together they say every word of the language.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from blueprint.load import load_text
from blueprint.read import read_text
from generator.tree import Tree
from tests.properties import commands
from tests.properties.budget import SHARDS, TYPED, VALID, budget
from tests.properties.drafting import blueprints
from tests.properties.drafting.system import Blueprint
from tests.properties.keeping import kept
from tests.properties.quality import complaints
from tests.properties.words import every_word, words_of
from tests.properties.workspaces import Importer, generated, write
from tests.properties.writing import MAIN, Files, in_style, plainly, with_comments
from tests.samples.workspaces import Workspace

pytestmark = pytest.mark.slow

STYLES = st.integers(0, 2**16)
SHARE = 0.05
"""How many of the examples say each word, at least."""

ASYNCAPI = Draft7Validator(
    json.loads((Path(__file__).parents[1] / "schemas" / "asyncapi-3.0.0.json").read_text())
)


@pytest.fixture(scope="module")
def importer() -> Iterator[Importer]:
    """The process that imports what was generated."""
    with Importer() as process:
        yield process


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_valid_blueprint_checks_clean_and_becomes_a_workspace(shard: int, importer: Importer):
    @budget(-(-VALID // SHARDS), shard)
    @given(blueprints(), STYLES)
    def test(blueprint: Blueprint, style: int) -> None:
        files = in_style(blueprint, style)
        with kept(files, f"valid {shard}"):
            checks_clean(files)
            reads_as_written(blueprint, files)
            tree = generated(files)
            is_stable(blueprint, tree, style)
            imports(tree, importer)
            has_valid_contracts(tree)

    test()


def test_the_examples_say_every_word_of_the_language(capsys):
    counts = counted_words()
    said = {word: counts[word] / counts.total for word in sorted(every_word())}
    with capsys.disabled():  # on stderr, which the processes of a parallel run have in common
        print(f"\n{counts.total} examples; a word, and how many of them say it", file=sys.stderr)
        print(table(said), file=sys.stderr)
    assert counts.total >= VALID
    assert {word: share for word, share in said.items() if share < SHARE} == {}


def test_some_of_them_are_linted_typed_and_made_by_the_command(tmp_path: Path):
    """`blueprint new`, and then what takes too long for each: ruff and mypy of the workspace."""

    @budget(TYPED)
    @given(blueprints(), STYLES)
    def test(blueprint: Blueprint, style: int) -> None:
        files = in_style(blueprint, style)
        with kept(files, "linted"), commands.on_disk(files) as folder:
            assert commands.new(folder, folder / "made") == 0
            wrong = complaints(Workspace("made", folder / "made"), str(tmp_path))
            assert not wrong, wrong

    test()


def table(said: dict[str, float]) -> str:
    """The words with their shares, three in a line."""
    cells = [f"{100 * share:5.1f} % {word:42}" for word, share in said.items()]
    return "\n".join("".join(cells[at : at + 3]).rstrip() for at in range(0, len(cells), 3))


class Counts(Counter[str]):
    """How many examples say each word, of how many."""

    total: int


def counted_words() -> Counts:
    """Draws the same examples as the shards do, only to see what they say."""
    counts = Counts()
    examples = 0
    for shard in range(SHARDS):

        @budget(-(-VALID // SHARDS), shard)
        @given(blueprints(), STYLES)
        def count(blueprint: Blueprint, style: int) -> None:
            nonlocal examples
            document = read_text(plainly(blueprint)[MAIN]).document
            assert document is not None
            examples += 1
            counts.update(words_of(document, blueprint))

        count()
    counts.total = examples
    return counts


def checks_clean(files: Files) -> None:
    """Asserts that `check` has nothing to say, or notes at most."""
    with commands.on_disk(files) as folder:
        checked = commands.check(folder)
    assert checked.status == 0, checked.said


def reads_as_written(blueprint: Blueprint, files: Files) -> None:
    """Asserts that the text means the blueprint from which it was written."""
    others = {name: text for name, text in files.items() if name != MAIN}
    assert load_text(files[MAIN], files=others).data == blueprint


def is_stable(blueprint: Blueprint, tree: Tree, style: int) -> None:
    """Asserts that neither layout nor comments change a byte of what comes out."""
    again = generated(with_comments(plainly(blueprint), style))
    assert {path: file.content for path, file in again.items()} == {
        path: file.content for path, file in tree.items()
    }


def imports(tree: Tree, importer: Importer) -> None:
    """Asserts that the workspace imports, warnings as errors, and serves what it promises."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        write(tree, Path(folder))
        wrong = importer.wrong_with(Path(folder))
    assert not wrong, wrong


def has_valid_contracts(tree: Tree) -> None:
    """Asserts that the contracts are valid by the standards' own schemas."""
    for path, file in tree.items():
        name = path.rpartition("/")[2]
        if not path.startswith("contracts/"):
            continue
        document = json.loads(file.content)
        if name.startswith("openapi."):
            assert list(OpenAPIV31SpecValidator(document).iter_errors()) == [], path
        elif name.startswith("asyncapi."):
            assert list(ASYNCAPI.iter_errors(document)) == [], path
        else:
            Draft202012Validator.check_schema(document)
