"""What `new` starts from: a sample or a blueprint of the user's, and the fills beside it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from blueprint.nearest import nearest
from generator.resources import samples_root
from generator.workspace import BLUEPRINT

_LEFT_OUT = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".DS_Store"})


class OriginError(ValueError):
    """There is no such sample and no such file, or it cannot become a workspace's."""


def locate(name: str) -> Path:
    """The blueprint that *name* stands for: a sample, a file, or a folder with a blueprint.yaml."""
    if name in samples():
        return samples_root() / name / BLUEPRINT
    path = Path(name)
    if path.is_dir() and (path / BLUEPRINT).is_file():
        return path / BLUEPRINT
    if path.is_file():
        return path
    if path.is_dir():
        raise OriginError(f"{name}: there is no {BLUEPRINT} in this folder")
    hint = nearest(name, samples())
    raise OriginError(f"{name}: no such sample and no such file" + (hint and f"; {hint}"))


def samples() -> list[str]:
    """The names of the samples that came with Blueprint."""
    return sorted(path.parent.name for path in samples_root().glob(f"*/{BLUEPRINT}"))


def blueprint_files(texts: Mapping[str, str], main: str) -> dict[str, bytes]:
    """The blueprint's files as a workspace has them, the first of them under its usual name.

    *texts* are those that were read, by their paths; *main* names the first. Raises OriginError.
    """
    if main != BLUEPRINT and BLUEPRINT in texts:
        raise OriginError(f"{BLUEPRINT} is a context's file here: give it another name")
    return {
        BLUEPRINT if path == main else path: text.encode("utf-8") for path, text in texts.items()
    }


def fills(blueprint: Path) -> dict[str, bytes]:
    """Every file below `fills/` beside a blueprint, by its path in the workspace."""
    root = blueprint.parent / "fills"
    found = sorted(_files(root)) if root.is_dir() else []
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def _files(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in _LEFT_OUT]
        yield from (Path(folder, name) for name in files if name not in _LEFT_OUT)
