"""Small trees and workspaces, made without templates."""

from collections.abc import Mapping
from pathlib import Path

from generator.evidence import witness_of
from generator.manifest import Manifest
from generator.state import State, read_state, state_files
from generator.syncing import Sync, perform, prepare
from generator.tree import File, Owner, Tree
from generator.workspace import Reader


def file(path: str, text: str, owner: Owner = Owner.GENERATED, context: str | None = None) -> File:
    """One rendered file."""
    return File(path=path, content=text.encode(), owner=owner, node="sales.Order", context=context)


def lay_out(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes files below *root*."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def workspace(root: Path, *files: File) -> Path:
    """A workspace on disk as it is right after it was rendered."""
    tree = Tree(files)
    lay_out(root, {path: one.content for path, one in tree.items()})
    lay_out(root, state_files(tree, Manifest()))
    return root


def state(root: Path) -> State:
    """What the workspace has recorded."""
    return read_state(Reader(root))


def prepared(
    root: Path,
    *files: File,
    own: tuple[str, ...] = (),
    open_revisions: frozenset[str] = frozenset(),
) -> Sync:
    """What it takes for the workspace to become these files."""
    return prepare(
        Reader(root),
        state(root),
        Tree(files),
        own,
        witness=witness_of(root),
        open_revisions=open_revisions,
    )


def synced(
    root: Path,
    *files: File,
    own: tuple[str, ...] = (),
    open_revisions: frozenset[str] = frozenset(),
) -> Sync:
    """The same, done."""
    sync = prepared(root, *files, own=own, open_revisions=open_revisions)
    assert sync.refused == []
    perform(root, sync)
    return sync


def contents(root: Path) -> dict[str, bytes]:
    """Every file below *root* but the records."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() or path.is_symlink())
    named = {path.relative_to(root).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in named.items() if name[0] != "."}
