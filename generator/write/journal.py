"""The journal: what a run has decided to change, so that whoever comes next can finish it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from generator.paths import UnsafePathError, inside, refuse_outside
from generator.write.holder import Holder

RUN = ".blueprint/run"
"""Where a run stages what it writes; there only while it lasts, and after it was killed."""

JOURNAL = f"{RUN}/journal.json"
"""Where the journal stands from the moment on at which a run is decided."""

_VERSION = 1


class JournalError(RuntimeError):
    """A journal stands that this tool did not write, or that was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One path from what it holds to what it is to hold: digests of the bytes, None for no file.

    `mode` are the permissions that go with `old`; `staged` is the name of the new bytes in the
    run's folder; `follows` is a path without whose change this one is not made; a record is a note
    of Blueprint's own, and nobody's work.
    """

    path: str
    old: str | None
    new: str | None
    mode: int | None = None
    staged: str | None = None
    follows: str | None = None
    is_record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The changes of one run in the order in which they are made; whose it is, and its command."""

    holder: Holder
    command: str
    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """What `read` reads."""
        begun = self.holder.begun.isoformat() if self.holder.begun else None
        head = {"version": _VERSION, "command": self.command, "process": self.holder.process}
        body = [asdict(change) for change in self.changes]
        return json.dumps(
            {**head, "host": self.holder.host, "begun": begun, "changes": body}, indent=1
        )


def read(root: Path) -> Journal | None:
    """The journal that stands at *root*, if one does; raises JournalError, UnsafePathError."""
    try:
        content = inside(root, JOURNAL).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return _parse(json.loads(content))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise JournalError(f"{JOURNAL}: this is no journal that this version wrote") from error


def _parse(found: dict[str, object]) -> Journal:
    if found["version"] != _VERSION:
        raise ValueError(found["version"])
    begun = _text(found["begun"])
    holder = Holder(
        process=int(str(found["process"])),
        host=str(found["host"]),
        begun=datetime.fromisoformat(begun).astimezone() if begun else None,
    )
    changes = cast(Iterable[dict[str, object]], found["changes"])
    return Journal(
        holder=holder,
        command=str(found["command"]),
        changes=tuple(_change(change) for change in changes),
    )


def _change(found: dict[str, object]) -> Change:
    """Raises UnsafePathError for a path that no run of ours changes."""
    path, staged = str(found["path"]), _text(found["staged"])
    refuse_foreign(path)
    if staged is not None and not staged.isdecimal():
        raise UnsafePathError(f"{staged}: a run does not stage under such a name")
    new = _text(found["new"])
    if (new is None) != (staged is None):
        raise ValueError(path)
    return Change(
        path=path,
        old=_text(found["old"]),
        new=new,
        mode=None if found["mode"] is None else int(str(found["mode"])),
        staged=staged,
        follows=_text(found["follows"]),
        is_record=found["is_record"] is True,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def refuse_foreign(path: str) -> None:
    """Raises UnsafePathError for a path outside of the workspace, and for one that is git's."""
    refuse_outside(path)
    if ".git" in path.casefold().split("/"):
        raise UnsafePathError(f"{path}: this belongs to git")
