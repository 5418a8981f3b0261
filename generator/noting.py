"""A reader that notes what it was asked, so that another run can tell whether it would differ."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.stamps import names_in
from generator.workspace import Reader


@dataclass(slots=True)
class Noted:
    """What a run has looked at since it *began*, in nanoseconds since 1970.

    Files have the SHA-256 of their contents, or None where there was none; folders the names in
    them, or None.
    """

    began: int = field(default_factory=time.time_ns)
    files: dict[str, str | None] = field(default_factory=dict)
    folders: dict[str, list[str] | None] = field(default_factory=dict)


class NotingReader(Reader):
    """Reads a workspace as any reader does, and notes what it found."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._root = os.fspath(root)
        self.noted = Noted()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none; raises as any reader does."""
        content = super().read(path)
        self.noted.files[path] = None if content is None else sha256(content).hexdigest()
        return content

    def below(self, folder: str) -> Iterator[str]:
        """The paths of every file below a folder, sorted."""
        self.noted.folders[folder] = names_in(f"{self._root}/{folder}")
        return super().below(folder)
