"""Paths in a workspace: relative, with `/`, and never leading out of it."""

import os
from pathlib import Path


class UnsafePathError(RuntimeError):
    """A path leads out of the workspace: absolute, with `..`, or through a link."""


def inside(root: Path, path: str) -> Path:
    """The place of *path* below *root*; raises UnsafePathError where it could be elsewhere."""
    refuse_outside(path)
    place = root
    *folders, name = path.split("/")
    for part in folders:
        place = place / part
        if place.is_symlink():
            raise UnsafePathError(f"{path}: {place.relative_to(root)} is a link")
    return place / name


def refuse_outside(path: str) -> None:
    """Raises UnsafePathError for a path that is absolute or climbs, or that no file can have."""
    # An empty part is a leading, a doubled or a trailing slash.
    if not {"", ".", ".."}.isdisjoint(path.split("/")) or "\0" in path:
        raise UnsafePathError(f"{path}: this leads out of the workspace")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise UnsafePathError(f"{path!r}: no file is called so") from None
