"""The command on a sample, with the templates that users get."""

import json
import shutil
from pathlib import Path

import pytest

from generator.emit import emit_part
from generator.plan import orphans, plan, read_rows
from generator.resources import templates_root
from tests.cli.small import ROOT, run, tree


@pytest.fixture(scope="module")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace of the sample hello; nobody changes it."""
    folder = tmp_path_factory.mktemp("hello")
    done = run("new", "hello", "--from", "hello", cwd=folder, module="blueprint")
    assert done.returncode == 0, done.stderr
    return folder / "hello"


def test_every_template_has_one_row_and_every_emitter_is_there() -> None:
    from blueprint.read import read
    from blueprint.resolve import resolve

    assert orphans(templates_root()) == []
    reading = read(ROOT / "sample_blueprints" / "hello")
    assert reading.document is not None
    system, rows = resolve(reading.document, frozenset()), read_rows(templates_root())
    assert plan(system, templates_root(), rows)
    emitted = [file for part in (None, *system.contexts) for file in emit_part(system, part, rows)]
    assert "contracts/tasks/openapi.v1.json" in {file.path for file in emitted}


def test_a_sample_is_sound_and_its_workspace_has_nothing_to_do(hello: Path) -> None:
    for call, said in (
        (["check"], "Nothing to say: the blueprint is sound.\n"),
        (["sync"], "Nothing to do: the workspace follows its blueprint.\n"),
        (["todo"], "Nothing is unwritten.\n"),
    ):
        done = run(*call, cwd=hello, module="blueprint")
        assert (done.returncode, done.stdout) == (0, said), done.stderr


def test_the_schema_that_an_editor_looks_for_is_there(hello: Path) -> None:
    for name, part in (("system.schema.json", "system"), ("context.schema.json", "context")):
        said = run("schema", part, cwd=hello, module="blueprint").stdout
        assert json.loads((hello / ".blueprint" / name).read_text()) == json.loads(said)


def test_every_file_is_on_record_or_the_users(hello: Path) -> None:
    records = [*hello.glob(".blueprint/*.jsonl"), *hello.glob(".blueprint/contexts/*.jsonl")]
    lines = [json.loads(line) for file in records for line in file.read_text().splitlines()]
    known = {line["path"] for line in lines if "path" in line}

    others = {path for path in tree(hello).keys() - known if not path.startswith(".blueprint/")}
    assert others == {"blueprint.yaml", ".copier-answers.yml"}


def test_an_ejected_operation_leaves_a_workspace_that_follows(hello: Path, tmp_path: Path) -> None:
    workspace = shutil.copytree(hello, tmp_path / "hello")

    done = run("eject", "tasks.FinishTask", cwd=workspace, module="blueprint")

    assert done.returncode == 0, done.stderr
    fill = workspace / "services/tasks/src/hello_tasks/application/finish_task.py"
    assert "async def finish_task(" in fill.read_text()
    assert (
        "def finish_task("
        not in (workspace / "services/tasks/src/hello_tasks/operations.py").read_text()
    )
    assert run("sync", cwd=workspace, module="blueprint").stdout.startswith("Nothing to do")
    assert run("todo", cwd=workspace, module="blueprint").returncode == 0
