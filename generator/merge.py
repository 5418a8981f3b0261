"""Merge: what becomes of a file, from what was rendered, is there and is wanted. Pure."""

from collections.abc import Callable
from dataclasses import replace

from generator.bodies import moved_bodies
from generator.decision import PLACE, UNRESOLVED, Action, Decision, Known, same
from generator.kept_fills import kept_fill
from generator.marks import first_mark, one_side
from generator.threeway import merge
from generator.tree import File, Owner


def decide(known: Known) -> Decision:
    """What becomes of one file. Nothing that a person wrote is in the way of any answer."""
    owner = known.new.owner if known.new else _recorded_owner(known)
    decision = _BY_OWNER[owner](known)
    return replace(decision, was=known.was) if known.was else decision


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
    if known.is_only_laid_out_anew:
        # What a formatter does on every save is not undone as long as nothing else changes.
        return _write(known, Action.KEEP)
    if known.is_only_laid_out or known.is_only_merged:
        return _write(known, Action.REPLACE)
    return _refuse(known, _why_edited(known))


def _why_edited(known: Known) -> str:
    if known.entry is None:
        return _IN_THE_WAY
    line = first_mark(known.yours or b"")
    return _EDITED if line is None else _MARKED.format(line=line)


# -- fills -------------------------------------------------------------------------------


def _fill(known: Known) -> Decision:
    if known.new is None:
        return _gone(known, Owner.FILL)
    if known.yours is None:
        return _write(known, Action.CREATE)
    if known.equal:
        return _write(known, known.unmoved)
    if known.as_rendered:
        return _write(known, Action.REPLACE)
    return kept_fill(known, known.new)


# -- shared files ------------------------------------------------------------------------


def _shared(known: Known) -> Decision:
    if known.new is None:
        return _gone(known, Owner.SHARED)
    unchanged = _unchanged(known, known.new)
    if known.yours is None:
        return _deleted(known, known.new, unchanged=unchanged)
    if known.equal:
        return _write(known, known.unmoved)
    if known.as_rendered or known.is_only_merged or _is(known.base, known.yours):
        return _write(known, Action.REPLACE)
    if (line := first_mark(known.yours)) is not None:
        # Until it is resolved, nothing more is merged into it.
        kept = replace(_write(known, known.unmoved), record=False)
        return replace(kept, findings=(UNRESOLVED.format(line=line),))
    if unchanged:
        return _write(known, known.unmoved)
    return _merged(known, known.yours, known.new) if known.entry else _refuse(known, _IN_THE_WAY)


def _is(one: bytes | None, other: bytes) -> bool:
    return one is not None and same(one, other)


def _deleted(known: Known, new: File, *, unchanged: bool) -> Decision:
    """What was deleted by hand stays so; what is new in it is laid beside."""
    if known.entry is None:
        return _write(known, Action.CREATE)
    kept = _write(known, Action.KEEP)
    return kept if unchanged else _beside(kept, new, _DELETED)


def _unchanged(known: Known, new: File) -> bool:
    """Whether the templates still give what they gave; the hash says so where the base is lost."""
    if known.base is None:
        return known.entry is not None and known.entry.has(new.content)
    return same(known.base, new.content)


def _merged(known: Known, yours: bytes, new: File) -> Decision:
    """Both sides changed it: a true merge, or the new text beside where there can be none."""
    kept = _write(known, known.unmoved)
    if known.base is None:
        return _beside(kept, new, _NO_BASE)
    base = one_side(known.base)
    merged = merge(base, yours, new.content)
    if merged is None:
        return _beside(kept, new, _BINARY)
    if not merged.conflicts:
        wandered = new.is_python and moved_bodies(base, yours, merged.content)
        if wandered:
            return _beside(kept, new, _WANDERED.format(names=", ".join(wandered), place=PLACE))
        return replace(kept, action=Action.MERGE, content=merged.content)
    line = first_mark(merged.content)
    return replace(
        kept,
        action=Action.CONFLICT,
        content=merged.content,
        findings=(UNRESOLVED.format(line=line),),
    )


