"""What `sync` does: every file of a workspace decided before the first is touched."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from blueprint.nearest import nearest
from generator import write
from generator.manifest import Entry
from generator.merge import Action, Decision, Known, decide
from generator.paths import UnsafePathError
from generator.state import ORPHANS, State, proposed_path, state_files
from generator.tree import Owner, Tree
from generator.workspace import InTheWayError, Reader

_TABLES = re.compile(r"services/([^/]+)/src/[^/]+/adapters/tables\.py")
_UNMIGRATED = (
    "the tables changed, and revisions are yours to write: "
    'make migration CONTEXT={context} NAME="…"; `make test` says what differs'
)
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_WRITTEN = frozenset({Action.CREATE, Action.REPLACE, Action.ADD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The decisions on all files, and what follows from them; nothing is done yet.

    `orphans` are new places by old ones; `state` the records that differ from what is there,
    `forgotten` those that go; `findings` what is left to people, each with its path.
    """

    decisions: tuple[Decision, ...]
    orphans: Mapping[str, str]
    state: Mapping[str, bytes]
    forgotten: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]

    @property
    def refused(self) -> list[Decision]:
        """What stands in the way of the whole run."""
        return self.having(Action.REFUSE)

    @property
    def changes_nothing(self) -> bool:
        """Whether no file is touched, records included."""
        return not (self.touched or self.state or self.forgotten)

    @property
    def touched(self) -> list[Decision]:
        """The decisions that change a file outside the records."""
        return self.having(*_WRITTEN, Action.REMOVE, Action.ORPHAN)

    @property
    def proposed(self) -> list[str]:
        """The files under `own:` whose would-be text is new."""
        paths = (decision.path for decision in self.having(Action.PROPOSE))
        return [path for path in paths if proposed_path(path) in self.state]

    def having(self, *actions: Action) -> list[Decision]:
        """The decisions of these kinds, in the order of their paths."""
        return [decision for decision in self.decisions if decision.action in actions]


def prepare(reader: Reader, state: State, tree: Tree, own: tuple[str, ...]) -> Sync:
    """What it takes for a workspace to become *tree*.

    *state* is what was recorded, with the operations that are ejected from now on and the blueprint
    that is followed; *own* lists the files that are handed over.
    """
    paths = sorted(tree.keys() | state.manifest.files.keys())
    decisions = tuple(_decision(path, reader, state, tree) for path in paths)
    orphans = {d.path: _free(d.path, reader) for d in decisions if d.action is Action.ORPHAN}
    wanted = _records(decisions, state, tree)
    return Sync(
        decisions=decisions,
        orphans=orphans,
        state={p: text for p, text in wanted.items() if state.files.get(p) != text},
        forgotten=tuple(sorted(state.files.keys() - wanted.keys())),
        findings=(*_findings(decisions), *_waiting(reader, tree), *_idle(own, tree)),
    )


def perform(root: Path, sync: Sync, beside: Mapping[str, bytes] = _NOTHING) -> None:
    """Does what was decided, records last; the caller holds the workspace's lock.

    *beside* are files of the user's that are written with it, as they asked.
    """
    write.apply(
        root,
        put={d.path: d.content or b"" for d in sync.having(*_WRITTEN)} | dict(beside),
        moved=sync.orphans,
        removed=[d.path for d in sync.having(Action.REMOVE)],
        state=sync.state,
        forgotten=sync.forgotten,
    )


def _decision(path: str, reader: Reader, state: State, tree: Tree) -> Decision:
    entry, new = state.manifest.files.get(path), tree.get(path)
    try:
        yours = None if _is_handed_over(entry, path, tree) else reader.read(path)
    except (UnsafePathError, InTheWayError) as error:
        owner = new.owner if new else Owner.YOURS
        why = f"{error}; move it away".removeprefix(f"{path}: ")
        return Decision(path=path, action=Action.REFUSE, owner=owner, why=why, record=False)
    return decide(Known(path=path, entry=entry, base=state.base(path), yours=yours, new=new))


def _is_handed_over(entry: Entry | None, path: str, tree: Tree) -> bool:
    """Whether the file is people's for good, and so is not even opened."""
    return entry is not None and path in tree and tree[path].owner is Owner.YOURS


def _records(decisions: tuple[Decision, ...], state: State, tree: Tree) -> dict[str, bytes]:
    files = state.manifest.files
    kept = {d.path: files[d.path] for d in decisions if not d.record and d.path in files}
    proposed = [(d.path, d.content or b"") for d in decisions if d.action is Action.PROPOSE]
    return state_files(tree, replace(state.manifest, files=kept), proposed)


def _free(path: str, reader: Reader) -> str:
    """A place among the orphans where nothing is yet."""
    place, number = f"{ORPHANS}/{path}", 1
    while reader.read(place) is not None:
        number += 1
        place = f"{ORPHANS}/{path}.{number}"
    return place


def _findings(decisions: tuple[Decision, ...]) -> Iterator[tuple[str, str]]:
    """What the decisions leave to people; orphans are found where they lie."""
    for decision in decisions:
        if decision.action is Action.REPLACE and (found := _TABLES.fullmatch(decision.path)):
            yield decision.path, _UNMIGRATED.format(context=found[1])
        if decision.action is not Action.ORPHAN:
            yield from ((decision.path, finding) for finding in decision.findings)


def _waiting(reader: Reader, tree: Tree) -> Iterator[tuple[str, str]]:
    for path in reader.below(ORPHANS):
        home = path.removeprefix(f"{ORPHANS}/")
        if home in tree:
            yield path, f"the blueprint has its place again: mv {path} {home}"
        else:
            yield path, "an earlier run put it aside: move what you need of it, then delete it"


def _idle(own: tuple[str, ...], tree: Tree) -> Iterator[tuple[str, str]]:
    for path in own:
        if path not in tree:
            hint = nearest(path, tree)
            yield "blueprint.yaml", f"own: nothing is rendered at {path}" + (hint and f"; {hint}")
