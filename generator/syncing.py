"""What `sync` does: every file of a workspace decided before the first is touched."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from blueprint.nearest import nearest
from generator import write
from generator.adapting import Vocabulary
from generator.decision import PLACE, Action, Decision, Known
from generator.evidence import Witness, nobody
from generator.manifest import Entry
from generator.marks import has_marks
from generator.merge import decide
from generator.moving import left_behind, moves
from generator.paths import UnsafePathError
from generator.state import ORPHANS, PROPOSED, State, base_path, proposed_path, state_files
from generator.tree import Owner, Tree
from generator.workspace import InTheWayError, Reader

_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_NO_WORDS: Mapping[str, Vocabulary] = MappingProxyType({})
_NOWHERE: Mapping[str, str] = MappingProxyType({})
_WRITTEN = frozenset(
    {
        Action.CREATE,
        Action.REPLACE,
        Action.ADD,
        Action.ADAPT,
        Action.MERGE,
        Action.CONFLICT,
    }
)
_LEFT_BESIDE = (
    "what would be rendered at {path} lies here: take what you need of it, then delete it"
)
_BEHIND = (
    "what it belongs to has another name now, and {path} is rendered: move what you need of this "
    "there, then delete it"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The decisions on all files, and what follows from them; nothing is done yet.

    `orphans` are new places by old ones, and `carried` those of people's own files in a renamed
    context; `state` the records that differ from what is there, `forgotten` those that go;
    `findings` what is left to people, each with its path.
    """

    decisions: tuple[Decision, ...]
    orphans: Mapping[str, str]
    state: Mapping[str, bytes]
    forgotten: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]
    carried: Mapping[str, str] = field(default_factory=lambda: _NOWHERE)

    @property
    def refused(self) -> list[Decision]:
        """What stands in the way of the whole run."""
        return self.having(Action.REFUSE)

    @property
    def changes_nothing(self) -> bool:
        """Whether no file is touched, records included."""
        return not (self.touched or self.carried or self.state or self.forgotten)

    @property
    def touched(self) -> list[Decision]:
        """The decisions that change a file outside the records."""
        return self.having(*_WRITTEN, Action.MOVE, Action.REMOVE, Action.ORPHAN)

    @property
    def proposed(self) -> list[str]:
        """The files beside which a would-be text is laid that is new."""
        paths = (decision.path for decision in self.decisions if decision.proposed is not None)
        return [path for path in paths if proposed_path(path) in self.state]

    def having(self, *actions: Action) -> list[Decision]:
        """The decisions of these kinds, in the order of their paths."""
        return [decision for decision in self.decisions if decision.action in actions]


def prepare(
    reader: Reader,
    state: State,
    tree: Tree,
    own: tuple[str, ...],
    *,
    witness: Witness = nobody,
    carried: Mapping[str, str] = _NOWHERE,
    records: Mapping[str, bytes] = _NOTHING,
    open_revisions: frozenset[str] = frozenset(),
    words: Mapping[str, Vocabulary] = _NO_WORDS,
    adapt: bool = False,
) -> Sync:
    """What it takes for a workspace to become *tree*.

    *state* is what was recorded, with the operations that are ejected from now on and the blueprint
    that is followed; *own* lists the files that are handed over. *witness* is asked about files
    that seem to be edited by hand; *carried* are people's own files that follow a context, unless
    something is or comes where they go; *records* further files of the state, *open_revisions*
    migrations that may be written anew.
    *words* are, by context, what its code may call by a former name; *adapt* says that fills are to
    be written so that they do not.
    """
    before = _Before(
        reader=reader,
        state=state,
        tree=tree,
        open_revisions=open_revisions,
        words=words,
        adapt=adapt,
    )
    decisions = tuple(_decisions(before, witness))
    orphans = {d.path: _free(d.path, reader) for d in decisions if d.action is Action.ORPHAN}
    wanted = {**_records(decisions, state, tree, reader), **records}
    came = {decision.was for decision in decisions}
    carried = {old: new for old, new in carried.items() if old not in came}
    return Sync(
        decisions=decisions,
        orphans=orphans,
        state={p: text for p, text in wanted.items() if state.files.get(p) != text},
        forgotten=tuple(sorted(state.files.keys() - wanted.keys())),
        findings=(
            *_findings(decisions),
            *_waiting(reader, tree, wanted),
            *_behind(left_behind(tree, state.manifest, reader) | carried, came, tree),
            *_idle(own, tree),
        ),
        carried={old: new for old, new in carried.items() if _is_free(new, tree, reader)},
    )


