"""Brings a workspace in line with its blueprint: what `sync` does, and `eject` after a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import counted, progress, say, tell, tell_findings
from blueprint.cli.sources import read_valid, resolved, status_of
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.model import System
    from blueprint.read import Reading
    from generator.changes import Change
    from generator.manifest import Source
    from generator.state import State
    from generator.syncing import Sync
    from generator.tree import Tree
    from generator.workspace import Reader

Ejecting = Callable[["System"], frozenset[str]]
"""The operations to eject beside those that are, chosen by the model; may raise CommandError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepting:
    """The rules whose changes are accepted in this run, and why."""

    rules: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a run would do: its decisions on files, and what it does to contracts.

    `pending` are the changes that matter and were not accepted before; `refused` those that stop
    the run; `beside` are files of the user's that it writes as asked.
    """

    reading: "Reading"
    sync: "Sync"
    changes: tuple["Change", ...]
    pending: tuple["Change", ...]
    refused: tuple["Change", ...]
    beside: Mapping[str, bytes]


NOTHING_ACCEPTED = Accepting()


def follow(
    root: Path,
    ejecting: Ejecting = lambda _: frozenset(),
    accepting: Accepting = NOTHING_ACCEPTED,
) -> Status:
    """Makes the workspace at *root* follow its blueprint, and says what became of it.

    Raises CommandError where a contract would break or a file is in the way: then nothing is
    touched.
    """
    from generator.syncing import perform
    from generator.write import lock

    reading = read_valid(root)
    with lock(root):
        intent = intend(root, reading, ejecting, accepting)
        _refuse_breaking(intent)
        _refuse(intent.sync)
        perform(root, intent.sync, intent.beside)
    _report(intent.sync)
    risky = _tell_risky(intent)
    left = tell_findings([*_put_aside(intent.sync), *intent.sync.findings])
    return max(left, risky, status_of(reading))


def intend(
    root: Path, reading: "Reading", ejecting: Ejecting, accepting: Accepting = NOTHING_ACCEPTED
) -> Intent:
    """What it takes for the workspace at *root* to follow a blueprint; nothing is touched."""
    from generator import generate
    from generator.manifest import sources
    from generator.state import read_state
    from generator.syncing import prepare
    from generator.workspace import Reader

    reader = Reader(root)
    state = read_state(reader)
    system = resolved(reading, state.manifest.ejected)
    wanted = state.manifest.ejected | ejecting(system)
    system = resolved(reading, wanted) if wanted != state.manifest.ejected else system
    tree = generate(system, progress())
    followed = _following(state, _present(wanted, system), sources(reading.files))
    sync = prepare(reader, followed, tree, system.own)
    return _with_contracts(reading, reader, tree, sync, accepting)


def _with_contracts(
    reading: "Reading", reader: "Reader", tree: "Tree", sync: "Sync", accepting: Accepting
) -> Intent:
    from blueprint.cli.governed import breaking, compared, unaccepted
    from generator.governing import ACCEPTED, accepted, contracts_at, contracts_in, with_accepted

    changes = compared(contracts_at(reader), contracts_in(tree), date.today())
    pending = unaccepted(changes, accepted(reader))
    now = [one for one in breaking(pending) if one.rule.id in accepting.rules]
    _refuse_idle(accepting, now)
    known = reader.read(ACCEPTED) or b""
    beside = {ACCEPTED: with_accepted(known, now, accepting.because)} if now else {}
    return Intent(
        reading=reading,
        sync=sync,
        changes=tuple(changes),
        pending=tuple(pending),
        refused=tuple(one for one in breaking(pending) if one not in now),
        beside=beside,
    )


def _refuse_idle(accepting: Accepting, now: list["Change"]) -> None:
    """A rule that nothing breaks is not accepted in advance."""
    for rule in accepting.rules:
        if all(one.rule.id != rule for one in now):
            raise CommandError(
                Status.CALL, f"--accept {rule}: no change breaks this rule", "leave it out"
            )


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


def _present(ejected: frozenset[str], system: "System") -> frozenset[str]:
    """Those of the ejected operations that the blueprint still has."""
    return ejected & {f"{c.name}.{o.name}" for c in system.contexts for o in c.operations}


def _following(state: "State", ejected: frozenset[str], followed: tuple["Source", ...]) -> "State":
    from dataclasses import replace

    return replace(state, manifest=replace(state.manifest, ejected=ejected, sources=followed))


def _refuse(sync: "Sync") -> None:
    if not sync.refused:
        return
    for decision in sync.refused:
        tell(f"{decision.path}: {decision.why}")
    number = counted(len(sync.refused), "file")
    raise CommandError(Status.REFUSED, f"nothing was changed: {number} in the way, as said above")


def _report(sync: "Sync") -> None:
    if sync.changes_nothing:
        say("Nothing to do: the workspace follows its blueprint.")
        return
    for decision in sync.touched:
        names = ": " + ", ".join(decision.added) if decision.added else ""
        say(f"{decision.action:<8} {decision.path}{names}")
    for path in sync.proposed:
        say(f"propose  .blueprint/proposed/{path}")
    touched = counted(len(sync.touched), "file")
    say(f"{touched} changed." if sync.touched else "The records in .blueprint/ were brought up.")


def _put_aside(sync: "Sync") -> list[tuple[str, str]]:
    whys = {decision.path: decision for decision in sync.decisions if decision.path in sync.orphans}
    return [
        (place, f"was {path}; {whys[path].why}: {whys[path].findings[0]}")
        for path, place in sync.orphans.items()
    ]
