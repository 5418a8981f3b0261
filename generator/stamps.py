"""Whether files are as they were: by what the file system says of them, as git does, or by content.

A stamp is kind and permissions, size, both times, number of a file, or what stands for no file. A
file that is written changes its stamp, unless that happens within one tick of the file system's
clock: so a stamp that is hardly older than the look at it stands for nothing, and the content is
compared (git calls such a file racily clean).
"""

import os
import stat
from collections.abc import Mapping
from hashlib import sha256
from typing import TypeAlias

Stamp: TypeAlias = list[int]
Stamped: TypeAlias = Mapping[str, tuple[str, Stamp | None]]
"""Files by their paths: the SHA-256 of each, and its stamp where that stands for the content."""

_TICK = 2_000_000_000  # nanoseconds; the coarsest file systems count every second one
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def stamp(place: str) -> Stamp | None:
    """The stamp of a file; None where there is none, or something else than a file."""
    try:
        found = os.lstat(place)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return [found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def is_settled(one: Stamp, now: int) -> bool:
    """Whether a file with this stamp was last written so long before *now*, in nanoseconds since
    1970, that the next write gives it another one.
    """
    return max(one[2], one[3]) < now - _TICK


def digest_of(place: str) -> str | None:
    """The SHA-256 of a file's content; None where it is no file, or cannot be read."""
    try:
        descriptor = os.open(place, _FLAGS)
    except OSError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            return sha256(file.read()).hexdigest()
    finally:
        os.close(descriptor)


def names_in(place: str) -> list[str] | None:
    """What stands in a folder, sorted; None where there is none."""
    try:
        return sorted(os.listdir(place))
    except OSError:
        return None


def is_folder(place: str) -> bool:
    """Whether it is a folder itself, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(place).st_mode)
    except OSError:
        return False


def is_missing(place: str) -> bool:
    """Whether nothing is there, not even a link to nowhere."""
    try:
        os.lstat(place)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def parents_of(path: str) -> list[str]:
    """The folders that a path goes through, the innermost first."""
    found = []
    while parent := path.rpartition("/")[0]:
        found.append(parent)
        path = parent
    return found


def stamped(base: str, contents: Mapping[str, str | None], began: int) -> Stamped:
    """The files among *contents* with those of their stamps that stand for what was read.

    *contents* are digests, or None where nothing is, read after *began*.
    """
    return {
        path: (content, _settled(f"{base}/{path}", began))
        for path, content in contents.items()
        if content is not None
    }


def _settled(place: str, began: int) -> Stamp | None:
    found = stamp(place)
    return found if found and is_settled(found, began) else None


def restamped(base: str, files: Stamped) -> dict[str, Stamp] | None:
    """The stamps of those files that had to be compared by content; None where one differs.

    A link on the way to a file is a difference, whatever it leads to.
    """
    parents = {path.rpartition("/")[0] for path in files} - {""}
    parents |= {above for parent in parents for above in parents_of(parent)}
    if not all(is_folder(f"{base}/{parent}") for parent in parents):
        return None
    found: dict[str, Stamp] = {}
    for path, (content, known) in files.items():
        place = f"{base}/{path}"
        now = stamp(place)
        if known is None or now != known:
            if now is None or digest_of(place) != content:
                return None
            found[path] = now
    return found
