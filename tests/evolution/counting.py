"""What the histories of one test run were made of, over all its processes."""

import json
from collections import Counter
from pathlib import Path

from tests.evolution.edits import KINDS
from tests.evolution.needs import FILL, GENERATED, SHARED

STEPS = (
    "new",
    "new elsewhere",
    "add",
    "alter",
    "remove",
    "rename",
    "edit",
    "eject",
    "sync",
    "update",
    "update through Copier",
    "branch and merge",
    "commute",
    "kill",
    "kill before the journal stood",
    "kill after the journal stood",
    "edit after a kill",
    "resolve",
)
NODES = ("context", "aggregate", "field", "operation", "event")
CHANGES = tuple(f"{verb} {node}" for verb in ("add", "remove", "rename") for node in NODES)
EDITS = tuple(f"edit: {kind}" for kind in KINDS)
PLACES = tuple(f"edit of {owner}" for owner in (FILL, SHARED, GENERATED, "own"))
LEFT = ("resolve edited", "resolve orphan", "resolve conflict", "resolve syntax")
EXPECTED = (*STEPS, *CHANGES, *EDITS, *PLACES, *LEFT)
"""What no test run may be without."""


def kept(folder: Path, shard: int, taken: Counter[str]) -> None:
    """Keeps what one shard's histories were made of."""
    folder.mkdir(exist_ok=True)
    (folder / f"{shard}.json").write_text(json.dumps(taken))


def together(folder: Path, shards: int) -> Counter[str] | None:
    """What all of them were made of; None as long as some are still lived."""
    found = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    if len(found) < shards:
        return None
    total: Counter[str] = Counter()
    for one in found:
        total.update(one)
    return total


def lacking(total: Counter[str]) -> list[str]:
    """What was expected, and never happened."""
    return [name for name in EXPECTED if not total[name]]


def table(total: Counter[str]) -> str:
    """Each with how often it happened."""
    return "\n".join(f"{count:6} {name}" for name, count in sorted(total.items()))
