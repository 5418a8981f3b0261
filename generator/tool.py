"""Which tool this is: a digest of all that a run's result depends on beside the workspace."""

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKAGES = (_HERE.parent / "blueprint", _HERE)
_LEFT_OUT = frozenset({"__pycache__"})


def digest(templates: Path) -> str:
    """Of this tool's own files, of *templates*, and of the versions of what it is built on.

    A file is known by its size and times, which change whenever it is written.
    """
    found = sha256(sys.version.encode())
    for line in _lines(templates):
        found.update(os.fsencode(line))
    return found.hexdigest()


def _lines(templates: Path) -> Iterator[str]:
    for folder in (*_PACKAGES, templates):
        yield f"{folder}\n"
        yield from _files(os.fspath(folder))
    for place in sys.path:
        yield from _distributions(place)


def _files(folder: str) -> Iterator[str]:
    """A line for each file below *folder*, sorted."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name not in _LEFT_OUT:
                yield from _files(entry.path)
        else:
            stat = entry.stat()
            yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"


def _distributions(folder: str) -> list[str]:
    """What is installed in a folder of packages, each with its version, sorted."""
    if not folder.endswith("-packages"):
        return []
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(f"{name}\n" for name in names if name.endswith(".dist-info"))
