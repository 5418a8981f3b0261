"""State: what `.blueprint/` keeps of the last run, so that no old template is ever needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.manifest import FOLDER, WORKSPACE, Manifest, parse, texts
from generator.tree import Owner, Tree
from generator.workspace import Reader

BASES = f"{FOLDER}/bases"
PROPOSED = f"{FOLDER}/proposed"
ORPHANS = f"{FOLDER}/orphans"
TABLES = f"{FOLDER}/tables"
_CONTEXTS = f"{FOLDER}/contexts"


def base_path(path: str) -> str:
    """Where the text that was last rendered for a shared file is kept.

    Its name is no longer that of a setting, so that no tool obeys it: not git a .gitignore, not
    ruff a pyproject.toml.
    """
    return f"{BASES}/{path}.base"


def proposed_path(path: str) -> str:
    """Where the would-be text of a file under `own:` is put."""
    return f"{PROPOSED}/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The files that keep it, by path, and what they record."""

    files: Mapping[str, bytes]
    manifest: Manifest

    def base(self, path: str) -> bytes | None:
        """The text that was last rendered for a shared file; None where it is not kept."""
        return self.files.get(base_path(path))


def read_state(reader: Reader) -> State:
    """What the workspace's last run left; raises UnsafePathError, InTheWayError."""
    files = dict(_read(reader))
    manifests = {
        _context(path): content.decode("utf-8", errors="replace")
        for path, content in files.items()
        if path == WORKSPACE or path.startswith(f"{_CONTEXTS}/")
    }
    return State(files=files, manifest=parse(manifests))


def _read(reader: Reader) -> Iterator[tuple[str, bytes]]:
    for path in [
        WORKSPACE,
        *(p for place in (_CONTEXTS, BASES, PROPOSED, TABLES) for p in reader.below(place)),
    ]:
        content = reader.read(path)
        if content is not None:
            yield path, content


def _context(path: str) -> str | None:
    return None if path == WORKSPACE else path.rpartition("/")[2].removesuffix(".jsonl")


def state_files(
    tree: Tree, kept: Manifest, proposed: Iterable[tuple[str, bytes]] = ()
) -> dict[str, bytes]:
    """Everything that is to be recorded of *tree*.

    *kept* says which files keep the hashes that they had, and which operations are ejected;
    *proposed* are would-be texts by the paths of files under `own:`.
    """
    manifests = {path: text.encode("utf-8") for path, text in texts(tree, kept).items()}
    bases = {
        base_path(file.path): file.content for file in tree.values() if file.owner is Owner.SHARED
    }
    return manifests | bases | {proposed_path(path): content for path, content in proposed}
