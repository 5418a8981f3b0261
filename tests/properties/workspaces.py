"""Workspaces of random blueprints: generated, written, and imported by a process that waits."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from blueprint.read import read_text
from blueprint.resolve import resolve
from generator import generate
from generator.tree import Tree
from tests.properties.writing import MAIN, Files
from tests.samples.workspaces import PYTHON

_WORKER = Path(__file__).with_name("worker.py")


def generated(files: Files) -> Tree:
    """The workspace of a valid blueprint, given by its files."""
    others = {name: text for name, text in files.items() if name != MAIN}
    document = read_text(files[MAIN], others).document
    if document is None:
        raise ValueError("the blueprint is not valid")
    return generate(resolve(document))


def write(tree: Tree, folder: Path) -> None:
    """Writes a workspace below *folder*."""
    made: set[Path] = set()
    for path, file in tree.items():
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(file.content)


class Importer:
    """The process that imports workspaces; see worker.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [str(PYTHON), "-W", "error", str(_WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_environment(),
        )

    def wrong_with(self, folder: Path) -> str:
        """What is wrong with the workspace in *folder*, empty where nothing is."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the process has no pipes")
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        answer: str = json.loads(self._process.stdout.readline() or '"the process has ended"')
        return answer

    def __enter__(self) -> "Importer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()


def _environment() -> Mapping[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"}