def perform(
    root: Path, sync: Sync, beside: Mapping[str, bytes] = _NOTHING
) -> tuple[write.Left, ...]:
    """Does what was decided, records last; the caller holds the workspace's lock.

    *beside* are files of the user's that are written with it, as they asked. Answers the files
    that were edited since they were decided on: they are left alone, and so are their bases.
    """
    written = sync.having(*_WRITTEN)
    moved = {d.was: d.path for d in [*written, *sync.having(Action.MOVE)] if d.was}
    return write.apply(
        root,
        put={d.path: d.content or b"" for d in written} | dict(beside),
        moved={**sync.orphans, **sync.carried, **moved},
        removed=[d.path for d in sync.having(Action.REMOVE)],
        state=sync.state,
        forgotten=sync.forgotten,
        follows={base_path(d.path): d.path for d in written},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What decisions are made from."""

    reader: Reader
    state: State
    tree: Tree
    open_revisions: frozenset[str]
    words: Mapping[str, Vocabulary]
    adapt: bool


def _decisions(before: _Before, witness: Witness) -> Iterator[Decision]:
    """Every path decided; what is in the way a second time, with evidence on it."""
    recorded = before.state.manifest
    moved = moves(before.tree, recorded, before.reader)
    paths = sorted((before.tree.keys() | recorded.files.keys()) - set(moved.values()))
    known = [_known(path, moved.get(path), before) for path in paths]
    asked = {one.path: one for one in known if isinstance(one, Known)}
    decided = {one.path: decide(one) if isinstance(one, Known) else one for one in known}
    doubtful = {
        path: one.yours
        for path, one in asked.items()
        if one.yours is not None and _is_doubtful(one, decided[path])
    }
    evidence = witness(doubtful) if doubtful else {}
    again = {path: decide(replace(asked[path], evidence=found)) for path, found in evidence.items()}
    yield from (decided | again).values()


def _is_doubtful(known: Known, decision: Decision) -> bool:
    """Whether a file is in the way only if it is not git, or a formatter, that wrote it."""
    marked = decision.owner is Owner.SHARED and has_marks(known.yours or b"")
    return decision.action is Action.REFUSE or marked


def _known(path: str, was: str | None, before: _Before) -> Known | Decision:
    """What is known of a path, or that nothing can be, since no file can be there."""
    place, new = was or path, before.tree.get(path)
    entry = before.state.manifest.files.get(place)
    if new and new.stands:
        return _stays(path, new.owner, entry)
    handed_over = _is_handed_over(entry, path, before.tree)
    try:
        yours = None if handed_over else before.reader.read(place)
    except (UnsafePathError, InTheWayError) as error:
        owner = new.owner if new else Owner.YOURS
        why = f"{error}; move it away".removeprefix(f"{path}: ")
        return Decision(path=path, action=Action.REFUSE, owner=owner, why=why, record=False)
    return Known(
        path=path,
        entry=entry,
        base=before.state.base(place),
        yours=yours,
        new=new,
        was=was,
        open=path in before.open_revisions,
        words=before.words.get(new.context or "") if new else None,
        adapt=before.adapt,
    )


def _stays(path: str, owner: Owner, entry: Entry | None) -> Decision:
    """The decision on a file that was not rendered, since nothing changed about it."""
    functions = entry.functions if entry else ()
    return Decision(path=path, action=Action.KEEP, owner=owner, record=False, functions=functions)


def _is_handed_over(entry: Entry | None, path: str, tree: Tree) -> bool:
    """Whether the file is people's for good, and so is not even opened."""
    return entry is not None and path in tree and tree[path].owner is Owner.YOURS


def _records(
    decisions: tuple[Decision, ...], state: State, tree: Tree, reader: Reader
) -> dict[str, bytes]:
    """The files of the state as they are to be."""
    files = state.manifest.files
    kept = {
        d.path: replace(files[d.was or d.path], path=d.path, functions=d.functions)
        for d in decisions
        if not d.record and (d.was or d.path) in files
    }
    proposed = [(d.path, d.proposed) for d in decisions if d.proposed is not None]
    wanted = state_files(tree, replace(state.manifest, files=kept), proposed)
    came = {d.was for d in decisions if d.owner is Owner.YOURS}
    beside = {p: t for p, t in _left_beside(state, tree, reader) if _home(p) not in came}
    return {**beside, **wanted, **_kept_bases(decisions, state)}


def _kept_bases(decisions: tuple[Decision, ...], state: State) -> dict[str, bytes]:
    """The bases of shared files that are not brought up as long as they wait for somebody."""
    waiting = (d for d in decisions if d.owner is Owner.SHARED and not d.record)
    bases = ((base_path(d.path), state.base(d.was or d.path)) for d in waiting)
    return {path: base for path, base in bases if base is not None}


def _left_beside(state: State, tree: Tree, reader: Reader) -> Iterator[tuple[str, bytes]]:
    """The would-be texts of earlier runs that somebody has yet to look at."""
    for path, content in state.files.items():
        home = _home(path)
        if home == path or (home in tree and tree[home].owner is Owner.YOURS):
            continue
        if reader.read(home) != content:
            yield path, content


def _behind(
    former: Mapping[str, str], came: Collection[str | None], tree: Tree
) -> Iterator[tuple[str, str]]:
    """Files at former places that did not come from there, as others are rendered now."""
    for old, new in sorted(former.items()):
        if new in tree and old not in came:
            yield old, _BEHIND.format(path=new)


def _home(path: str) -> str:
    """The file that a would-be text is for; *path* itself where it is none."""
    return path.removeprefix(f"{PROPOSED}/")


def _is_free(path: str, tree: Tree, reader: Reader) -> bool:
    """Whether nothing is there, and nothing comes there."""
    return path not in tree and reader.read(path) is None


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
        if decision.action is not Action.ORPHAN:
            place = proposed_path(decision.path)
            yield from ((decision.path, one.replace(PLACE, place)) for one in decision.findings)


def _waiting(reader: Reader, tree: Tree, wanted: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """What earlier runs put aside, and nobody has looked at."""
    for path in reader.below(ORPHANS):
        home = path.removeprefix(f"{ORPHANS}/")
        if home in tree:
            yield path, f"the blueprint has its place again: mv {path} {home}"
        else:
            yield path, "an earlier run put it aside: move what you need of it, then delete it"
    for path in reader.below(PROPOSED):
        home = _home(path)
        if path in wanted and not (home in tree and tree[home].owner is Owner.YOURS):
            yield path, _LEFT_BESIDE.format(path=home)


def _idle(own: tuple[str, ...], tree: Tree) -> Iterator[tuple[str, str]]:
    for path in own:
        if path not in tree:
            hint = nearest(path, tree)
            yield "blueprint.yaml", f"own: nothing is rendered at {path}" + (hint and f"; {hint}")
