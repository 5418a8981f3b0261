"""Single files in place of others, outside of any workspace's transaction."""

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.paths import inside
from generator.write import disk


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts each file in its place by a rename of its own; its mode stays.

    All are on disk under other names before the first takes its place.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            target = inside(folder, path)
            staged.append((_beside(target), target))
            _stage(*staged[-1], content)
        for temporary, target in staged:
            os.replace(temporary, target)
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    disk.sync_folders(target.parent for _, target in staged)


def remove(folder: Path, path: str) -> None:
    """Removes a file, if it is there."""
    target = inside(folder, path)
    target.unlink(missing_ok=True)
    disk.sync_folders([target.parent])


def _beside(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.blueprint-{secrets.token_hex(4)}")


def _stage(temporary: Path, target: Path, content: bytes) -> None:
    disk.write_file(os.fspath(temporary), content, durable=True)
    if target.exists():
        shutil.copymode(target, temporary)
