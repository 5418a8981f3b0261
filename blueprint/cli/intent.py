"""What a run would do to a workspace: its decisions on files, contracts and tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import progress
from blueprint.cli.interrupted import with_waiting
from blueprint.cli.sources import resolved
from blueprint.cli.status import CommandError, Status
from blueprint.cli.versions import templates_of

if TYPE_CHECKING:
    from blueprint.model import System
    from blueprint.read import Reading
    from generator.changes import Change
    from generator.memory import NoMemory
    from generator.state import State
    from generator.syncing import Sync
    from generator.tree import Tree

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
    the run; `beside` are files of the user's that it writes as asked; `tables` says for each
    context what becomes of its tables.
    """

    reading: "Reading"
    tree: "Tree"
    sync: "Sync"
    changes: tuple["Change", ...]
    pending: tuple["Change", ...]
    refused: tuple["Change", ...]
    beside: Mapping[str, bytes]
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING_ACCEPTED = Accepting()


def nothing_more(_: "System") -> frozenset[str]:
    """Ejects nothing."""
    return frozenset()


def no_memory(root: Path) -> "NoMemory":
    """Of the workspace at *root*, as its templates have it, nothing is known yet.

    Raises CommandError where it is of another version than this tool.
    """
    import generator
    from generator.memory import NoMemory

    return NoMemory(root, templates_of(root).root or generator.templates_root())


def intend(
    root: Path,
    reading: "Reading",
    memory: "NoMemory",
    ejecting: Ejecting = nothing_more,
    accepting: Accepting = NOTHING_ACCEPTED,
    *,
    adapt: bool = False,
) -> Intent:
    """What it takes for the workspace at *root* to follow a blueprint; nothing is touched.

    *memory* is of earlier runs with the templates to follow; *adapt* says that former names in
    fills are to be written as they are now.
    """
    from generator import generate
    from generator.adapting import vocabularies
    from generator.evidence import witness_of
    from generator.identity import known_names
    from generator.migrating import plan
    from generator.moving import carried
    from generator.plan import read_rows
    from generator.revisions import had_in
    from generator.state import read_state
    from generator.syncing import prepare
    from generator.uncalled import uncalled

    reader = memory.reader
    state = read_state(reader)
    system, state = _followed(reading, state, ejecting)
    rendered = generate(system, progress(), memory.templates, memory.recalled(state))
    migrations = plan(system, rendered, state, reader, memory.noting_git(had_in(root)))
    tree = migrations.on(rendered)
    sync = prepare(
        reader,
        state,
        tree,
        system.own,
        witness=memory.noting(witness_of(root)),
        carried=carried(system, state.manifest, reader),
        records=migrations.records,
        open_revisions=migrations.open,
        words=vocabularies(tree, known_names(reading.sound, state.manifest.formers)),
        adapt=adapt,
    )
    sync = with_waiting(root, sync)
    intent = _with_contracts(reading, memory, system, tree, sync, accepting)
    dead = uncalled(system, read_rows(memory.templates), tree, state.manifest, reader)
    sync = _found(intent.sync, (*migrations.findings, *dead))
    return replace(intent, tables=migrations.changes, sync=sync)


def _found(sync: "Sync", findings: tuple[tuple[str, str], ...]) -> "Sync":
    return replace(sync, findings=(*sync.findings, *findings))


def _followed(reading: "Reading", state: "State", ejecting: Ejecting) -> tuple["System", "State"]:
    """The model with what the workspace knows of former names, and what is recorded from now on."""
    from generator.identity import kept, known_names, present_names
    from generator.manifest import sources

    document = reading.sound
    known = known_names(document, state.manifest.formers)
    before = present_names(state.manifest.ejected, document, known)
    system = resolved(reading, before, known)
    ejected = before | ejecting(system)
    system = resolved(reading, ejected, known) if ejected != before else system
    _refuse_clashes(system)
    manifest = replace(
        state.manifest,
        ejected=_present(ejected, system),
        sources=sources(reading.files),
        formers=kept(known),
    )
    return system, replace(state, manifest=manifest)


def _refuse_clashes(system: "System") -> None:
    """Raises CommandError for a node that has the name under which another's past is kept."""
    from generator.identity import clashes

    for clash in clashes(system):
        raise CommandError(Status.CALL, clash.message, clash.help)


def _with_contracts(
    reading: "Reading",
    memory: "NoMemory",
    system: "System",
    tree: "Tree",
    sync: "Sync",
    accepting: Accepting,
) -> Intent:
    from blueprint.cli.governed import breaking, compared, unaccepted
    from generator.governing import (
        ACCEPTED,
        accepted,
        contracts_at,
        contracts_in,
        renamed,
        with_accepted,
    )

    reader = memory.reader
    promised = renamed(contracts_at(reader, memory.standing), system)
    changes = compared(promised, contracts_in(tree), date.today())
    pending = unaccepted(changes, accepted(reader))
    now = [one for one in breaking(pending) if one.rule.id in accepting.rules]
    _refuse_idle(accepting, now)
    known = reader.read(ACCEPTED) or b""
    beside = {ACCEPTED: with_accepted(known, now, accepting.because)} if now else {}
    return Intent(
        reading=reading,
        tree=tree,
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


def _present(ejected: frozenset[str], system: "System") -> frozenset[str]:
    """Those of the ejected operations that the blueprint still has."""
    return ejected & {f"{c.name}.{o.name}" for c in system.contexts for o in c.operations}
