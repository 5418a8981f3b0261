"""What a run does about migrations: the revisions that it writes, and what is recorded of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from blueprint.model import System
from generator.format import SETTINGS, formatting
from generator.migrating.deciding import Decided, Had, Place, decide, folder_of
from generator.migrating.records import PLACE, records_path
from generator.state import State
from generator.tree import File, Owner, Tree
from generator.workspace import Reader

_FIRST = "0001_initial.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrations:
    """What becomes of the revisions; nothing is done yet.

    `files` are written, `kept` are Blueprint's own that stay as they are, `removed` the paths of
    those that a newer text replaced before git had them. `records` are to be kept, by their paths.
    `findings` are left to people, each with its path. `changes` says for each context what becomes
    of its tables now, as `add column lab_orders.priority`.
    """

    files: tuple[File, ...] = ()
    kept: tuple[File, ...] = ()
    removed: tuple[str, ...] = ()
    records: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[tuple[str, str], ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def open(self) -> frozenset[str]:
        """The paths that may be written anew, or taken back."""
        return frozenset({*(file.path for file in self.files), *self.removed})

    def on(self, tree: Tree) -> Tree:
        """The tree with these revisions, and none that it had but for those that stand."""
        others = (file for file in tree.values() if file.stands or not _is_first(file))
        return Tree([*others, *self.files, *self.kept])


def _is_first(file: File) -> bool:
    return file.owner is Owner.APPEND and file.path.endswith(f"/{_FIRST}")


def plan(system: System, tree: Tree, state: State, reader: Reader, had: Had) -> Migrations:
    """The revisions that bring databases to the tables of *system*.

    *had* says which paths git has: a revision of these is never touched, nor one that a person
    changed. Contexts whose files stand are left as they are. Raises UnsafePathError,
    InTheWayError.
    """
    standing = {file.context for file in tree.values() if file.context and file.stands}
    found = [
        decide(
            Place(system=system, context=context, first=tree[path], reader=reader, had=had), state
        )
        for context in system.contexts
        for path in [f"{folder_of(context.name.snake)}/{_FIRST}"]
        if path in tree and context.name.snake not in standing
    ]
    written = _formatted([file for one in found for file in one.drafts], tree)
    planned = _together([one.finished(written) for one in found])
    taken_back = _open_of_gone(system, state, had)
    left = [*map(records_path, standing), *_records_of_gone(system, state, reader, taken_back)]
    kept = {path: state.files[path] for path in left if path in state.files}
    return replace(
        planned,
        removed=(*planned.removed, *taken_back),
        records={**planned.records, **kept},
    )


def _open_of_gone(system: System, state: State, had: Had) -> tuple[str, ...]:
    """The revisions of contexts that are gone which git never had: nobody else knows them."""
    names = _names(system)
    entries = state.manifest.files.values()
    ours = (one for one in entries if one.owner is Owner.APPEND and one.context not in names)
    return tuple(one.path for one in ours if not had(one.path))


def _records_of_gone(
    system: System, state: State, reader: Reader, taken_back: tuple[str, ...]
) -> Iterator[str]:
    """The records of contexts that are gone, as long as their revisions are there: databases know
    these, and so does a context that comes back under its name.
    """
    names = _names(system)
    for path in state.files:
        if path.startswith(f"{PLACE}/"):
            context = path.rpartition("/")[2].removesuffix(".jsonl")
            revisions = set(reader.below(folder_of(context))) - set(taken_back)
            if context not in names and revisions:
                yield path


def _names(system: System) -> set[str]:
    """What contexts are called, and were before."""
    return {name.snake for one in system.contexts for name in (one.name, *one.was)}


def _together(found: list[Decided]) -> Migrations:
    return Migrations(
        files=tuple(file for one in found for file in one.written),
        kept=tuple(file for one in found for file in one.kept),
        removed=tuple(path for one in found for path in one.removed),
        records={path: content for one in found for path, content in one.record_files()},
        findings=tuple(finding for one in found for finding in one.findings),
        changes={one.context: one.changes for one in found if one.changes},
    )


def _formatted(drafts: list[File], tree: Tree) -> dict[str, bytes]:
    """The drafts' texts as the workspace lays Python out, by their paths."""
    if not drafts:
        return {}
    settings = [tree[SETTINGS]] if SETTINGS in tree else []
    with formatting(file.path for file in drafts) as formatter:
        formatter.begin([*settings, *drafts])
        return formatter.finish()
