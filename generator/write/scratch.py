"""Folders of this run's own, gone after it."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.write import disk


@contextmanager
def scratch(paths: Iterable[str] = ()) -> Iterator[Path]:
    """A folder of its own, with empty files at *paths*, there for as long as the block runs."""
    place = Path(tempfile.mkdtemp(prefix="blueprint-"))
    try:
        fill(place, dict.fromkeys(paths, b""))
        yield place
    finally:
        remove_own(place)


def fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files into a scratch folder, over what is there."""
    disk.fill(os.fspath(folder), files, durable=False)


def remove_own(folder: Path) -> None:
    """Removes a folder that this run made, even when it is interrupted in the middle of that."""
    try:
        shutil.rmtree(folder)
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise
