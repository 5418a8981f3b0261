"""Stopped at any moment, a run leaves old or new, and the next is clean; one package writes."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.small import ROOT, blueprint, made, run, tree

pytestmark = pytest.mark.slow


def test_killed_at_each_call_of_the_write_module_it_leaves_nothing_or_the_whole(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.killing", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_killed_at_any_time_it_leaves_nothing_or_the_whole(tmp_path: Path) -> None:
    source = blueprint(tmp_path / "source")
    whole = tree(made(tmp_path, "whole"))
    started = time.monotonic()
    made(tmp_path, "timed")
    lasts = time.monotonic() - started
    moments = random.Random(2)

    for number in range(3):
        target = tmp_path / f"ws{number}"
        command = [
            sys.executable,
            "-m",
            "tests.cli.small",
            "new",
            str(target),
            "--from",
            str(source),
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(lasts * 0.4, lasts * 1.1))
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert not target.exists() or tree(target) == whole

    assert run("new", target, "--from", source, cwd=tmp_path).returncode in (0, 3)
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(f".{target.name}.")]
    assert left == [], "the next run of that name removes what a killed one left"


def stopped(scenario: str, folder: Path) -> tuple[int, str]:
    """How often a run was stopped without leaving what it must not, and all that runs said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.stopping", scenario, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return int(done.stdout.split()[-1]), done.stderr


def test_a_sync_killed_at_each_call_leaves_old_or_new_and_the_next_run_makes_it_whole(
    tmp_path: Path,
) -> None:
    assert stopped("killed", tmp_path)[0] > 90


def test_a_disk_that_is_full_from_any_call_on_leaves_old_or_what_the_next_run_finishes(
    tmp_path: Path,
) -> None:
    runs, said = stopped("full", tmp_path)

    assert runs > 90
    assert said.count("No space left on device") >= runs - 10  # the last calls only tidy up


def test_a_call_that_is_refused_leaves_old_or_what_the_next_run_finishes(tmp_path: Path) -> None:
    runs, said = stopped("refused", tmp_path)

    assert runs > 30
    assert "Permission denied; the run is decided, but not finished" in said


def test_a_recovery_killed_at_each_call_is_finished_by_the_next(tmp_path: Path) -> None:
    assert stopped("recovering", tmp_path)[0] > 90


