"""Whether a run would find what an earlier one found, which had nothing to do.

Kept are the tool, the day, and all that the run looked at: files with their contents and stamps,
places where nothing was, folders with the names in them. Where all that is as it was, so is the
answer, and nothing needs to be read, rendered or compared.
"""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypedDict, cast

from generator import caching, tool
from generator.noting import Noted
from generator.stamps import (
    Stamp,
    Stamped,
    is_folder,
    is_missing,
    is_settled,
    names_in,
    parents_of,
    restamped,
    stamped,
)

KEPT = "unchanged"
_RECORDS = ".blueprint"
_AT_WORK = frozenset({"lock", "run"})  # another run is, or was when it was killed


class Seen(TypedDict):
    """What a run that had nothing to do looked at, as JSON; git's files by their whole paths."""

    tool: str
    day: str
    told: str
    status: int
    files: Stamped
    missing: list[str]
    folders: dict[str, list[str] | None]
    git: Stamped
    missing_in_git: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a run that had nothing to do told of the blueprint, and its exit status."""

    told: str
    status: int


def answer(root: Path, templates: Path) -> Answer | None:
    """What a run of this tool, with these *templates*, would say; None where only a run can tell.

    Where files had to be compared by content, their new stamps are kept.
    """
    base, now = os.fspath(root), time.time_ns()
    seen = cast(Seen, caching.kept_of(base, KEPT))
    stamps = _stamps(seen, base) if _is_same_run(seen, templates) else None
    if stamps is None:
        return None
    settled = {path: one for path, one in stamps.items() if is_settled(one, now)}
    if settled:
        files = {p: (digest, settled.get(p, one)) for p, (digest, one) in seen["files"].items()}
        caching.keep(base, KEPT, {**seen, "files": files})
    return Answer(told=seen["told"], status=seen["status"])


def _is_same_git(seen: Seen) -> bool:
    files, missing = seen["git"], seen["missing_in_git"]
    return restamped("", files) is not None and all(is_missing(f"/{path}") for path in missing)


def _is_same_run(seen: Seen, templates: Path) -> bool:
    same_day = seen.get("day") == date.today().isoformat()
    return same_day and seen.get("tool") == tool.digest(templates)


def _stamps(seen: Seen, base: str) -> dict[str, Stamp] | None:
    """The stamps of the files that had to be compared by content; None where something differs."""
    if any(names_in(f"{base}/{folder}") != names for folder, names in seen["folders"].items()):
        return None
    parents = {parent for path in seen["missing"] for parent in parents_of(path)}
    if not all(is_folder(f"{base}/{parent}") for parent in parents):
        return None
    if not all(is_missing(f"{base}/{path}") for path in seen["missing"]) or not _is_same_git(seen):
        return None
    return restamped(base, seen["files"])


def remember(
    root: Path,
    templates: Path,
    noted: Noted,
    blueprint: Mapping[str, str],
    said: Answer,
    git: Mapping[str, str | None],
) -> None:
    """Keeps what a run looked at that had nothing to do; *blueprint* are the texts that it read.

    *git* are files of git that it depends on, by whole paths without the first `/`. Nothing is kept
    of a workspace in which something happened meanwhile.
    """
    base = os.fspath(root)
    records = names_in(f"{base}/{_RECORDS}")
    texts = {path: _digest_as_read(f"{base}/{path}", path, t) for path, t in blueprint.items()}
    if None in texts.values() or records is None or not _AT_WORK.isdisjoint(records):
        return
    contents = {**noted.files, **texts}
    seen: Seen = {
        "tool": tool.digest(templates),
        "day": date.today().isoformat(),
        "told": said.told,
        "status": said.status,
        "files": stamped(base, contents, noted.began),
        "missing": _missing(base, (path for path, content in contents.items() if content is None)),
        "folders": {**noted.folders, _RECORDS: records},
        "git": stamped("", git, noted.began),
        "missing_in_git": [path for path, content in git.items() if content is None],
    }
    caching.keep(base, KEPT, {**seen})


def _digest_as_read(place: str, path: str, text: str) -> str | None:
    """The SHA-256 of a file of the blueprint that still has the text which was read; else None."""
    from blueprint.load.text import decode

    try:
        with open(place, "rb") as file:
            content = file.read()
    except OSError:
        return None
    return sha256(content).hexdigest() if decode(content, path)[0] == text else None


def _missing(base: str, paths: Iterable[str]) -> list[str]:
    """Of places where nothing is, the outermost: what would have to come for them to be there."""
    found = set()
    for path in paths:
        outermost = next((p for p in parents_of(path)[::-1] if is_missing(f"{base}/{p}")), path)
        found.add(outermost)
    return sorted(found)
