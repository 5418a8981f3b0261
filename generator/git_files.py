"""The files that git's answers follow from: while they stay, git says what it said."""

import os
from contextlib import suppress
from pathlib import Path


def followed_by_git(root: Path) -> list[str]:
    """The absolute paths of git's files for the repository that *root* lies in, there or not.

    They hold what is checked out, what is merged with it, and what is staged. Outside of any
    repository they are where one would begin.
    """
    begins = [os.fspath(folder / ".git") for folder in (root, *root.parents)]
    place = next((one for one in begins if os.path.lexists(one)), None)
    if place is None:
        return begins
    own = _own_folder(place)
    common = os.path.normpath(os.path.join(own, _text(f"{own}/commondir") or "."))
    head = _text(f"{own}/HEAD").removeprefix("ref: ")
    names = ("HEAD", "MERGE_HEAD", "index")
    return [*(f"{own}/{name}" for name in names), f"{common}/packed-refs", f"{common}/{head}"]


def _own_folder(place: str) -> str:
    """Git's folder of a work tree, of which a file may say where it is."""
    if os.path.isdir(place):
        return os.path.realpath(place)
    said = _text(place).removeprefix("gitdir: ")
    return os.path.realpath(os.path.join(os.path.dirname(place), said))


def _text(place: str) -> str:
    with suppress(OSError), open(place, encoding="utf-8", errors="surrogateescape") as file:
        return file.read().strip()
    return ""
