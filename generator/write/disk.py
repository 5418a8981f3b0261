"""Bytes on disk: files written so that they outlive a loss of power, and looked at again."""

import os
import stat
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from generator.paths import refuse_outside

OTHER = "other"
"""What `found` answers where something else than a file stands."""

_SYNCING_THREADS = 4  # a disk answers many fsyncs at once far sooner than one after the other


def digest(content: bytes) -> str:
    """The SHA-256 of the bytes as they are, in hexadecimal."""
    return sha256(content).hexdigest()


def found(place: Path) -> str | None:
    """The digest of the file at *place*, None where nothing is, OTHER for a link or a folder."""
    # Without O_NONBLOCK a pipe of this name would never answer.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(place, flags)
    except FileNotFoundError:
        return None
    except OSError:
        if _is_file(place):
            raise
        return OTHER
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return OTHER
        with open(descriptor, "rb", closefd=False) as file:
            return file_digest(file, "sha256").hexdigest()
    finally:
        os.close(descriptor)


def _is_file(place: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(place).st_mode)
    except OSError:
        return False


def fill(folder: str, files: Mapping[str, bytes], *, durable: bool) -> None:
    """Writes *files* into a folder that is this run's own: nobody put a link there."""
    for path in files:
        refuse_outside(path)
    for place in {path.rpartition("/")[0] for path in files}:
        os.makedirs(f"{folder}/{place}", exist_ok=True)
    todo = [(f"{folder}/{path}", content) for path, content in files.items()]
    threads = _SYNCING_THREADS if durable else 1
    parts = [todo[start::threads] for start in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda part: _write_each(part, durable=durable), parts))


def _write_each(files: Iterable[tuple[str, bytes]], *, durable: bool) -> None:
    for path, content in files:
        write_file(path, content, durable=durable)


def write_file(path: str, content: bytes, *, durable: bool) -> None:
    """Writes a file; a *durable* one is not there yet, and outlives a loss of power."""
    how = os.O_EXCL if durable else os.O_TRUNC
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | how, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(folders: Iterable[Path]) -> None:
    """Lets the names in these folders outlive a loss of power; what is no folder is passed over."""
    with ThreadPoolExecutor(_SYNCING_THREADS) as pool:
        list(pool.map(_sync_if_there, sorted(set(folders))))


def _sync_if_there(folder: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Lets the names in this folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_empty_folders(root: Path, path: str) -> None:
    """Removes the folders above *path* that hold nothing, from the innermost on."""
    for parent in PurePosixPath(path).parents[:-1]:
        with suppress(FileNotFoundError):
            try:
                (root / parent).rmdir()
            except OSError:
                return
