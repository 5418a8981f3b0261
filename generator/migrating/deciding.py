"""What becomes of one context's revisions: which is written, written anew, or taken back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from blueprint.model import Context, System
from generator.migrating.difference import difference
from generator.migrating.history import (
    BrokenHistoryError,
    History,
    Revision,
    ancestry,
    heads,
    next_number,
    read_history,
    revision_in,
)
from generator.migrating.modelled import wanted
from generator.migrating.reading import UnreadableError, tables_in
from generator.migrating.records import (
    Facts,
    Record,
    Records,
    changed,
    contested,
    facts_of,
    parse,
    records_path,
    settled,
    tables_of,
    text_of,
)
from generator.migrating.renames import renames
from generator.migrating.steps import Step
from generator.migrating.tables import Tables, Wanted
from generator.migrating.writing import Draft
from generator.state import State
from generator.tree import File, fingerprint
from generator.workspace import Reader

Had = Callable[[str], bool]
"""Whether git has a path: in its index, or in the commit that is checked out."""

_UNKNOWN = (
    "what it and those before it make of the tables is not recorded, so that nobody can tell "
    "whether a revision is missing: `make test` compares them with what the code expects"
)
_CONTESTED = (
    "{others} and this change {what}, and either may run after the other: see that both orders "
    "end alike; `make test` tries one"
)


def folder_of(context: str) -> str:
    """Where the revisions of a context lie."""
    return f"services/{context}/migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A context with its first revision as it is rendered now, and where to read and ask."""

    system: System
    context: Context
    first: File
    reader: Reader
    had: Had

    @property
    def folder(self) -> str:
        """Where its revisions belong."""
        return folder_of(self.context.name.snake)

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called, and was before, the latest first."""
        return (self.context.name.snake, *(name.snake for name in reversed(self.context.was)))

    def is_had(self, revision: Revision) -> bool:
        """Whether git has it, here or where a former name of the context put it."""
        name = revision.path.rpartition("/")[2]
        return any(self.had(f"{folder_of(one)}/{name}") for one in self.names)

    def history(self) -> History:
        """The revisions, still under a former name where they were not moved yet."""
        found = (read_history(self.reader, folder_of(one)) for one in self.names)
        return next((one for one in found if one), {})

    def recorded(self) -> bytes | None:
        """What is recorded of them."""
        found = (self.reader.read(records_path(one)) for one in self.names)
        return next((one for one in found if one is not None), None)

    def file(self, name: str, content: bytes) -> File:
        """A revision of this context."""
        former = tuple(f"{folder_of(one)}/{name}" for one in self.names[1:])
        return replace(self.first, path=f"{self.folder}/{name}", content=content, was=former)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What becomes of one context's revisions.

    `drafts` are not formatted yet; `facts` are what the drafted one makes so.
    """

    context: str
    drafts: tuple[File, ...] = ()
    draft: str = ""
    facts: Facts = field(default_factory=dict)
    written: tuple[File, ...] = ()
    kept: tuple[File, ...] = ()
    removed: tuple[str, ...] = ()
    records: Records = field(default_factory=dict)
    untouched: bytes | None = None
    findings: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()

    def finished(self, formatted: Mapping[str, bytes]) -> "Decided":
        """The same with the draft as it is written."""
        written = tuple(replace(one, content=formatted[one.path]) for one in self.drafts)
        if not written:
            return self
        hashes = frozenset(fingerprint(one.content) for one in written)
        records = {**self.records, self.draft: Record(hashes=hashes, facts=self.facts)}
        return replace(self, drafts=(), written=written, records=records)

    def record_files(self) -> Iterator[tuple[str, bytes]]:
        """What is to be recorded, with its path."""
        content = self.untouched or text_of(self.records).encode("utf-8")
        if content:
            yield records_path(self.context), content


def decide(place: Place, state: State) -> Decided:
    """What becomes of the revisions of one context."""
    recorded = place.recorded()
    context = place.context.name.snake
    try:
        history = place.history()
    except BrokenHistoryError as error:
        findings = ((error.path, str(error)),)
        return Decided(context=context, untouched=recorded, findings=findings)
    text = (recorded or b"").decode("utf-8", errors="replace")
    return _Deciding(place, history, parse(text), wanted(place.context), state).decided()


def _made_by_first(first: Revision, state: State) -> Facts | None:
    """The tables that a first revision makes, as long as nobody changed it; else None."""
    entry = state.manifest.files.get(first.path)
    if entry is None or not entry.has(first.content):
        return None
    try:
        return facts_of(tables_in(first.content.decode("utf-8")))
    except (UnreadableError, UnicodeDecodeError):
        return None


