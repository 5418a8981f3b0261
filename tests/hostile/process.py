"""The command as a process with little memory, little time, and no terminal; or in this one."""

import gc
import io
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from blueprint.cli import main

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
MOST_MEMORY = 300 * MIB
MOST_SECONDS = 2.0
_HANGS = 30  # seconds of CPU after which a process is taken to hang
_ROOM = 2048 * MIB  # address space: what is mapped and never touched counts, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a process said and took: memory in bytes at its peak, seconds of CPU."""

    status: int
    stdout: bytes
    stderr: bytes
    memory: int
    seconds: float

    @property
    def said(self) -> str:
        """Both outputs as text."""
        return (self.stdout + self.stderr).decode("utf-8", errors="replace")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_HANGS, _HANGS))
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def blueprint(
    *arguments: str | bytes | Path,
    cwd: Path,
    module: str = "tests.hostile.command",
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Done:
    """`blueprint ARGUMENTS` in *cwd*; *before* is called in the new process, under its limits."""

    def prepare() -> None:
        _limited()
        before()

    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.NamedTemporaryFile() as peak,
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", module, *map(os.fsencode, arguments)],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PEAK": peak.name, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            preexec_fn=prepare,
        )
        _, ended, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(ended)
        out.seek(0), err.seek(0)
        return Done(
            status=process.returncode,
            stdout=out.read(),
            stderr=err.read(),
            memory=int(peak.read() or used.ru_maxrss * 1024),
            seconds=used.ru_utime + used.ru_stime,
        )


def inside(*arguments: str, cwd: Path) -> Done:
    """The same in this process: quick, for what takes no memory and no time worth a limit."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    gc.unfreeze()  # the command keeps all that it made, as it ends with it
    said = (stream.getvalue().encode(errors="backslashreplace") for stream in (out, err))
    stdout, stderr = said
    return Done(status=status, stdout=stdout, stderr=stderr, memory=0, seconds=0)
