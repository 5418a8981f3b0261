"""The folder of a run: what it writes lies there first, on the same disk as the workspace."""

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.paths import inside
from generator.write import disk
from generator.write.journal import JOURNAL, RUN, Change, Journal

_BEGUN = f"{JOURNAL}.new"
_IGNORED = {".gitignore": b"*\n"}


def begin(root: Path) -> None:
    """Makes the folder; raises FileExistsError where it is there already."""
    run = inside(root, RUN)
    run.parent.mkdir(exist_ok=True)
    run.mkdir()


def stage(root: Path, contents: Mapping[str, bytes], modes: Mapping[str, int]) -> None:
    """Writes new bytes, and gives them permissions, by their names in the folder."""
    run = inside(root, RUN)
    disk.fill(os.fspath(run), _IGNORED, durable=False)
    disk.fill(os.fspath(run), contents, durable=True)
    for name, mode in modes.items():
        (run / name).chmod(mode)


def commit(root: Path, journal: Journal) -> None:
    """Decides the run: with the journal's rename, its last act, it is to be finished."""
    run, begun = inside(root, RUN), inside(root, _BEGUN)
    disk.write_file(os.fspath(begun), journal.text.encode("ascii"), durable=True)
    disk.sync_folder(run)
    disk.sync_folder(run.parent)
    os.replace(begun, inside(root, JOURNAL))


def is_decided(root: Path) -> bool:
    """Whether a journal stands."""
    return os.path.lexists(inside(root, JOURNAL))


def staged(root: Path, change: Change) -> Path:
    """Where the new bytes of a change lie."""
    return inside(root, f"{RUN}/{change.staged}")


def discard(root: Path) -> None:
    """Removes the folder with all that is staged, the journal before all else."""
    run = inside(root, RUN)
    if not os.path.lexists(run):
        return
    inside(root, JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(run)
    disk.sync_folder(run.parent)


def refuse_unwritable(root: Path, changes: Iterable[Change]) -> None:
    """Raises PermissionError for a folder in which names may not be changed."""
    for folder in {_nearest(root / change.path) for change in changes}:
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(folder))


def _nearest(place: Path) -> Path:
    """The innermost folder above a place that is there."""
    return next(folder for folder in place.parents if folder.is_dir())
