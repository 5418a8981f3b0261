"""Why `check` is quick, without a clock: what it leaves out, and what it does but once."""

import cProfile
import gc
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from benchmarks.landscape import write_landscape
from blueprint.cli import main
from blueprint.document.word import Word
from blueprint.read import read
from tests.cli.small import ROOT, made, run

DIAGNOSTICS = ROOT / "sample_blueprints" / "diagnostics"

GENERATING = [
    "asyncio",
    "blueprint.model",
    "blueprint.resolve",
    "concurrent",
    "generator",
    "jinja2",
]
RENDERING = [name for name in GENERATING if name != "generator"]
ASKING = ["copier", "prompt_toolkit", "questionary", "rich"]
READING = ["blueprint.document", "blueprint.load", "blueprint.rules", "pydantic", "yaml"]

SAYING_MODULES = """
import sys
from blueprint.cli import main
status = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def python(
    code: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Runs *code* in a process of its own, in *folder*."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment),
        capture_output=True, text=True, check=True,
    )  # fmt: skip


def modules_after(*arguments: str) -> set[str]:
    """The names of all modules that a command has imported by its end."""
    done = subprocess.run(
        [sys.executable, "-c", SAYING_MODULES, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stderr.split())


@pytest.mark.parametrize("unneeded", GENERATING + ASKING)
def test_check_imports_nothing_that_generates_or_asks(unneeded: str, checking: set[str]) -> None:
    assert unneeded not in checking


@pytest.fixture(scope="module")
def checking() -> set[str]:
    return modules_after("check", str(DIAGNOSTICS))


def test_check_in_a_workspace_that_follows_imports_nothing_that_generates(tmp_path: Path) -> None:
    workspace = made(tmp_path)

    assert modules_after("check", str(workspace)).isdisjoint(GENERATING)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workspace that an earlier run found to follow its blueprint, and where that is kept."""
    folder = tmp_path_factory.mktemp("followed")
    kept = {"BLUEPRINT_CACHE": str(folder / "cache")}
    workspace = made(folder)
    assert run("sync", cwd=workspace, **kept).returncode == 0
    return workspace, kept


@pytest.mark.parametrize("heavy", [*RENDERING, *ASKING, *READING, "typer"])
def test_sync_of_what_did_not_change_imports_nothing_that_reads_or_generates(
    heavy: str, followed: tuple[Path, dict[str, str]]
) -> None:
    workspace, kept = followed
    done = python(SAYING_SYNC, workspace, kept)

    assert "Nothing to do" in done.stdout
    assert heavy not in done.stderr.split()


SAYING_SYNC = """
import sys
from tests.cli.small import TEMPLATES
import generator
generator.templates_root = lambda: TEMPLATES
from blueprint.entry import main
sys.argv = ["blueprint", "sync"]
main()
print(*sys.modules, file=sys.stderr)
"""


def test_a_field_of_one_context_renders_no_template_of_another(
    followed: tuple[Path, dict[str, str]],
) -> None:
    workspace, kept = followed
    sales = workspace / "contexts" / "sales.yaml"
    sales.write_text(sales.read_text().replace("note: text", "memo: text optional, note: text"))

    done = python(SAYING_RENDERED, workspace, kept)

    assert set(done.stderr.splitlines()[-1].split()) == {"None", "sales"}


SAYING_RENDERED = """
import sys
from tests.cli.small import use_small_templates
from blueprint.cli import main
from generator import render
use_small_templates()
real, seen = render.render, set()
def noting(planned, root):
    planned = list(planned)
    seen.update(one.context for one in planned)
    return real(planned, root)
render.render = noting
main(["sync"])
print(*seen, file=sys.stderr)
"""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_what_reads_no_blueprint_imports_nothing_that_does(option: str) -> None:
    assert modules_after(option).isdisjoint(READING + GENERATING + ASKING)


def test_one_validator_is_built_for_all_words() -> None:
    built = subprocess.run(
        [sys.executable, "-c", SAYING_VALIDATORS, str(DIAGNOSTICS)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert built.stdout.split() == ["Document"]


SAYING_VALIDATORS = """
import sys
from pathlib import Path
from blueprint.read import read
from tests.cli.test_quickness import words
assert read(Path(sys.argv[1])).valid
print(*[word.__name__ for word in words() if word.__pydantic_complete__])
"""


def words(above: type[Word] = Word) -> Iterator[type[Word]]:
    """Every class of the document."""
    for word in above.__subclasses__():
        yield word
        yield from words(word)


def test_no_unused_objects_are_searched_for_while_a_command_runs() -> None:
    searches: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        searches.append(phase)

    gc.callbacks.append(note)
    try:
        main(["check", str(DIAGNOSTICS)])
        during = list(searches)
        gc.collect()
    finally:
        gc.callbacks.remove(note)

    assert (during, searches) == ([], ["start", "stop"])
    assert gc.isenabled()


def test_no_plugin_of_pydantic_has_a_say(tmp_path: Path) -> None:
    installed = tmp_path / "loud-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text("[pydantic]\nloud = loud:plugin\n")
    (tmp_path / "loud.py").write_text("print('a plugin is here')\nplugin = None\n")
    done = subprocess.run(
        [sys.executable, "-m", "blueprint", "check", str(DIAGNOSTICS)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "plugin" not in done.stdout


def test_four_times_the_contexts_are_four_times_the_work(tmp_path: Path) -> None:
    few, many = (write_landscape(tmp_path / str(size), size) for size in (20, 80))
    calls(few)  # what is built once is built now

    assert calls(many) < 4.2 * calls(few)


def calls(blueprint: Path) -> int:
    """How many times a function is called, or a generator goes on, while a blueprint is read."""
    with cProfile.Profile() as profile:
        reading = read(blueprint)
    assert reading.diagnostics == []
    return sum(entry.callcount for entry in profile.getstats())
