"""A run that is decided, brought to its end: by itself, or by the next after it was killed."""

import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.paths import UnsafePathError, inside
from generator.write import disk, staging
from generator.write.holder import Holder
from generator.write.journal import RUN, Change, Journal, read

PROPOSED = ".blueprint/proposed"
"""Where the text is kept that a file did not get, as somebody had changed the file meanwhile."""


class UnfinishedError(RuntimeError):
    """A run that was decided met a failure; its journal stands, and the next run finishes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A file that a run was to change and left alone; `kept` is where the would-be text lies."""

    path: str
    why: str
    kept: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """An interrupted run that was finished: whose it was, its command, and what it left alone."""

    holder: Holder
    command: str
    left: tuple[Left, ...]


def recover(root: Path) -> Recovery | None:
    """Finishes the run that was killed here after it was decided, or clears away one before that.

    The caller holds the lock. It may itself be killed, and be called again. Raises JournalError,
    UnsafePathError, UnfinishedError.
    """
    journal = read(root)
    if journal is None:
        staging.discard(root)
        return None
    left = finish(root, journal)
    return Recovery(holder=journal.holder, command=journal.command, left=left)


def finish(root: Path, journal: Journal) -> tuple[Left, ...]:
    """Makes every change whose file is as it was, then removes the journal; answers the others.

    Raises UnfinishedError.
    """
    try:
        disk.sync_folder(inside(root, RUN))
        left = _make_all(root, journal)
        disk.sync_folders(_above(root, journal.changes))
        staging.discard(root)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise UnfinishedError(f"{place}{error.strerror or error}") from error
    return left


def _make_all(root: Path, journal: Journal) -> tuple[Left, ...]:
    left: dict[str, Left] = {}
    for change in journal.changes:
        if change.follows not in left and (why := _make(root, change)):
            left[change.path] = Left(path=change.path, why=why, kept=_keep(root, change))
    records = {change.path for change in journal.changes if change.is_record}
    return tuple(one for one in left.values() if one.path not in records)


def _make(root: Path, change: Change) -> str | None:
    """Makes one change unless it is made; answers why not where it must not be."""
    try:
        place = inside(root, change.path)
    except UnsafePathError as error:
        return f"{error}".removeprefix(f"{change.path}: ")
    return _remove(root, change, place) if change.new is None else _put(root, change, place)


def _put(root: Path, change: Change, place: Path) -> str | None:
    staged = staging.staged(root, change)
    there = disk.found(staged)
    if there is None:
        return None  # it took its place, whatever became of the file since
    _clear(place)
    now = disk.found(place)
    if now == change.new:
        return None
    if now != change.old:
        return _what_happened(now, change)
    if there != change.new:
        return "what was to be written there was changed"
    place.parent.mkdir(parents=True, exist_ok=True)
    if now is not None and stat.S_IMODE(os.lstat(place).st_mode) != change.mode:
        shutil.copymode(place, staged)  # its permissions were changed meanwhile
    os.replace(staged, place)
    return None


def _remove(root: Path, change: Change, place: Path) -> str | None:
    now = disk.found(place)
    if now not in (None, change.old):
        return _what_happened(now, change)
    if now is not None:
        place.unlink()
    disk.remove_empty_folders(root, change.path)
    return None


def _clear(place: Path) -> None:
    """Removes a folder that holds nothing but such folders; leaves any other."""
    if place.is_symlink() or not place.is_dir():
        return
    for folder, _, _ in os.walk(place, topdown=False):
        try:
            os.rmdir(folder)
        except OSError:
            return


def _what_happened(now: str | None, change: Change) -> str:
    if now is None:
        return "it was removed meanwhile"
    if now == disk.OTHER:
        return "something else than a file stands there meanwhile"
    return "it came meanwhile" if change.old is None else "it was edited meanwhile"


def _keep(root: Path, change: Change) -> str | None:
    """Lays the text that a file did not get where people find it; answers that path.

    None for a removal, and for a record.
    """
    staged = staging.staged(root, change)
    if change.is_record or change.new is None or disk.found(staged) != change.new:
        return None
    kept = f"{PROPOSED}/{change.path}"
    place, begun = inside(root, kept), inside(root, f"{RUN}/kept")
    begun.unlink(missing_ok=True)
    disk.write_file(os.fspath(begun), staged.read_bytes(), durable=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(begun, place)
    disk.sync_folder(place.parent)
    return kept


def _above(root: Path, changes: Iterable[Change]) -> set[Path]:
    """Every folder in which a name may have changed, *root* included."""
    return {root / folder for change in changes for folder in PurePosixPath(change.path).parents}
