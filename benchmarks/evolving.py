"""One workspace that goes through changes, each followed by a `sync` as a process of its own."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Ran, python
from benchmarks.synthetic import add_context, add_field, write_blueprint
from generator.resources import templates_root

NOTHING, FIELD, CONTEXT, TEMPLATE = (
    "nothing changed",
    "one field",
    "one context added",
    "template update",
)
CHANGES = (NOTHING, FIELD, CONTEXT, TEMPLATE)
_ANSWERS = ".copier-answers.yml"  # which Copier's template brings along itself
_LINE = "# Another version has a line more.\n"
_SYNC = ("-m", "blueprint", "sync")
_ALLOWED = (0, 1)  # what is left to people, as a migration to look at, is no failure

Files = Mapping[str, bytes]
Stats = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change took, and which files other than git's it touched."""

    ran: Ran
    touched: list[str]


class Evolving:
    """A new workspace of *contexts* contexts below a folder, synced once."""

    def __init__(self, folder: Path, contexts: int, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._contexts = contexts
        self._environment = environment
        self.root = folder / "workspace"
        source = write_blueprint(folder / "source", contexts)
        python(
            ["-m", "blueprint", "new", str(self.root), "--from", str(source)], folder, environment
        )
        self._sync(*_SYNC)

    def change(self, what: str) -> Changed:
        """Makes one of the changes, and syncs."""
        command: Sequence[str] = _SYNC
        if what == FIELD:
            add_field(self.root, 0)
        elif what == CONTEXT:
            add_context(self.root, self._contexts)
        elif what == TEMPLATE:
            templates = other_templates(self._folder / "templates")
            command = ("-m", "benchmarks.elsewhere", str(templates), "sync")
        return self._sync(*command)

    def files(self) -> dict[str, bytes]:
        """What the workspace holds, but for git's, Blueprint's records and Copier's answers."""
        paths = _stats(self.root, ".blueprint").keys() - {_ANSWERS}
        return {path: (self.root / path).read_bytes() for path in sorted(paths)}

    def _sync(self, *command: str) -> Changed:
        before = _stats(self.root)
        ran = python(command, self.root, self._environment, _ALLOWED)
        after = _stats(self.root)
        paths = before.keys() | after.keys()
        touched = sorted(path for path in paths if before.get(path) != after.get(path))
        return Changed(ran, touched)


def other_templates(folder: Path) -> Path:
    """A copy of the templates in which every Python file has a line more, migrations aside."""
    if not folder.exists():
        shutil.copytree(templates_root(), folder)
        for path in [*folder.rglob("*.py.jinja"), *folder.rglob("*.py")]:
            if "migrations" not in path.parts and "_macros" not in path.parts:
                path.write_text(path.read_text(encoding="utf-8") + _LINE, encoding="utf-8")
    return folder


def _stats(root: Path, *left_out: str) -> Stats:
    """Each file below *root*, git's aside: which one it is, and when it was last written."""
    found: Stats = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", *left_out)]
        for name in names:
            stat = os.lstat(f"{folder}/{name}")
            path = Path(folder, name).relative_to(root).as_posix()
            found[path] = (stat.st_ino, stat.st_mtime_ns)
    return found