def test_what_is_edited_after_a_kill_stays_and_its_would_be_text_lies_beside(
    tmp_path: Path,
) -> None:
    assert stopped("edited", tmp_path)[0] >= 20


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace of the shop, to be copied."""
    return made(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def workspace(shop: Path, tmp_path: Path) -> Path:
    """A workspace of the shop that nobody else changes."""
    shutil.copytree(shop, tmp_path / "ws")
    return tmp_path / "ws"


def watched(*arguments: str | Path, cwd: Path) -> tuple[set[str], int]:
    """The programs that a run started, and how often the write package changed something.

    What is kept beside all workspaces, in the user's folder of caches, does not count.
    """
    cache = f"{cwd.parent / cwd.name}-cache"
    done = run(
        *arguments,
        cwd=cwd,
        module="tests.cli.watching",
        PYTHONDONTWRITEBYTECODE="1",
        BLUEPRINT_CACHE=cache,
    )
    assert done.returncode == 0, done.stderr
    kinds = ("os.", "open ", "started ", "written ")
    *others, last = [line for line in done.stdout.splitlines() if line.startswith(kinds)]
    changed = [line for line in others if not line.startswith("started ") and cache not in line]
    assert changed == [], "somebody else than generator/write/ changes files"
    started = {line.removeprefix("started ") for line in others if line.startswith("started ")}
    return started, int(last.removeprefix("written "))


def test_new_writes_through_one_module_alone(tmp_path: Path) -> None:
    source = blueprint(tmp_path / "source")

    programs, writes = watched("new", "ws", "--from", source, cwd=tmp_path)

    assert programs == {"ruff", "git"}
    assert writes > len(tree(tmp_path / "ws"))


def test_sync_and_eject_write_through_one_module_alone(workspace: Path) -> None:
    sales = workspace / "contexts" / "sales.yaml"
    sales.write_text(sales.read_text().replace("note: text optional", "size: int"))

    for command in (["sync"], ["eject", "sales.PlaceOrder"]):
        programs, writes = watched(*command, cwd=workspace)
        assert programs == {"ruff"}
        assert writes > 3


MODEL = "services/sales/src/shop_sales/model/order.py"


def change(workspace: Path) -> None:
    sales = workspace / "contexts" / "sales.yaml"
    sales.write_text(sales.read_text().replace("note: text optional", "note: text, size: int"))


def seen_by_git(workspace: Path, place: str) -> str:
    command = ["git", "status", "--porcelain", "--untracked-files=all", "--", place]
    return subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=True).stdout


def killed_sync(workspace: Path) -> None:
    """Leaves a run that was decided, and killed before the second file took its place."""
    change(workspace)
    done = run("sync", cwd=workspace, module="tests.cli.dying", SIGNAL="KILL", AFTER="3")
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_the_next_run_says_whose_run_it_finished_and_then_nothing_is_to_do(
    workspace: Path,
) -> None:
    killed_sync(workspace)

    finished = run("sync", cwd=workspace)
    again = run("sync", cwd=workspace)

    assert re.search(
        r"an interrupted run of process \d+, begun \d+ seconds? ago, was finished", finished.stderr
    )
    assert (finished.returncode, again.returncode) == (0, 0), finished.stderr
    assert "Nothing to do" in again.stdout
    assert "interrupted" not in again.stderr
    assert "size" in (workspace / MODEL).read_text()


def test_a_plan_says_that_an_interrupted_run_waits_and_git_sees_nothing_of_it(
    workspace: Path,
) -> None:
    killed_sync(workspace)
    before = tree(workspace)

    planned = run("sync", "--plan", cwd=workspace)

    assert planned.returncode == 1
    assert re.search(r"an interrupted run of process \d+, begun .* ago, waits", planned.stdout)
    assert tree(workspace) == before
    assert seen_by_git(workspace, ".blueprint/run") == ""


def test_an_edit_after_a_kill_is_named_and_asks_for_somebody(workspace: Path) -> None:
    readme = workspace / "README.md"
    readme.write_text(readme.read_text() + "\nMine.\n")
    killed_sync(workspace)
    (workspace / MODEL).write_text("# mine\n")

    done = run("sync", cwd=workspace)

    assert done.returncode == 3
    assert f"{MODEL}: it was edited meanwhile, and is left as it is" in done.stderr
    assert (workspace / MODEL).read_text() == "# mine\n"
    assert "size" in (workspace / ".blueprint" / "proposed" / MODEL).read_text()


def test_a_second_run_is_refused_with_the_process_and_the_age_of_the_first(
    workspace: Path,
) -> None:
    change(workspace)
    command = [sys.executable, "-m", "tests.cli.dying", "sync"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SIGNAL": "STOP", "AFTER": "2"}
    first = subprocess.Popen(
        command, cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert os.WIFSTOPPED(os.waitpid(first.pid, os.WUNTRACED)[1])
        before = tree(workspace)
        second = run("sync", cwd=workspace)
        planned = run("sync", "--plan", cwd=workspace)
        assert tree(workspace) == before
    finally:
        first.send_signal(signal.SIGCONT)
    said = first.communicate(timeout=60)[1]

    assert second.returncode == 4
    who = rf"process {first.pid}, begun \d+ \w+ ago, is changing this workspace"
    assert re.search(who, second.stderr), second.stderr
    assert "interrupted" not in planned.stdout
    assert first.returncode == 0, said
    assert "Nothing to do" in run("sync", cwd=workspace).stdout
