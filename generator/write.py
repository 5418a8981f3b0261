"""Write: the only module that changes anything on disk. What it is killed in leaves old or new."""

import errno
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from generator.paths import inside, refuse_outside

LOCK = ".blueprint/lock"
_SYNCING_THREADS = 4  # a disk answers many fsyncs at once far sooner than one after the other


class LockedError(RuntimeError):
    """Another run is changing this workspace; the text names its process."""


class TargetExistsError(RuntimeError):
    """`new` was pointed at something that is there already."""


@contextmanager
def scratch(paths: Iterable[str] = ()) -> Iterator[Path]:
    """A folder of its own, with empty files at *paths*, there for as long as the block runs."""
    place = Path(tempfile.mkdtemp(prefix="blueprint-"))
    try:
        fill(place, dict.fromkeys(paths, b""))
        yield place
    finally:
        _remove_own(place)


def fill(scratch: Path, files: Mapping[str, bytes]) -> None:
    """Writes files into a scratch folder, over what is there."""
    _fill(os.fspath(scratch), files, durable=False)


# -- a new workspace ---------------------------------------------------------------------


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
        _fill(os.fspath(staged), files, durable=True)
        prepare(staged)
        try:
            os.rename(staged, target)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise TargetExistsError(target) from error
            raise
    _sync_folder(target.parent)


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
            _remove_own(staged)


def _remove_own(folder: Path) -> None:
    """Removes a folder that this run made, even when it is interrupted in the middle of that."""
    try:
        shutil.rmtree(folder)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise


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


# -- a workspace that is there -----------------------------------------------------------


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Holds the workspace at *root* for this run alone; raises LockedError where another has it.

    The lock's file says whose it is and goes with the run; one that a killed run left holds nobody.
    """
    path = inside(root, LOCK)
    path.parent.mkdir(exist_ok=True)
    held = _take(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _take(path: Path) -> int:
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, held):
                os.ftruncate(held, 0)
                os.write(held, str(os.getpid()).encode())
                return held
        except BlockingIOError as error:
            whose = os.read(held, 20).decode("ascii", errors="replace")
            os.close(held)
            raise LockedError(f"process {whose}" if whose else "another process") from error
        os.close(held)  # its owner removed it between our open and our lock


def _is_still(path: Path, held: int) -> bool:
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(held))
    except FileNotFoundError:
        return False


def apply(
    root: Path,
    *,
    put: Mapping[str, bytes],
    moved: Mapping[str, str],
    removed: Iterable[str],
    state: Mapping[str, bytes],
    forgotten: Iterable[str] = (),
) -> None:
    """Changes the workspace at *root*: each file by one rename, *state* after all else.

    `moved` is by old path; `forgotten` are files of the state that go. Every path is checked first.
    """
    removed, forgotten = list(removed), list(forgotten)
    for path in [*put, *moved, *moved.values(), *removed, *state, *forgotten]:
        inside(root, path)
    for old, new in moved.items():
        _move(root, old, new)
    _replace_all(root, put)
    for path in removed:
        _remove(root, path)
    _replace_all(root, state)
    for path in forgotten:
        _remove(root, path)


def _replace_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Every file is on disk under another name before the first takes its place."""
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            target = inside(root, path)
            staged.append((_beside(target), target))
            _stage(staged[-1][0], target, content)
        for temporary, target in staged:
            os.replace(temporary, target)
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {target.parent for _, target in staged}:
        _sync_folder(folder)


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.blueprint-{secrets.token_hex(4)}")


def _stage(temporary: Path, target: Path, content: bytes) -> None:
    _write(os.fspath(temporary), content, durable=True)
    if target.exists():
        shutil.copymode(target, temporary)


def _move(root: Path, old: str, new: str) -> None:
    target = inside(root, new)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(inside(root, old), target)
    _remove_empty_folders(root, old)


def _remove(root: Path, path: str) -> None:
    inside(root, path).unlink(missing_ok=True)
    _remove_empty_folders(root, path)


def _remove_empty_folders(root: Path, path: str) -> None:
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            (root / parent).rmdir()
        except OSError:
            return


# -- bytes ------------------------------------------------------------------------------


def _fill(folder: str, files: Mapping[str, bytes], *, durable: bool) -> None:
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
        _write(path, content, durable=durable)


def _write(path: str, content: bytes, *, durable: bool) -> None:
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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
