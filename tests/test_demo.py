"""The demo keeps its word: it ends well, and stopped in the middle it leaves nothing running."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demo.report import BrokenError, Report
from tests.samples.workspaces import ROOT


def start(folder: Path) -> subprocess.Popen[str]:
    """`make demo`, less its set-up, into *folder*."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.demo", os.path.relpath(folder, ROOT)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def running_in(folder: Path) -> list[str]:
    """The processes whose working folder lies in *folder*."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = os.readlink(process / "cwd")
        except OSError:
            continue
        if where.startswith(str(folder)):
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


@pytest.mark.slow
def test_it_plays_its_story_to_the_end(tmp_path: Path) -> None:
    process = start(tmp_path)
    told, _ = process.communicate(timeout=600)
    assert process.returncode == 0, told
    steps = re.search(r"^(\d+) steps, each as promised", told, re.MULTILINE)
    assert steps is not None
    assert int(steps[1]) == len(re.findall(r"^  ok  ", told, re.MULTILINE)) > 30
    assert running_in(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("until", ["running its own tests", "it serves", "the order is placed"])
def test_stopped_with_ctrl_c_it_leaves_nothing_running(tmp_path: Path, until: str) -> None:
    process = start(tmp_path)
    assert process.stdout is not None
    for line in process.stdout:
        if until in line:
            break
    time.sleep(0.2)  # well into the next step
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    assert process.wait(60) == 130
    assert running_in(tmp_path) == []


def test_a_step_that_is_not_as_promised_ends_it() -> None:
    with pytest.raises(BrokenError, match="the answer: promised 404, seen 200"):
        Report().expect(404, 200, "the answer")
