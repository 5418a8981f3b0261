"""What a run is to change, path by path, in an order in which each change finds its place free."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.paths import UnsafePathError, inside
from generator.workspace import InTheWayError
from generator.write.disk import OTHER, digest, found
from generator.write.journal import Change, refuse_foreign


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What files are to hold and which are to go; `put` has the bytes by path.

    `follows` names for a path another one without whose change it is not changed; `modes` are
    those of files that come from elsewhere; `records` says whether they are Blueprint's own notes.
    """

    put: Mapping[str, bytes]
    removed: frozenset[str]
    follows: Mapping[str, str]
    modes: Mapping[str, int]
    records: bool


def of_files(
    root: Path, put: Mapping[str, bytes], moved: Mapping[str, str], removed: Iterable[str]
) -> Wanted:
    """What to do about files, where `moved` gives new paths by old ones.

    What is put where something is moved to counts. Raises FileExistsError rather than move
    anything over a file, UnsafePathError.
    """
    gone = {*removed, *moved}
    for path in [*put, *moved.values(), *gone]:
        refuse_foreign(path)
    for path in moved.values():
        if path not in gone and path not in put and os.path.lexists(inside(root, path)):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    carried = {new: _content(root, old) for old, new in moved.items()}
    files = {**carried, **put}
    return Wanted(
        put=files,
        removed=frozenset(gone - files.keys()),
        follows=moved,
        modes={new: _mode(root, old) or 0 for old, new in moved.items()},
        records=False,
    )


def of_records(
    state: Mapping[str, bytes], forgotten: Iterable[str], follows: Mapping[str, str]
) -> Wanted:
    """What to do about Blueprint's own notes; raises UnsafePathError."""
    removed = frozenset(forgotten) - state.keys()
    for path in [*state, *removed]:
        refuse_foreign(path)
    return Wanted(put=state, removed=removed, follows=follows, modes={}, records=True)


def _content(root: Path, path: str) -> bytes:
    place = inside(root, path)
    if found(place) == OTHER:
        raise UnsafePathError(f"{path}: this is a link or a folder, and only files are moved")
    return place.read_bytes()


def _mode(root: Path, path: str) -> int | None:
    """The permissions of a file; None where there is no file."""
    try:
        found = os.lstat(inside(root, path)).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None


def changes(root: Path, wanted: Wanted, first: int) -> list[Change]:
    """The changes that are needed, in order; the staged ones are numbered from *first* on.

    What is in the way of a file goes before that file comes, and all else after. Raises
    UnsafePathError and InTheWayError where something stands in the way that does not go.
    """
    puts = [*_puts(root, wanted, first)]
    removals = [
        _change(root, wanted, path, old)
        for path in sorted(wanted.removed)
        if (old := _old(root, path)) is not None
    ]
    is_early = _in_the_way(puts)
    early = [change for change in removals if is_early(change.path)]
    return [*early, *puts, *(change for change in removals if not is_early(change.path))]


def _puts(root: Path, wanted: Wanted, first: int) -> Iterator[Change]:
    spelt = {path.casefold(): path for path in wanted.removed}
    number = first
    for path, content in wanted.put.items():
        twin = spelt.get(path.casefold())
        old = None if twin and _is_same(root, path, twin) else _old(root, path, wanted.removed)
        new = digest(content)
        if old != new:
            change = _change(root, wanted, path, old)
            yield replace(change, new=new, staged=str(number))
            number += 1


def _change(root: Path, wanted: Wanted, path: str, old: str | None) -> Change:
    """A change of that path to nothing."""
    return Change(
        path=path,
        old=old,
        new=None,
        mode=None if old is None else _mode(root, path),
        follows=wanted.follows.get(path),
        is_record=wanted.records,
    )


def _is_same(root: Path, one: str, other: str) -> bool:
    """Whether two names lead to one file, as they do where letters' case is not looked at."""
    try:
        return inside(root, one).samefile(inside(root, other))
    except FileNotFoundError:
        return False


def _old(root: Path, path: str, removed: frozenset[str] = frozenset()) -> str | None:
    """The digest of a file, None where there is none once all that is *removed* has gone."""
    place = inside(root, path)
    old = found(place)
    if old != OTHER:
        return old
    if place.is_symlink():
        raise UnsafePathError(f"{path} is a link")
    if place.is_dir():
        _refuse_kept(root, path, removed)
    elif os.path.lexists(place):
        raise InTheWayError(f"{path}: it is no file")
    elif removed.isdisjoint(f"{above}" for above in PurePosixPath(path).parents):
        raise InTheWayError(f"{path}: a file stands where one of its folders belongs")
    return None


def _refuse_kept(root: Path, path: str, removed: frozenset[str]) -> None:
    """Raises InTheWayError for a folder of which something is kept."""
    for folder, folders, names in os.walk(inside(root, path)):
        links = [name for name in folders if os.path.islink(f"{folder}/{name}")]
        for name in [*names, *links]:
            kept = (Path(folder) / name).relative_to(root).as_posix()
            if kept not in removed:
                raise InTheWayError(f"{path}: a file belongs there, and {kept} is in its way")


def _in_the_way(puts: Iterable[Change]) -> Callable[[str], bool]:
    """Whether a path must be free before one of *puts*: above it, below it, or spelt alike."""
    paths = {change.path.casefold() for change in puts}
    taken = paths | {f"{folder}" for path in paths for folder in PurePosixPath(path).parents}

    def is_in_the_way(path: str) -> bool:
        path = path.casefold()
        return path in taken or any(f"{p}" in paths for p in PurePosixPath(path).parents)

    return is_in_the_way
