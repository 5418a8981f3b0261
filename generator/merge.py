"""Merge: what becomes of a file, from what was rendered, is there and is wanted. Pure."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from generator.additions import add_missing
from generator.manifest import Entry
from generator.tree import File, Owner, normalised


class Action(StrEnum):
    """What happens to one file."""

    CREATE = "create"
    KEEP = "keep"
    REPLACE = "replace"
    ADD = "add to"
    REMOVE = "remove"
    ORPHAN = "orphan"
    PROPOSE = "propose"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one path: recorded, there now, and wanted; None where it is not.

    `base` is the text that was last rendered, kept for shared files only.
    """

    path: str
    entry: Entry | None
    base: bytes | None
    yours: bytes | None
    new: File | None

    @property
    def as_rendered(self) -> bool:
        """Whether what is there is what was rendered, or what would be rendered now."""
        if self.yours is None:
            return False
        recorded = self.entry is not None and self.entry.has(self.yours)
        return recorded or self.equal

    @property
    def equal(self) -> bool:
        """Whether what is there is what is wanted."""
        both = self.new is not None and self.yours is not None
        return both and _same(self.new.content if self.new else b"", self.yours or b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An action on one path: the bytes it is to have, and what people are told of it.

    `findings` are what is left to do by hand; `added` names appended functions; `record` says
    whether the manifest is to take the hash of what is wanted.
    """

    path: str
    action: Action
    owner: Owner
    content: bytes | None = None
    why: str = ""
    added: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    record: bool = True


def decide(known: Known) -> Decision:
    """What becomes of one file. Nothing that a person wrote is in the way of any answer."""
    owner = known.new.owner if known.new else _recorded_owner(known)
    return _BY_OWNER[owner](known)


def _recorded_owner(known: Known) -> Owner:
    return known.entry.owner if known.entry else Owner.YOURS


def _generated(known: Known) -> Decision:
    if known.new is None:
        return _gone(known, Owner.GENERATED)
    if known.yours is None:
        return _write(known, Action.CREATE)
    if known.equal:
        return _write(known, Action.KEEP)
    if known.as_rendered:
        return _write(known, Action.REPLACE)
    return _refuse(known, _EDITED if known.entry else _IN_THE_WAY)


def _fill(known: Known) -> Decision:
    if known.new is None:
        return _gone(known, Owner.FILL)
    if known.yours is None:
        return _write(known, Action.CREATE)
    if known.equal:
        return _write(known, Action.KEEP)
    if known.as_rendered:
        return _write(known, Action.REPLACE)
    return _added(known, known.new)


def _added(known: Known, new: File) -> Decision:
    """A fill that somebody wrote in: functions that it lacks are added, the rest is left."""
    kept = Decision(path=known.path, action=Action.KEEP, owner=Owner.FILL, record=False)
    if not new.is_python:
        return kept
    bom, yours = _decoded(known.yours or b"")
    if yours is None:
        return replace(kept, findings=("it is not UTF-8: what it may lack cannot be told",))
    found = add_missing(yours, new.content.decode("utf-8"))
    if not found.added:
        return replace(kept, findings=found.problems)
    return replace(
        kept,
        action=Action.ADD,
        content=bom + found.text.encode("utf-8"),
        added=found.added,
        findings=found.problems,
    )


def _decoded(content: bytes) -> tuple[bytes, str | None]:
    """The mark that some editors begin a file with, and the text after it; None if not UTF-8."""
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    try:
        return bom, content.removeprefix(bom).decode("utf-8")
    except UnicodeDecodeError:
        return bom, None


def _shared(known: Known) -> Decision:
    if known.new is None:
        return _gone(known, Owner.SHARED)
    unchanged = _unchanged(known, known.new)
    if known.yours is None:
        if known.entry is None:
            return _write(known, Action.CREATE)
        # Deleted by hand: it stays so, until there is something new in it to decide about.
        return _write(known, Action.KEEP) if unchanged else _refuse(known, _DELETED)
    if known.equal:
        return _write(known, Action.KEEP)
    if known.as_rendered:
        return _write(known, Action.REPLACE)
    if unchanged:
        return _write(known, Action.KEEP)
    return _refuse(known, _BOTH_CHANGED if known.entry else _IN_THE_WAY)


def _unchanged(known: Known, new: File) -> bool:
    """Whether the templates still give what they gave; the hash says so where the base is lost."""
    if known.base is None:
        return known.entry is not None and known.entry.has(new.content)
    return _same(known.base, new.content)


def _append(known: Known) -> Decision:
    """A migration: written once, and never touched again."""
    if known.new is not None and known.entry is None and known.yours is None:
        return _write(known, Action.CREATE)
    return Decision(path=known.path, action=Action.KEEP, owner=Owner.APPEND, record=False)


def _yours(known: Known) -> Decision:
    """What `own:` lists is rendered once; from then on its text is only ever proposed."""
    if known.new is None:
        return Decision(path=known.path, action=Action.KEEP, owner=Owner.YOURS, record=False)
    if known.yours is None and known.entry is None:
        return _write(known, Action.CREATE)
    return replace(_write(known, Action.PROPOSE), record=False)


def _gone(known: Known, owner: Owner) -> Decision:
    """A file whose node is gone."""
    if known.yours is None:
        return Decision(path=known.path, action=Action.KEEP, owner=owner, record=False)
    if known.as_rendered:
        return Decision(path=known.path, action=Action.REMOVE, owner=owner)
    if owner is Owner.FILL:
        return Decision(
            path=known.path,
            action=Action.ORPHAN,
            owner=owner,
            why="the blueprint has no place for it any more",
            findings=("move what you need of it to where it belongs now, then delete it",),
        )
    return _refuse(known, _NO_NODE)


def _write(known: Known, action: Action) -> Decision:
    content = known.new.content if known.new and action is not Action.KEEP else None
    owner = known.new.owner if known.new else Owner.YOURS
    return Decision(path=known.path, action=action, owner=owner, content=content)


def _refuse(known: Known, why: str) -> Decision:
    owner = known.new.owner if known.new else _recorded_owner(known)
    return Decision(path=known.path, action=Action.REFUSE, owner=owner, why=why, record=False)


def _same(one: bytes, other: bytes) -> bool:
    return normalised(one) == normalised(other)


_EDITED = (
    "it is generated and was edited by hand. Take the edit back; or put it where it lasts: a fill, "
    "`blueprint eject` for an operation, or the file under `own:` in blueprint.yaml"
)
_IN_THE_WAY = "a file that Blueprint did not write is in the way: move it"
_NO_NODE = "its place in the blueprint is gone, but it was edited by hand: move it or delete it"
_BOTH_CHANGED = (
    "both you and the templates changed it, and this version cannot merge the two: put your change "
    "aside, run `blueprint sync`, and make it again"
)
_DELETED = "you deleted it and the templates changed it: bring it back, or list it under `own:`"

_BY_OWNER: dict[Owner, Callable[[Known], Decision]] = {
    Owner.GENERATED: _generated,
    Owner.FILL: _fill,
    Owner.SHARED: _shared,
    Owner.APPEND: _append,
    Owner.YOURS: _yours,
}
