"""The revisions of a context as they lie on disk, read and never run."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.tree import fingerprint
from generator.workspace import Reader

_NUMBERED = re.compile(r"(\d{4})_")


class BrokenHistoryError(ValueError):
    """The revisions do not follow from one another; `path` is the file at fault."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision: its id, the ids of those that it goes on from, and its file."""

    id: str
    after: tuple[str, ...]
    path: str
    content: bytes

    @property
    def number(self) -> int:
        """The number at the beginning of its file's name; 0 where there is none."""
        found = _NUMBERED.match(self.path.rpartition("/")[2])
        return int(found[1]) if found else 0

    @property
    def fingerprint(self) -> str:
        """The hash of its bytes."""
        return fingerprint(self.content)


History = Mapping[str, Revision]
"""Revisions by their ids."""


def read_history(reader: Reader, folder: str) -> History:
    """The revisions in *folder*; raises BrokenHistoryError."""
    found: dict[str, Revision] = {}
    for path in reader.below(folder):
        if path.endswith(".py") and path.rpartition("/")[0] == folder:
            one = revision_in(path, reader.read(path) or b"")
            if one is not None and one.id in found:
                raise BrokenHistoryError(path, f"{found[one.id].path} is revision {one.id}, too")
            if one is not None:
                found[one.id] = one
    _refuse_gaps(found)
    return found


def revision_in(path: str, content: bytes) -> Revision | None:
    """The revision that a module is, or None; raises BrokenHistoryError for what is no module."""
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError):
        raise BrokenHistoryError(
            path, "it is no Python, so that the revisions cannot be told: mend it, and sync again"
        ) from None
    said = dict(_assigned(module))
    if not isinstance(said.get("revision"), str):
        return None
    return Revision(
        id=str(said["revision"]),
        after=tuple(_ids(said.get("down_revision"))),
        path=path,
        content=content,
    )


def _assigned(module: ast.Module) -> Iterator[tuple[str, object]]:
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield from _valued(name, value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield from _valued(name, value)


def _valued(name: str, value: ast.expr) -> Iterator[tuple[str, object]]:
    if name in ("revision", "down_revision"):
        try:
            yield name, ast.literal_eval(value)
        except ValueError:
            return


def _ids(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, str):
            yield one


def _refuse_gaps(history: History) -> None:
    for revision in history.values():
        for before in revision.after:
            if before not in history:
                raise BrokenHistoryError(
                    revision.path,
                    f"it goes on from revision {before}, of which there is no file: "
                    "bring that back, or let `down_revision` name another",
                )
    if history and not heads(history):
        first = min(history.values(), key=lambda one: one.path)
        raise BrokenHistoryError(first.path, "the revisions go round in a circle")


def heads(history: History) -> tuple[str, ...]:
    """The ids of those from which none goes on, sorted."""
    before = {one for revision in history.values() for one in revision.after}
    return tuple(sorted(history.keys() - before))


def ancestry(history: History, of: Iterable[str]) -> dict[str, frozenset[str]]:
    """The revisions *of* and all before them, each with all that come before it."""
    found: dict[str, frozenset[str]] = {}
    for revision in of:
        found |= {one: frozenset(_before(history, one)) for one in _with(history, [revision])}
    return found


def _with(history: History, ids: Iterable[str]) -> set[str]:
    """These and all before them."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += history[one].after
    return found


def _before(history: History, revision: str) -> set[str]:
    return _with(history, history[revision].after)


def next_number(history: History, but: Collection[str] = ()) -> int:
    """The number of the revision that is written next, *but* these being gone."""
    return max((one.number for one in history.values() if one.id not in but), default=0) + 1
