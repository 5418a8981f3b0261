"""A workspace on disk, as it is read: no link is followed, and nothing outside it is opened."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.paths import UnsafePathError, refuse_outside

BLUEPRINT = "blueprint.yaml"


class InTheWayError(RuntimeError):
    """Something else than a file stands where one belongs, or a file where a folder belongs."""


class Reader:
    """Reads the files of one workspace by their paths in it; each folder is looked at once."""

    def __init__(self, root: Path) -> None:
        self._base = os.fspath(root)
        self._there: dict[str, bool] = {"": True}

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none.

        Raises UnsafePathError for a link on the way, InTheWayError where it cannot be a file.
        """
        refuse_outside(path)
        if not self._has_folder(path.rpartition("/")[0]):
            return None
        # Without O_NONBLOCK a pipe of this name would never answer.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(f"{self._base}/{path}", flags)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise UnsafePathError(f"{path}: it is a link") from None
            raise
        return _content(descriptor, path)

    def _has_folder(self, folder: str) -> bool:
        """Whether the folder is there, as are those above it, none of them a link."""
        if folder not in self._there:
            parent = folder.rpartition("/")[0]
            self._there[folder] = self._has_folder(parent) and self._is_folder(folder)
        return self._there[folder]

    def _is_folder(self, folder: str) -> bool:
        try:
            mode = os.lstat(f"{self._base}/{folder}").st_mode
        except FileNotFoundError:
            return False
        if stat.S_ISLNK(mode):
            raise UnsafePathError(f"{folder}: it is a link")
        if not stat.S_ISDIR(mode):
            raise InTheWayError(f"{folder}: it is a file, where a folder belongs")
        return True

    def below(self, folder: str) -> Iterator[str]:
        """The paths of every file below a folder, sorted; a link is named and not followed."""
        if not self._has_folder(folder):
            return
        for entry in sorted(os.scandir(f"{self._base}/{folder}"), key=lambda entry: entry.name):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self.below(path)
            else:
                yield path


def _content(descriptor: int, path: str) -> bytes:
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InTheWayError(f"{path}: it is no file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


class Nothing(Reader):
    """A workspace that is not there yet."""

    def __init__(self) -> None:
        pass

    def read(self, path: str) -> bytes | None:
        """None, whatever is asked for."""
        return None

    def below(self, folder: str) -> Iterator[str]:
        """No path at all."""
        return iter(())
