"""Nothing in the README is untried."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.system import free_port, wait_until_ready
from tests.samples.workspaces import ROOT, shared

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text below one heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def fenced(text: str) -> str:
    """What stands between the first pair of fences."""
    found = re.search(r"```\w*\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


def commands(title: str) -> list[str]:
    """The indented commands of a section, without what is said of them."""
    lines = re.findall(r"^    (\S.*)$", section(title), re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in lines]


def test_it_says_what_a_newcomer_asks_in_that_order() -> None:
    headings = re.findall(r"^## (.*)$", README, re.MULTILINE)
    assert headings == [
        "Two commands",
        "A blueprint of one screen",
        "What comes out",
        "What to do next",
    ]
    assert len(re.findall(r"\.(?:\n|$)", README.partition("\n## ")[0])) == 3


def test_the_two_commands_are_goals_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert commands("Two commands") == ["make demo", "make test"]
    assert all(re.search(rf"^{goal}:", makefile, re.MULTILINE) for goal in ("demo", "test"))


def test_the_blueprint_of_one_screen_is_the_sample() -> None:
    sample = ROOT / "sample_blueprints" / "hello" / "blueprint.yaml"
    assert fenced(section("A blueprint of one screen")) == sample.read_text(encoding="utf-8")


def tree() -> list[str]:
    """Every path that the drawn tree names, relative to its root."""
    parents: list[str] = []
    found = []
    for line in fenced(section("What comes out")).splitlines()[1:]:
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r"\s{3,}", line.strip())[0].split("  ")
        parents[depth - 1 :] = [names[0]]
        found += ["".join([*parents[: depth - 1], name]) for name in names]
    return found


def test_the_tree_is_the_one_that_comes_out(run_folder: Path) -> None:
    workspace = shared("hello", run_folder)
    assert len(tree()) > 20
    assert [path for path in tree() if not (workspace.path / path).exists()] == []


def test_every_subcommand_that_it_names_exists() -> None:
    named = re.findall(r"(?:^    |bin/|`)blueprint ([a-z]+)", README, re.MULTILINE)
    named += ["eject", "show", "schema"]
    told = subprocess.run(
        [sys.executable, "-m", "blueprint", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert len(named) > 7
    assert [name for name in named if not re.search(rf"^\s+{name}\b", told, re.MULTILINE)] == []


@pytest.mark.slow
def test_what_to_do_next_can_be_done(tmp_path: Path) -> None:
    """Every command of the section, in a checkout beside which there is room."""
    new, *makes = [line for line in commands("What to do next") if "../tasks" in line]
    here = tmp_path / "checkout"
    here.mkdir()
    (here / ".venv").symlink_to(ROOT / ".venv")
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DATABASE_URL"}}
    for command in [new, *makes[:-1]]:
        done = subprocess.run(
            command.split(), cwd=here, env=clean, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    assert makes[-1] == "make -C ../tasks run"
    boot(tmp_path / "tasks", clean)


def boot(workspace: Path, environment: dict[str, str]) -> None:
    """What `make run` runs, on a free port: the first request is answered."""
    port = free_port()
    log = workspace / "boot.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [".venv/bin/uvicorn", "main:app", "--port", str(port)],
            cwd=workspace,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            answer = first_request(workspace, port)
        finally:
            process.terminate()
            process.wait(30)
    assert json.loads(answer) == {"items": [], "next": None}


def first_request(workspace: Path, port: int) -> str:
    """What the workspace's own README says to try first."""
    readme = (workspace / "README.md").read_text(encoding="utf-8")
    script = readme.partition("## A first request")[2].partition("\n## ")[0]
    lines = [line for line in script.splitlines() if line.startswith("    ")]
    told = "\n".join(lines).replace("localhost:8000", f"127.0.0.1:{port}")
    done = subprocess.run(["bash", "-ec", told], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_inside_a_workspace_check_sync_and_todo_have_nothing_to_say(
    run_folder: Path, tmp_path: Path
) -> None:
    workspace = tmp_path / "tasks"
    shutil.copytree(shared("hello", run_folder).path, workspace)
    for command in ("check", "sync", "todo", "rule"):
        done = subprocess.run(
            [sys.executable, "-m", "blueprint", command],
            cwd=workspace,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
