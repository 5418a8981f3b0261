"""`blueprint sync --plan`: what a run would do to files, contracts and tables; nothing is done."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.changed import as_objects, as_text
from blueprint.cli.console import counted, say, tell
from blueprint.cli.intent import Accepting, Intent, intend, no_memory, nothing_more
from blueprint.cli.sources import read_valid, status_of
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from generator.decision import Decision


def plan(root: Path, accepting: Accepting, *, as_json: bool) -> Status:
    """Says what following its blueprint would do to the workspace at *root*."""
    memory = no_memory(root)  # first of all: a blueprint of a later version may not be readable
    reading = read_valid(root)
    intent = intend(root, reading, memory, nothing_more, accepting)
    say(json.dumps(_object(intent), ensure_ascii=False, indent=2) if as_json else _text(intent))
    if intent.refused:
        tell(f"{counted(len(intent.refused), 'change')} would break contracts: sync would stop")
    nothing = intent.sync.changes_nothing and not intent.changes
    idle = nothing and not intent.sync.refused and not intent.sync.findings
    return status_of(reading) if idle else Status.FINDINGS


def _decisions(intent: Intent) -> list["Decision"]:
    """What is not simply kept, the files in the way among them."""
    return sorted([*intent.sync.touched, *intent.sync.refused], key=lambda one: one.path)


def _text(intent: Intent) -> str:
    parts = ["Files", *(f"  {line}" for line in _file_lines(intent))]
    if intent.sync.changes_nothing and not intent.sync.refused and not intent.changes:
        parts = ["Nothing to do: the workspace follows its blueprint."]
    if intent.changes:
        parts += ["", "Contracts", "", as_text(intent.changes)]
    if intent.tables:
        parts += ["", "Tables", *(f"  {line}" for line in _table_lines(intent))]
    if intent.sync.findings:
        parts += ["", "Left to you", *(f"  {path}: {why}" for path, why in intent.sync.findings)]
    return "\n".join(parts)


def _file_lines(intent: Intent) -> list[str]:
    lines = [
        f"{one.action:<8} {one.path} ({one.owner}){_detail(one)}" for one in _decisions(intent)
    ]
    lines += [f"{'move':<8} {new}: from {old}" for old, new in sorted(intent.sync.carried.items())]
    lines += [f"{'propose':<8} .blueprint/proposed/{path}" for path in intent.sync.proposed]
    return lines or ["the records in .blueprint/ alone"]


def _detail(decision: "Decision") -> str:
    was = f"from {decision.was}" if decision.was else ""
    said = ", ".join([*([was] if was else []), *decision.added]) or decision.why
    return f": {said}" if said else ""


def _table_lines(intent: Intent) -> list[str]:
    return [f"{context}: {one}" for context, found in intent.tables.items() for one in found]


def _object(intent: Intent) -> dict[str, object]:
    """The plan for tools."""
    return {
        "files": [
            {
                "action": one.action.value,
                "path": one.path,
                "owner": one.owner.value,
                "was": one.was,
                "added": list(one.added),
                "why": one.why,
            }
            for one in _decisions(intent)
        ],
        "moved": [{"path": new, "was": old} for old, new in sorted(intent.sync.carried.items())],
        "orphans": [
            {"path": place, "was": path} for path, place in sorted(intent.sync.orphans.items())
        ],
        "tables": {context: list(found) for context, found in intent.tables.items()},
        "contracts": as_objects(intent.changes),
        "refused": [one.rule.id for one in intent.refused],
        "findings": [{"path": path, "finding": why} for path, why in intent.sync.findings],
    }
