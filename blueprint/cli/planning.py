"""`blueprint sync --plan`: what a run would do to files, contracts and tables; nothing is done."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.changed import as_objects, as_text
from blueprint.cli.console import counted, say, tell
from blueprint.cli.following import Accepting, Intent, intend
from blueprint.cli.sources import read_valid, status_of
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from generator.merge import Decision


def plan(root: Path, accepting: Accepting, *, as_json: bool) -> Status:
    """Says what following its blueprint would do to the workspace at *root*."""
    reading = read_valid(root)
    intent = intend(root, reading, lambda _: frozenset(), accepting)
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
    if intent.sync.changes_nothing and not intent.sync.refused and not intent.changes:
        return "Nothing to do: the workspace follows its blueprint."
    parts = ["Files", *(f"  {line}" for line in _file_lines(intent))]
    if intent.changes:
        parts += ["", "Contracts", "", as_text(intent.changes)]
    if intent.sync.findings:
        parts += ["", "Left to you", *(f"  {path}: {why}" for path, why in intent.sync.findings)]
    return "\n".join(parts)


def _file_lines(intent: Intent) -> list[str]:
    lines = [
        f"{one.action:<8} {one.path} ({one.owner}){_detail(one)}" for one in _decisions(intent)
    ]
    lines += [f"{'propose':<8} .blueprint/proposed/{path}" for path in intent.sync.proposed]
    return lines or ["the records in .blueprint/ alone"]


def _detail(decision: "Decision") -> str:
    said = ", ".join(decision.added) or decision.why
    return f": {said}" if said else ""


def _object(intent: Intent) -> dict[str, object]:
    """The plan for tools."""
    return {
        "files": [
            {
                "action": one.action.value,
                "path": one.path,
                "owner": one.owner.value,
                "added": list(one.added),
                "why": one.why,
            }
            for one in _decisions(intent)
        ],
        "contracts": as_objects(intent.changes),
        "refused": [one.rule.id for one in intent.refused],
        "findings": [{"path": path, "finding": why} for path, why in intent.sync.findings],
    }
