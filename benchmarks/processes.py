"""Commands as processes of their own: what they take on the clock and of CPU."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a command: seconds on the clock and of CPU, and what it printed."""

    clock: float
    cpu: float
    said: str


def environment(bytecode: Path) -> dict[str, str]:
    """The environment of commands whose bytecode is kept in a folder, as an installation's is.

    What they keep from one run to the next lies beside it; git has no settings of this machine's.
    """
    rest = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return rest | {
        "PYTHONPYCACHEPREFIX": str(bytecode),
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "XDG_CACHE_HOME": str(bytecode.with_name("cache")),
        "TMPDIR": str(bytecode.parent),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def python(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    allowed: Iterable[int] = (0,),
) -> Ran:
    """Runs `python` with *arguments*; raises RuntimeError for a status that is not *allowed*."""
    started, before = time.perf_counter(), _of_children()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    ran = Ran(time.perf_counter() - started, _of_children() - before, done.stdout)
    if done.returncode not in allowed:
        said = f"{done.stdout}\n{done.stderr}"[-2000:]
        raise RuntimeError(f"{' '.join(arguments)} ended with status {done.returncode}:\n{said}")
    return ran


def git(folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
    """Runs git in *folder* as somebody."""
    named = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
    command = ["git", *named, "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)


def _of_children() -> float:
    """Seconds of CPU that processes have used which this one waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
