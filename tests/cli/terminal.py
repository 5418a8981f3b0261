"""The command at a terminal: a pseudo-terminal that types when it has read what is asked."""

import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.cli.small import ROOT

ENTER, LEAVE, SPACE = "\r", "\x03", " "
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")


class Terminal:
    """A process at the other end of a pseudo-terminal; closes it when the block is left."""

    def __init__(self, arguments: Sequence[str], cwd: Path) -> None:
        self.shown = ""
        self._read_to = 0
        self._process, self._line = pty.fork()
        if self._process == 0:
            environment = os.environ | {
                "PYTHONPATH": str(ROOT), "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm",
                "COLUMNS": "160", "LINES": "60",
            }  # fmt: skip
            os.chdir(cwd)
            os.execve(sys.executable, [sys.executable, *arguments], environment)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._line)
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)

    def answer(self, question: str, keys: str) -> None:
        """Waits until *question* stands there, behind what was answered before, and types."""
        self.wait_for(question)
        os.write(self._line, keys.encode())

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Reads on until *text* is shown."""
        until = time.monotonic() + seconds
        while (found := self.shown.find(text, self._read_to)) < 0:
            assert time.monotonic() < until, f"{text!r} is not in\n{self.shown[self._read_to :]}"
            if not self._read():
                raise AssertionError(f"ended without {text!r}:\n{self.shown[self._read_to :]}")
        self._read_to = found + len(text)

    def status(self) -> int:
        """Reads to the end; the exit status."""
        while self._read():
            pass
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bool:
        """Reads what is there; False at the end."""
        ready, _, _ = select.select([self._line], [], [], 60)
        assert ready, f"nothing more came after\n{self.shown}"
        try:
            told = os.read(self._line, 65536)
        except OSError:  # what Linux answers when the other end is closed
            return False
        self.shown += _CODES.sub("", told.decode(errors="replace"))
        return bool(told)