class _Deciding:
    """The steps of it, over what was read."""

    def __init__(
        self, place: Place, history: History, recorded: Records, want: Wanted, state: State
    ) -> None:
        self._place = place
        self._history = history
        self._wanted = want
        self._facts = facts_of(want.tables)
        self._state = state
        self._heads = heads(history)
        there = {one: record for one, record in recorded.items() if one in history}
        roots = {one.id for one in history.values() if not one.after}
        self._rebuilt = {} if roots & there.keys() else self._rebuild(sorted(roots))
        self._known = self._rebuilt or there

    def decided(self) -> Decided:
        """The whole of it."""
        open_ = self._open()
        after = open_.after if open_ else self._heads
        if not after:
            return self._first()
        base = self._tables_after(after)
        steps = self._steps(base)
        if not steps and len(after) == 1:
            return self._nothing(open_)
        return self._drafted(open_, after, base, steps)

    def _open(self) -> Revision | None:
        """The last revision, where it is still Blueprint's: unchanged, and git has it not."""
        if len(self._heads) != 1:
            return None
        last = self._history[self._heads[0]]
        return last if self._is_ours(last) and not self._place.is_had(last) else None

    def _is_ours(self, revision: Revision) -> bool:
        """Whether its bytes are those that Blueprint wrote."""
        known = self._known.get(revision.id)
        return known is not None and revision.fingerprint in known.hashes

    def _rebuild(self, roots: list[str]) -> Records:
        """What is recorded nowhere: told by the one first revision, else taken as it is wanted."""
        if not roots:
            return {}
        first = self._history[roots[0]]
        facts = _made_by_first(first, self._state) if len(self._history) == 1 else None
        if facts is None:
            return {first.id: Record(facts=self._facts)}
        return {first.id: Record(hashes=frozenset({first.fingerprint}), facts=facts)}

    def _tables_after(self, ids: tuple[str, ...]) -> Tables:
        return tables_of(settled(self._known, ancestry(self._history, ids), self._facts))

    def _steps(self, base: Tables) -> tuple[Step, ...]:
        want = self._wanted
        return difference(base, want.tables, renames(base, want), want.existing)

    def _changes(self) -> tuple[str, ...]:
        """What becomes of the tables, compared with all revisions that are there."""
        return tuple(step.sentence for step in self._steps(self._tables_after(self._heads)))

    def _first(self) -> Decided:
        """There is no revision, or only the first, which is still Blueprint's."""
        first = self._place.first
        made = revision_in(first.path, first.content)
        there = next(iter(self._history.values()), None)
        unchanged = there is not None and there.fingerprint == fingerprint(first.content)
        record = Record(hashes=frozenset({fingerprint(first.content)}), facts=self._facts)
        return self._with(
            written=() if unchanged else (first,),
            records={made.id if made else "0001": record},
            changes=() if unchanged else self._changes(),
        )

    def _nothing(self, open_: Revision | None) -> Decided:
        """No step is missing; one that was written for something else is taken back."""
        if open_ is None:
            return self._with(records=self._known)
        return self._with(
            removed=(open_.path,),
            records={one: r for one, r in self._known.items() if one != open_.id},
            changes=(f"take back revision {open_.id}",),
            gone=open_,
        )

    def _drafted(
        self, open_: Revision | None, after: tuple[str, ...], base: Tables, steps: tuple[Step, ...]
    ) -> Decided:
        back = difference(self._wanted.tables, base, renames(base, self._wanted).undone())
        gone = (open_.id,) if open_ else ()
        number = next_number(self._history, gone)
        chassis = self._place.system.chassis
        draft = Draft(chassis=chassis, number=number, after=after, steps=steps, back=back)
        file = self._place.file(draft.file_name, draft.text.encode("utf-8"))
        findings = tuple(self._left(file.path, steps, after))
        if open_ is not None and open_.id == draft.id:
            return self._with(records=self._known, findings=findings)
        return self._with(
            drafts=(file,),
            draft=draft.id,
            facts=self._made_by(base, after),
            removed=(open_.path,) if open_ else (),
            records={one: record for one, record in self._known.items() if one not in gone},
            findings=findings,
            changes=self._changes(),
            gone=open_,
        )

    def _made_by(self, base: Tables, after: tuple[str, ...]) -> Facts:
        """What a revision makes so; what branches disagree on is said again."""
        disputed = contested(self._known, ancestry(self._history, after))
        again = {subject: self._facts.get(subject, "") for subject in disputed}
        return {**again, **changed(facts_of(base), self._facts)}

    def _left(
        self, path: str, steps: tuple[Step, ...], after: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """What the revision leaves to people."""
        yield from ((path, step.undecided) for step in steps if step.undecided)
        disputed = contested(self._known, ancestry(self._history, after))
        for (table, _, what), revisions in disputed.items():
            *others, last = (self._history[one].path for one in revisions)
            name = f"{table}.{what}" if what else table
            yield last, _CONTESTED.format(others=", ".join(others), what=name)

    def _with(
        self,
        *,
        records: Records,
        drafts: tuple[File, ...] = (),
        draft: str = "",
        facts: Facts | None = None,
        written: tuple[File, ...] = (),
        removed: tuple[str, ...] = (),
        findings: tuple[tuple[str, str], ...] = (),
        changes: tuple[str, ...] = (),
        gone: Revision | None = None,
    ) -> Decided:
        unknown = [record for record in self._rebuilt.values() if not record.hashes]
        lost = [(self._history[self._heads[-1]].path, _UNKNOWN)] if unknown else []
        return Decided(
            context=self._place.context.name.snake,
            drafts=drafts,
            draft=draft,
            facts=facts or {},
            written=written,
            kept=tuple(self._kept(records, gone, written)),
            removed=removed,
            records=records,
            findings=(*lost, *findings),
            changes=changes,
        )

    def _kept(
        self, records: Records, gone: Revision | None, written: tuple[File, ...]
    ) -> Iterator[File]:
        """Blueprint's own revisions that stay as they are."""
        paths = {file.path for file in written}
        for one in self._history.values():
            file = self._place.file(one.path.rpartition("/")[2], one.content)
            if one.id in records and one != gone and file.path not in paths:
                yield file
