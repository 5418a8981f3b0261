"""Makes one workspace again and again, killed a call of the write module later each time.

`python -m tests.cli.killing FOLDER` prints how many calls there were, and exits with 1 as soon as
a killed run leaves something else than nothing or a whole workspace.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from blueprint.read import read
from blueprint.resolve import resolve
from generator import creating, generate, write
from tests.cli.small import TEMPLATES, blueprint, tree

CALLS = [
    "chmod",
    "close",
    "fsync",
    "mkdir",
    "open",
    "rename",
    "replace",
    "rmdir",
    "unlink",
    "write",
]


def main(folder: Path) -> int:
    """0 when no kill left anything between nothing and all."""
    composed = compose(blueprint(folder / "source"))
    killed = 0
    while not finished(folder / "ws", composed, killed):
        if not whole_or_nothing(folder / "ws", composed):
            print(f"killed at call {killed}, it left a part", file=sys.stderr)
            return 1
        killed += 1
        remove(folder / "ws")
    if sorted(path.name for path in folder.iterdir()) != ["source", "ws"]:
        print(f"left behind: {list(folder.iterdir())}", file=sys.stderr)
        return 1
    print(killed)
    return 0


def compose(source: Path) -> creating.Composed:
    """The shop's workspace, still in memory."""
    reading = read(source)
    assert reading.document is not None
    system = resolve(reading.document, frozenset())
    files = {path: text.encode() for path, text in reading.files.items()}
    return creating.compose(generate(system, root=TEMPLATES), files, {})


def finished(target: Path, composed: creating.Composed, calls: int) -> bool:
    """Makes the workspace in a process that dies at a call; whether it lived to the end."""
    child = os.fork()
    if not child:
        die_at(calls)
        creating.create(target, composed)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


def die_at(calls: int) -> None:
    """Lets this process kill itself instead of making that call of the write module."""
    left = calls

    def deadly(name: str) -> None:
        real: Callable[..., object] = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            nonlocal left
            if from_write_module():
                if left <= 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
            return real(*arguments, **named)

        setattr(os, name, call)

    for name in CALLS:
        deadly(name)


def from_write_module() -> bool:
    """Whether generator/write.py is among the callers."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        if frame.f_code.co_filename == write.__file__:
            return True
    return False


def whole_or_nothing(target: Path, composed: creating.Composed) -> bool:
    """Whether there is no target, or all of it."""
    if not target.exists():
        return True
    return tree(target) == composed.files and (target / ".git" / "HEAD").is_file()


def remove(target: Path) -> None:
    """Removes a whole workspace that was made just before the kill."""
    import shutil

    shutil.rmtree(target, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
