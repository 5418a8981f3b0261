"""Makes one workspace again and again, killed a call of the write package later each time.

`python -m tests.cli.killing FOLDER` prints how many calls there were, and exits with 1 as soon as
a killed run leaves something else than nothing or a whole workspace.
"""

import itertools
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
    "fsync",
    "ftruncate",
    "mkdir",
    "open",
    "rename",
    "replace",
    "rmdir",
    "unlink",
    "write",
]
"""What changes something; before any other call a kill leaves what it leaves before the next."""

WRITE = f"{os.path.dirname(write.__file__)}{os.sep}"
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(folder: Path) -> int:
    """0 when no kill left anything between nothing and all."""
    unsynced()
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
    return creating.compose(system, generate(system, root=TEMPLATES), files, {})


def finished(target: Path, composed: creating.Composed, calls: int) -> bool:
    """Makes the workspace in a process that dies at a call; whether it lived to the end."""

    def make() -> int:
        creating.create(target, composed)
        return 0

    return in_child(make, die_at(calls)) == 0


def unsynced() -> None:
    """Nothing waits for the disk from now on: what a kill leaves does not depend on that."""

    def fsync(fd: object) -> None:
        pass

    os.fsync = fsync


Happening = Callable[[int, str], None]
"""What happens before a call of the write package, by its number and its name."""


def in_child(action: Callable[[], int], happening: Happening) -> int | None:
    """The status that *action* ends with in a process of its own; None where it was killed."""
    child = os.fork()
    if not child:
        status = 99
        try:
            before_calls(happening)
            status = action()
        finally:
            sys.stderr.flush()
            os._exit(status)
    ended = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return None
    return os.WEXITSTATUS(ended)


def die_at(calls: int) -> Happening:
    """This process kills itself instead of making that call."""

    def happening(number: int, _: str) -> None:
        if number >= calls:
            os.kill(os.getpid(), signal.SIGKILL)

    return happening


def before_calls(happening: Happening) -> None:
    """Lets something happen before each call of the write package that changes something."""
    numbers = itertools.count()

    def patched(name: str) -> None:
        real: Callable[..., object] = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            if from_write_package() and (name != "open" or is_writing(arguments)):
                happening(next(numbers), name)
            return real(*arguments, **named)

        setattr(os, name, call)

    for name in CALLS:
        patched(name)


def is_writing(arguments: tuple[object, ...]) -> bool:
    """Whether a file is opened for more than reading."""
    flags = arguments[1]
    return isinstance(flags, int) and bool(flags & WRITING)


def from_write_package() -> bool:
    """Whether something of generator/write/ is among the callers."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        if frame.f_code.co_filename.startswith(WRITE):
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
