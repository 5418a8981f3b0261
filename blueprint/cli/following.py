"""Brings a workspace in line with its blueprint: what `sync` does, and `eject` after a record."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import counted, progress, say, tell, tell_findings
from blueprint.cli.sources import read_valid, resolved, status_of
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.model import System
    from generator.state import State
    from generator.syncing import Sync

Ejecting = Callable[["System"], frozenset[str]]
"""The operations to eject beside those that are, chosen by the model; may raise CommandError."""


def follow(root: Path, ejecting: Ejecting = lambda _: frozenset()) -> Status:
    """Makes the workspace at *root* follow its blueprint, and says what became of it.

    Raises CommandError where a file is in the way: then nothing is touched.
    """
    from generator import generate
    from generator.state import read_state
    from generator.syncing import perform, prepare
    from generator.workspace import Reader
    from generator.write import lock

    reading = read_valid(root)
    with lock(root):
        reader = Reader(root)
        state = read_state(reader)
        system = resolved(reading, state.manifest.ejected)
        wanted = state.manifest.ejected | ejecting(system)
        system = resolved(reading, wanted) if wanted != state.manifest.ejected else system
        tree = generate(system, progress())
        sync = prepare(reader, _with_ejected(state, _present(wanted, system)), tree, system.own)
        _refuse(sync)
        perform(root, sync)
    _report(sync)
    left = tell_findings([*_put_aside(sync), *sync.findings])
    return max(left, status_of(reading))


def _present(ejected: frozenset[str], system: "System") -> frozenset[str]:
    """Those of the ejected operations that the blueprint still has."""
    return ejected & {f"{c.name}.{o.name}" for c in system.contexts for o in c.operations}


def _with_ejected(state: "State", ejected: frozenset[str]) -> "State":
    from dataclasses import replace

    return replace(state, manifest=replace(state.manifest, ejected=ejected))


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
