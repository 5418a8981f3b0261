"""Renames: which files of people's move with a node that has another name now."""

from collections.abc import Collection, Iterator

from blueprint.model import Context, System
from generator.manifest import Entry, Manifest
from generator.tree import File, Owner, Tree
from generator.workspace import Reader

_MOVED = frozenset({Owner.FILL, Owner.SHARED, Owner.APPEND})  # generated ones are made anew
_MOVED_UNLISTED = frozenset({Owner.FILL, Owner.APPEND})  # whatever is there, it is people's
_LEFT = frozenset({"__pycache__", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache"})


def moves(tree: Tree, manifest: Manifest, reader: Reader) -> dict[str, str]:
    """By their new paths, where files of people's lie that a rename moves; none onto another.

    A fill and a migration move even if the manifest that listed them is lost. Raises
    UnsafePathError, InTheWayError.
    """
    found: dict[str, str] = {}
    for file in tree.values():
        if not file.was or file.path in manifest.files:
            continue
        former = (path for path in file.was if path not in tree and path not in found.values())
        movable = (path for path in former if _moves(file, manifest.files.get(path)))
        old = next((path for path in movable if reader.read(path) is not None), None)
        if old and reader.read(file.path) is None:
            found[file.path] = old
    return found


def _moves(file: File, former: Entry | None) -> bool:
    """Whether what lies at a former path of *file*, recorded as *former*, becomes that file."""
    if former is None:
        return file.owner in _MOVED_UNLISTED
    handed_over = file.owner is former.owner is Owner.YOURS
    return handed_over or file.owner in _MOVED


def left_behind(tree: Tree, manifest: Manifest, reader: Reader) -> dict[str, str]:
    """What lies at former paths of fills, as git may bring it back there, and where these are now.

    What is listed in the manifest is left out. Raises UnsafePathError, InTheWayError.
    """
    former = {
        path: file.path
        for file in tree.values()
        if file.owner in _MOVED_UNLISTED
        for path in file.was
        if "/" in path and path not in tree and path not in manifest.files
    }
    # Folders are looked through, so that what comes there later is noticed by the next run.
    folders = sorted({path.rpartition("/")[0] for path in former})
    there = {path for folder in folders for path in reader.below(folder)}
    return {path: now for path, now in former.items() if path in there}


def carried(system: System, manifest: Manifest, reader: Reader) -> dict[str, str]:
    """By their paths, where the files belong that people put into the folder of a renamed context.

    What is listed in the manifest is left out. Raises UnsafePathError, InTheWayError.
    """
    return {
        path: target
        for context in system.contexts
        for name in (one.snake for one in reversed(context.was))
        if name not in {other.name.snake for other in system.contexts}
        for path, target in _of_context(system, context, name, reader)
        if path not in manifest.files
    }


def _of_context(
    system: System, context: Context, former: str, reader: Reader
) -> Iterator[tuple[str, str]]:
    package = f"{system.name.snake}_{former}"
    names = {former: context.name.snake, package: system.package(context)}
    for path in reader.below(f"services/{former}"):
        if _is_theirs(path.split("/")):
            yield path, _renamed(path, names)


def _is_theirs(parts: Collection[str]) -> bool:
    return _LEFT.isdisjoint(parts)


def _renamed(path: str, names: dict[str, str]) -> str:
    """The path in the context's new folder: `services/NAME`, and its package below `src`."""
    services, folder, *rest = path.split("/")
    if rest[:1] == ["src"] and len(rest) > 1:
        rest[1] = names.get(rest[1], rest[1])
    return "/".join([services, names[folder], *rest])
