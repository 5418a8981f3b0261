"""Runs that were killed on the way: what is said of one that was finished, or still waits."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.console import tell, tell_findings
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from generator.syncing import Sync
    from generator.write import Left, Recovery


def tell_recovered(recovery: "Recovery | None") -> Status:
    """Says whose interrupted run was finished, and which files that left to people."""
    if recovery is None:
        return Status.DONE
    tell(f"an interrupted run of {recovery.holder} was finished")
    return tell_left(recovery.left)


def tell_left(left: Iterable["Left"]) -> Status:
    """Lists the files that were not written, as they were changed while or after a run began."""
    return tell_findings((one.path, _finding(one)) for one in left)


def _finding(left: "Left") -> str:
    kept = f"; what would have been written lies in {left.kept}" if left.kept else ""
    return f"{left.why}, and is left as it is{kept}"


def with_waiting(root: Path, sync: "Sync") -> "Sync":
    """The same with a finding where an interrupted run waits to be finished."""
    from dataclasses import replace

    from generator.write import RUN, waiting_run

    holder = waiting_run(root)
    if holder is None:
        return sync
    why = f"an interrupted run of {holder} waits: the next `blueprint sync` finishes it first"
    return replace(sync, findings=((RUN, why), *sync.findings))
