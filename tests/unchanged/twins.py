"""One workspace twice: where it is known from earlier runs, and where nothing is known of it."""

import io
import os
import re
import shutil
import time
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from blueprint.cli import main
from tests.cli.small import tree

_TIMES = re.compile(r"^(plan|render|format) +[\d.]+ s\n", re.MULTILINE)
TICK = 30_000_000
"""Nanoseconds between two writes that tests wait for, instead of the seconds of real life."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered, without the times that its steps took."""

    status: int
    out: str
    err: str


def sync(root: Path, cache: Path | None) -> Done:
    """`blueprint sync` in *root*, with what is kept in *cache*, or with nothing kept."""
    out, told = io.StringIO(), io.StringIO()
    os.environ["BLUEPRINT_CACHE"] = str(cache) if cache else "off"
    try:
        with chdir(root), redirect_stdout(out), redirect_stderr(told):
            status = main(["sync"])
    finally:
        os.environ.pop("BLUEPRINT_CACHE")
    return Done(status, out.getvalue(), _TIMES.sub("", told.getvalue()))


@dataclass(frozen=True, slots=True)
class Twins:
    """A workspace below *folder*, which is known by what is kept beside it."""

    folder: Path

    @property
    def root(self) -> Path:
        """Where the workspace lies."""
        return self.folder / "known"

    @property
    def cache(self) -> Path:
        """Where is kept what its runs know."""
        return self.folder / "cache"

    def settle(self) -> None:
        """Lets runs find that there is nothing to do, if that is so, and keep it."""
        for _ in range(3):
            time.sleep(2 * TICK / 1e9)
            sync(self.root, self.cache)

    def differ(self) -> str:
        """What a run does otherwise where the workspace is known; empty where nothing."""
        other = self.folder / "other"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.root, other, symlinks=True)
        known, unknown = sync(self.root, self.cache), sync(other, None)
        if known != unknown:
            return f"{known} != {unknown}"
        ours, theirs = tree(self.root), tree(other)
        paths = sorted(p for p in ours.keys() | theirs.keys() if ours.get(p) != theirs.get(p))
        return ", ".join(paths)
