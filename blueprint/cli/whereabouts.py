"""Where a workspace begins. It stands by itself: `check` asks, and needs nothing that generates."""

from pathlib import Path

_MAIN = "blueprint.yaml"
_MARK = ".blueprint"


def find_root(start: Path) -> Path | None:
    """The workspace that *start* lies in: the nearest folder with blueprint.yaml and state."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / _MAIN).is_file() and (folder / _MARK).is_dir():
            return folder
    return None
