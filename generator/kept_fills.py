"""What becomes of a fill that somebody wrote in: it is added to, and no body in it is touched."""

import codecs
from dataclasses import dataclass, replace

from generator.adapting import KEEP, Stale
from generator.additions import add_missing, unplaced
from generator.decision import UNRESOLVED, Action, Decision, Known
from generator.marks import first_mark
from generator.signatures import differing
from generator.tree import File, Owner

_UNPLACED = "`{name}` has no place in the blueprint any more, and nothing here uses it: delete it"


def kept_fill(known: Known, new: File) -> Decision:
    """A fill that somebody wrote in: functions that it lacks are added, the rest is left."""
    kept = Decision(
        path=known.path,
        action=known.unmoved,
        owner=Owner.FILL,
        record=False,
        functions=known.entry.functions if known.entry else (),
    )
    yours = known.yours or b""
    if (line := first_mark(yours)) is not None:
        return replace(kept, findings=(UNRESOLVED.format(line=line),))
    if not new.is_python:
        return kept
    if known.words is not None and known.adapt:
        yours = known.words.adapted(yours)
    bom, text = _decoded(yours)
    if text is None:
        return replace(kept, findings=("it is not UTF-8: what it may lack cannot be told",))
    done = _completed(known, text, new.content.decode("utf-8"))
    content = bom + done.text.encode("utf-8")
    decision = replace(kept, findings=done.findings, functions=done.functions)
    if done.added:
        return replace(decision, action=Action.ADD, content=content, added=done.added)
    if content != known.yours:
        return replace(decision, action=Action.ADAPT, content=content)
    return decision


@dataclass(frozen=True, slots=True, kw_only=True)
class _Completed:
    """A fill with what could be added to it, and what is left to people."""

    text: str
    added: tuple[str, ...]
    functions: tuple[str, ...]
    findings: tuple[str, ...]


def _completed(known: Known, yours: str, new: str) -> _Completed:
    stale = known.words.stale(yours.encode("utf-8")) if known.words else []
    found = add_missing(yours, new, {one.new for one in stale})
    had = set(known.entry.functions if known.entry else ()) - {one.old for one in stale}
    left = unplaced(found.text, sorted(had), new)
    return _Completed(
        text=found.text,
        added=found.added,
        functions=tuple(left),
        findings=(
            *(_former_names(stale) if stale else _asked_otherwise(found.text, new)),
            *found.problems,
            *(_UNPLACED.format(name=name) for name in left),
        ),
    )


def _former_names(stale: list[Stale]) -> list[str]:
    """What is said of former names in a fill, each with the lines in which it stands."""
    lines: dict[tuple[str, str], list[str]] = {}
    for one in stale:
        lines.setdefault((one.old, one.new), []).append(str(one.line))
    said = (f"{old} is {new} now ({_lines(at)})" for (old, new), at in lines.items())
    ways = f"`blueprint sync --adapt` writes it so; what is meant says `{KEEP}`"
    return [f"{'; '.join(said)}: {ways}"]


def _lines(numbers: list[str]) -> str:
    distinct = list(dict.fromkeys(numbers))
    return f"line{'s' if len(distinct) > 1 else ''} {', '.join(distinct)}"


def _asked_otherwise(yours: str, new: str) -> list[str]:
    return [f"line {one.line}: {one.text}" for one in differing(yours, new)]


def _decoded(content: bytes) -> tuple[bytes, str | None]:
    """The mark that some editors begin a file with, and the text after it; None if not UTF-8."""
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    try:
        return bom, content.removeprefix(bom).decode("utf-8")
    except UnicodeDecodeError:
        return bom, None
