"""`blueprint sync --status`: what is left to resolve and what is in the way; nothing is done."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import counted, say
from blueprint.cli.intent import intend, no_memory
from blueprint.cli.sources import read_valid
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from generator.syncing import Sync

_FOLLOWS = "The workspace follows its blueprint."
_PENDING = "{pending} would change: `blueprint sync --plan` shows it."


def standing(root: Path, *, as_json: bool) -> Status:
    """Says what earlier runs, merges and edits left to people in the workspace at *root*."""
    memory = no_memory(root)
    sync = intend(root, read_valid(root), memory).sync
    say(json.dumps(_object(sync), ensure_ascii=False, indent=2) if as_json else _text(sync))
    return Status.FINDINGS if sync.findings or sync.refused else Status.DONE


def _text(sync: "Sync") -> str:
    parts = [*_listed("Left to resolve", sync.findings), *_listed("In the way", _in_the_way(sync))]
    if not parts:
        parts = ["Nothing is left to resolve."]
    pending = len(sync.touched) + len(sync.carried)
    parts.append(_PENDING.format(pending=counted(pending, "file")) if pending else _FOLLOWS)
    return "\n".join(parts)


def _listed(title: str, found: tuple[tuple[str, str], ...]) -> list[str]:
    return [title, *(f"  {path}: {why}" for path, why in found), ""] if found else []


def _in_the_way(sync: "Sync") -> tuple[tuple[str, str], ...]:
    return tuple((decision.path, decision.why) for decision in sync.refused)


def _object(sync: "Sync") -> dict[str, object]:
    """The same for tools."""
    return {
        "left": [{"path": path, "finding": why} for path, why in sync.findings],
        "in_the_way": [{"path": path, "why": why} for path, why in _in_the_way(sync)],
        "follows": sync.changes_nothing,
    }
