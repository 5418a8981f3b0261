"""Brings a workspace in line with its blueprint: what `sync` does, and `eject` after a record."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import counted, say, tell, tell_findings
from blueprint.cli.editing import Making, as_it_is, refuse_changed
from blueprint.cli.intent import (
    NOTHING_ACCEPTED,
    Accepting,
    Ejecting,
    Intent,
    intend,
    nothing_more,
)
from blueprint.cli.interrupted import tell_left, tell_recovered
from blueprint.cli.quick import NOTHING
from blueprint.cli.sources import said_of, status_of, valid
from blueprint.cli.status import CommandError, Status
from blueprint.cli.versions import templates_of

if TYPE_CHECKING:
    from generator.syncing import Sync
    from generator.templating import Templates


_FIRST = "/migrations/0001_initial.py"
_WRITTEN_ANEW = (
    "A first revision was written anew, since git has none yet: a local database that has run it "
    "is made anew by `make reset`."
)


def follow(
    root: Path,
    ejecting: Ejecting = nothing_more,
    accepting: Accepting = NOTHING_ACCEPTED,
    making: Making = as_it_is,
    templates: "Templates | None" = None,
    *,
    adapt: bool = False,
) -> Status:
    """Makes the workspace at *root* follow its blueprint, and says what became of it.

    *making* gives the blueprint to follow, whose files are written with all the others; *templates*
    are those that it moves to, where they are not its own. *adapt* says that former names in fills
    are to be written as they are now.

    Raises CommandError where a contract would break or a file is in the way: then nothing is
    touched.
    """
    import generator
    from generator.answers import ANSWERS
    from generator.memory import Memory
    from generator.syncing import perform
    from generator.write import lock

    templates = templates or templates_of(root)
    memory = Memory(root, templates.root or generator.templates_root())
    memory.reader.read(ANSWERS)  # so that it is noted: it says of which version the workspace is
    with lock(root) as interrupted:
        recovered = tell_recovered(interrupted)
        made = making(root)
        reading = valid(made.reading)
        intent = intend(root, reading, memory, ejecting, accepting, adapt=adapt)
        _refuse_breaking(intent)
        _refuse(intent.sync)
        refuse_changed(root, made)
        unwritten = perform(root, intent.sync, {**intent.beside, **made.files})
        memory.keep(intent.tree, intent.sync)
    _report(intent.sync)
    edited = max(recovered, tell_left(unwritten))
    risky = _tell_risky(intent)
    left = tell_findings([*_put_aside(intent.sync), *intent.sync.findings])
    if _is_idle(intent) and interrupted is None:
        memory.keep_all(reading.files, said_of(reading), status_of(reading))
    return max(left, edited, risky, status_of(reading))


def _is_idle(intent: Intent) -> bool:
    """Whether there was nothing to do, and nothing to tell but what the blueprint is told of."""
    sync = intent.sync
    return sync.changes_nothing and not (sync.findings or sync.proposed or intent.pending)


def _refuse_breaking(intent: Intent) -> None:
    if not intent.refused:
        return
    from blueprint.cli.governed import diagnosed
    from blueprint.diagnostics import render_all

    tell(render_all(diagnosed(intent.refused, intent.reading.positions)))
    number = counted(len(intent.refused), "change")
    raise CommandError(
        Status.CALL,
        f"nothing was changed: {number} would break contracts that are out",
        "write a new version, or accept each rule with a reason, as said above",
    )


def _tell_risky(intent: Intent) -> Status:
    """Tells of what some may stumble over, which stops nothing."""
    from blueprint.cli.governed import diagnosed, risky
    from blueprint.diagnostics import render_all

    found = risky(intent.pending)
    if not found:
        return Status.DONE
    tell(render_all(diagnosed(found, intent.reading.positions)))
    return Status.FINDINGS


def _refuse(sync: "Sync") -> None:
    if not sync.refused:
        return
    for decision in sync.refused:
        tell(f"{decision.path}: {decision.why}")
    number = counted(len(sync.refused), "file")
    raise CommandError(Status.REFUSED, f"nothing was changed: {number} in the way, as said above")


def _report(sync: "Sync") -> None:
    if sync.changes_nothing:
        if not sync.findings:
            say(NOTHING)
        return
    for line in changes_of(sync):
        say(line)
    touched = len(sync.touched) + len(sync.carried)
    said = f"{counted(touched, 'file')} changed."
    say(said if touched else "The records in .blueprint/ were brought up.")
    if any(one.path.endswith(_FIRST) and one.action == "replace" for one in sync.touched):
        say(_WRITTEN_ANEW)


def changes_of(sync: "Sync") -> Iterator[str]:
    """A line for each file that a run changes, moves or lays beside another."""
    for decision in sync.touched:
        names = ": " + ", ".join(decision.added) if decision.added else ""
        was = f" from {decision.was}" if decision.was else ""
        yield f"{decision.action:<8} {decision.path}{was}{names}"
    for old, new in sorted(sync.carried.items()):
        yield f"{'move':<8} {new} from {old}"
    for path in sync.proposed:
        yield f"{'propose':<8} .blueprint/proposed/{path}"


def _put_aside(sync: "Sync") -> list[tuple[str, str]]:
    whys = {decision.path: decision for decision in sync.decisions if decision.path in sync.orphans}
    return [
        (place, f"was {path}; {whys[path].why}: {whys[path].findings[0]}")
        for path, place in sync.orphans.items()
    ]
