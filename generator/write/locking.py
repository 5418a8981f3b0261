"""One run at a time: the lock of a workspace, and whose it is."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.paths import inside
from generator.write.finishing import Recovery, recover
from generator.write.holder import Holder, parse, this_process
from generator.write.journal import read

LOCK = ".blueprint/lock"

_BETWEEN_TRIES = 0.05
_LONGEST = 1000


class LockedError(RuntimeError):
    """Another run is changing this workspace; the text names its process and its age."""


@contextmanager
def lock(root: Path, *, waiting: float = 2.0) -> Iterator[Recovery | None]:
    """Holds the workspace at *root* for this run alone; a run that was killed is finished first.

    Gives what was finished. Waits up to *waiting* seconds for another run, then raises LockedError.
    The lock's file says whose it is and goes with the run; one that a killed run left holds nobody.
    """
    path = inside(root, LOCK)
    path.parent.mkdir(exist_ok=True)
    held = _take(path, time.monotonic() + waiting)
    try:
        _sign(held)
        yield recover(root)
    finally:
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(held)


def _take(path: Path, until: float) -> int:
    """The lock's file, open and ours."""
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        if _has_locked(held, fcntl.LOCK_EX) and _is_still(path, held):
            return held
        holder = _read(held)
        os.close(held)
        if time.monotonic() >= until:
            raise LockedError(f"{holder or 'another process'}")
        time.sleep(_BETWEEN_TRIES)


def _has_locked(held: int, how: int) -> bool:
    try:
        fcntl.flock(held, how | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno == errno.EWOULDBLOCK:
            return False
        os.close(held)
        raise
    return True


def _is_still(path: Path, held: int) -> bool:
    """Whether the file is the lock's: its owner may have removed it between our open and lock."""
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(held))
    except FileNotFoundError:
        return False


def _sign(held: int) -> None:
    os.ftruncate(held, 0)
    os.write(held, this_process().text.encode("utf-8", errors="replace"))


def _read(held: int) -> Holder | None:
    return parse(os.pread(held, _LONGEST, 0).decode("utf-8", errors="replace"))


def waiting_run(root: Path) -> Holder | None:
    """Whose interrupted run the next one finishes; None where none waits, or one is at work.

    Writes nothing. Raises JournalError, UnsafePathError.
    """
    journal = read(root)
    return journal.holder if journal and not _is_at_work(inside(root, LOCK)) else None


def _is_at_work(path: Path) -> bool:
    with suppress(FileNotFoundError):
        held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        if not _has_locked(held, fcntl.LOCK_SH):
            os.close(held)
            return True
        os.close(held)
    return False
