"""A new workspace: staged beside its place, then there by one rename."""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.write import disk
from generator.write.scratch import remove_own


class TargetExistsError(RuntimeError):
    """`new` was pointed at something that is there already."""


def create(
    target: Path, files: Mapping[str, bytes], prepare: Callable[[Path], None] = lambda _: None
) -> None:
    """Makes *target* with *files*: staged beside it, then renamed; never a part of it.

    `prepare` is run on the staged folder before the rename. Raises TargetExistsError unless
    *target* is missing or an empty folder.
    """
    refuse_existing(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _staging(target) as staged:
        disk.fill(os.fspath(staged), files, durable=True)
        prepare(staged)
        try:
            os.rename(staged, target)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise TargetExistsError(target) from error
            raise
    disk.sync_folder(target.parent)


def refuse_existing(target: Path) -> None:
    """Raises TargetExistsError unless *target* is missing or an empty folder."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise TargetExistsError(target)
    if target.is_dir() and any(target.iterdir()):
        raise TargetExistsError(target)


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder beside *target*, locked while this run lives, gone after it unless renamed."""
    with _locked_folder(target.parent):
        _remove_leftovers(target)
        staged = target.with_name(f"{_stem(target)}{secrets.token_hex(4)}")
        staged.mkdir()
        held = os.open(staged, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield staged
    finally:
        os.close(held)
        if staged.exists():
            remove_own(staged)


def _stem(target: Path) -> str:
    return f".{target.name}.blueprint-"


def _remove_leftovers(target: Path) -> None:
    """Removes what a killed run left: its lock went with it, a living run still holds its own."""
    for left in target.parent.iterdir():
        if not left.name.startswith(_stem(target)) or left.is_symlink() or not left.is_dir():
            continue
        held = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left)
        except BlockingIOError:
            pass
        finally:
            os.close(held)


@contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
