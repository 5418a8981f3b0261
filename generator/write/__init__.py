"""Write: the only package that changes anything on disk. Wherever it is killed, it is old or new.

A new workspace comes by one rename (`create`). One that is there is changed under its lock
(`lock`, which first finishes what a killed run left) by transactions (`apply`): all is staged in
`.blueprint/run/`, then a journal stands, then each file takes its place.
"""

from generator.write.applying import apply
from generator.write.creating import TargetExistsError, create, refuse_existing
from generator.write.finishing import Left, Recovery, UnfinishedError, recover
from generator.write.holder import Holder
from generator.write.journal import RUN, JournalError
from generator.write.locking import LOCK, LockedError, lock, waiting_run
from generator.write.replacing import replace
from generator.write.scratch import fill, scratch

__all__ = [
    "LOCK",
    "RUN",
    "Holder",
    "JournalError",
    "Left",
    "LockedError",
    "Recovery",
    "TargetExistsError",
    "UnfinishedError",
    "apply",
    "create",
    "fill",
    "lock",
    "recover",
    "refuse_existing",
    "replace",
    "scratch",
    "waiting_run",
]
