"""A reader who does what a page says: types its commands, writes its files, makes its changes."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.manual.blocks import Block, Command, commands, is_as_told
from tests.samples.workspaces import PYTHON, ROOT


@dataclass
class Reader:
    """Somebody at a terminal.

    `at` is the folder in which they are, `tool` the tree of the `blueprint` that they have, and
    `newer` of the one that they would get; `settings` are set for every command.
    """

    at: Path
    tool: Path = ROOT
    newer: Path = ROOT
    settings: Mapping[str, str] = field(default_factory=dict)

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
        match words[0]:
            case "cd":
                self.at = self.at / words[1]
                return
            case "pip":
                assert words[1:] == ["install", "--quiet", "--upgrade", "domain-blueprint"]
                self.tool = self.newer
                return
        done = self._run(words)
        where = f"line {block.line}: $ {command.words} ({done.returncode})\n{done.stdout[-6000:]}"
        assert done.returncode == command.status, where
        assert is_as_told(command.printed, done.stdout), where

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        """Its status, and what a terminal shows: both outputs, in the order of their lines."""
        clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "TMPDIR"}}
        words, path = self._meant(words)
        ours = {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            words,
            cwd=self.at,
            env=clean | dict(self.settings) | ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )

    def _meant(self, words: list[str]) -> tuple[list[str], str]:
        """The command as it is run here, and where its Python finds modules."""
        match words[0]:
            case "blueprint":
                return [sys.executable, "-P", "-m", *words], str(self.tool)
            case "make":  # the environment is there
                made = ["-s", "-o", ".venv/.ready", f"BIN={PYTHON.parent}"]
                sources = [self.at, *sorted(self.at.glob("*/*/src"))]
                return [*words, *made], os.pathsep.join(map(str, sources))
        assert words[0] in {"git", "cat"}, words
        return words, ""

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