def _beside(kept: Decision, new: File, why: str) -> Decision:
    return replace(kept, proposed=new.content, findings=(why,))


# -- migrations, and what is handed over -------------------------------------------------


def _append(known: Known) -> Decision:
    """A migration: written once; one that is open, and that nobody edited, is written anew."""
    kept = Decision(path=known.path, action=known.unmoved, owner=Owner.APPEND, record=False)
    if known.new is None:
        taken_back = known.open and known.as_rendered
        return replace(kept, action=Action.REMOVE, record=True) if taken_back else kept
    if known.yours is None:
        return _write(known, Action.CREATE) if known.entry is None or known.open else kept
    if known.equal:
        return _write(known, known.unmoved)
    return _write(known, Action.REPLACE) if known.open and known.as_rendered else kept


def _yours(known: Known) -> Decision:
    """What `own:` lists is rendered once; from then on its text is only ever proposed."""
    if known.new is None:
        return Decision(path=known.path, action=Action.KEEP, owner=Owner.YOURS, record=False)
    if known.yours is None and known.entry is None:
        return _write(known, Action.CREATE)
    action = Action.MOVE if known.was else Action.PROPOSE
    kept = Decision(path=known.path, action=action, owner=Owner.YOURS, record=False)
    return replace(kept, proposed=known.new.content)


def _gone(known: Known, owner: Owner) -> Decision:
    """A file whose node is gone."""
    if known.yours is None:
        return Decision(path=known.path, action=Action.KEEP, owner=owner, record=False)
    if known.as_rendered or known.is_only_laid_out or known.is_only_merged:
        return Decision(path=known.path, action=Action.REMOVE, owner=owner)
    if owner is Owner.GENERATED:
        return _refuse(known, _NO_NODE)
    return Decision(
        path=known.path,
        action=Action.ORPHAN,
        owner=owner,
        why="nothing is rendered there any more",
        findings=("move what you need of it to where it belongs now, then delete it",),
    )


def _write(known: Known, action: Action) -> Decision:
    written = known.new is not None and action not in (Action.KEEP, Action.MOVE)
    content = known.new.content if known.new and written else None
    owner = known.new.owner if known.new else Owner.YOURS
    return Decision(path=known.path, action=action, owner=owner, content=content)


def _refuse(known: Known, why: str) -> Decision:
    owner = known.new.owner if known.new else _recorded_owner(known)
    return Decision(path=known.path, action=Action.REFUSE, owner=owner, why=why, record=False)


_EDITED = (
    "it is generated and was edited by hand. Take the edit back; or put it where it lasts: a fill, "
    "`blueprint eject` for an operation, or the file under `own:` in blueprint.yaml"
)
_MARKED = (
    "line {line}: it is generated, and has the marks of a conflict and lines of somebody's: put "
    "these where they last, then delete the file; it is rendered anew"
)
_IN_THE_WAY = "a file that Blueprint did not write is in the way: move it"
_NO_NODE = "its place in the blueprint is gone, but it was edited by hand: move it or delete it"
_DELETED = (
    "you deleted it, and what is rendered there changed: the new text lies in {place}; move it "
    "here, or delete it there"
)
_NO_BASE = (
    "both you and the templates changed it, and the text that both began from is lost: the new "
    "text lies in {place}; take what you need of it, then delete it there"
)
_WANDERED = (
    "both you and the templates changed it, and merged line by line your change of {names} would "
    "land elsewhere: the new text lies in {place}; take what you need of it, then delete it there"
)
_BINARY = (
    "both you and the templates changed it, and it is no text that could be merged: the new one "
    "lies in {place}; take what you need of it, then delete it there"
)

_BY_OWNER: dict[Owner, Callable[[Known], Decision]] = {
    Owner.GENERATED: _generated,
    Owner.FILL: _fill,
    Owner.SHARED: _shared,
    Owner.APPEND: _append,
    Owner.YOURS: _yours,
}
