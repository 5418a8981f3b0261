"""A reader who does what a page says: types its commands, writes its files, makes its changes."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.manual.blocks import Block, Command, commands, is_as_told
from tests.samples.workspaces import PYTHON, ROOT


@dataclass
class Reader:
    """Somebody at a terminal; `at` is the folder in which they are."""

    at: Path

    def follow(self, block: Block) -> None:
        """Does what *block* shows; AssertionError where it cannot be done, or goes another way."""
        match block.kind:
            case "console":
                for command in commands(block):
                    self._type(command, block)
            case "diff":
                self._change(self.at / block.title, block)
            case _ if block.title:
                self._write(self.at / block.title, block.text)

    def _type(self, command: Command, block: Block) -> None:
        words = shlex.split(command.words)
        if words[0] == "cd":
            self.at = self.at / words[1]
            return
        done = self._run(words)
        where = f"line {block.line}: $ {command.words}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        assert done.returncode == command.status, where
        assert is_as_told(command.printed, done.stdout), where

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
        if words[0] == "blueprint":
            words, path = [sys.executable, "-P", "-m", *words], str(ROOT)
        else:
            assert words[0] == "make", words
            made = ["-s", "-o", ".venv/.ready", f"BIN={PYTHON.parent}"]  # the environment is there
            sources = [self.at, *sorted(self.at.glob("*/*/src"))]
            words, path = [*words, *made], os.pathsep.join(map(str, sources))
        return subprocess.run(
            words,
            cwd=self.at,
            env=clean | {"PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=600,
        )

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _change(self, path: Path, block: Block) -> None:
        """The lines that stay and go are found as they stand; without any, the rest is the end."""
        lines = block.text.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        text = path.read_text(encoding="utf-8")
        assert not old or text.count(old) == 1, f"line {block.line}: {path.name} has no such lines"
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
