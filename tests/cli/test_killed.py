"""Killed at any moment, `new` leaves no target or a whole one; and only one module writes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.small import ROOT, blueprint, made, run, tree


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

    for number in range(8):
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


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A new workspace of the shop."""
    return made(tmp_path)


def watched(*arguments: str | Path, cwd: Path) -> tuple[set[str], int]:
    """The programs that a run started, and how often the write module changed something."""
    done = run(*arguments, cwd=cwd, module="tests.cli.watching", PYTHONDONTWRITEBYTECODE="1")
    assert done.returncode == 0, done.stderr
    kinds = ("os.", "open ", "started ", "written ")
    *others, last = [line for line in done.stdout.splitlines() if line.startswith(kinds)]
    changed = [line for line in others if not line.startswith("started ")]
    assert changed == [], "somebody else than generator/write.py changes files"
    return {line.removeprefix("started ") for line in others}, int(last.removeprefix("written "))


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
