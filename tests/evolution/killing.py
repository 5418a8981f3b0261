"""A sync that is killed on its way, at a call of the write package after it has begun to write."""

import os
import signal

from generator import write
from tests.cli.killing import in_child
from tests.evolution.history import History


def killed(history: History, calls: int, *, decided: bool) -> bool:
    """Kills a sync *calls* writes after it began to stage, or was *decided*; False if it lived.

    Nothing of a person's is out of its place afterwards.
    """
    begun = history.root / (f"{write.RUN}/journal.json" if decided else write.RUN)
    left = calls

    def happening(_: int, __: str) -> None:
        nonlocal left
        if os.path.exists(begun):
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    def sync() -> int:
        return history.folders.call(history.root, "sync").status

    status = in_child(sync, happening)
    history.log.append(f"sync killed at {calls}" if status is None else f"sync: {status}")
    history.nothing_lost()
    return status is None
