"""Which contexts need not be rendered: their templates would see what they saw, and an earlier run
that left nothing to do in them saw their files as they are.
"""

import os
import time
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypedDict, cast

from blueprint.model import Context
from generator import caching, tool
from generator.decision import Action, Decision
from generator.guard import is_unmarked
from generator.manifest import Entry, manifest_path
from generator.migrating.records import records_path
from generator.noting import Noted
from generator.parts import Part, Stands
from generator.seeing import digest
from generator.stamps import Stamped, digest_of, names_in, restamped, stamped
from generator.state import State
from generator.syncing import Sync
from generator.tree import File, Owner, Tree

_KEPT = "contexts"

Git = Mapping[str, str | None]
"""The files that git's answers follow from, by whole paths without the first `/`: their digests."""


class _Stood(TypedDict):
    """One context as a run left it that found nothing to do there, as JSON.

    `seen` is the digest of what its templates saw, `records` that of what is recorded of its files.
    `folders` are those of its own that were looked through, with the names in them.
    """

    seen: str
    unmarked: bool
    records: str
    files: Stamped
    folders: dict[str, list[str] | None]


class _Kept(TypedDict):
    """What is kept of a workspace's contexts: by which tool, and what git's answers came from."""

    tool: str
    git: Git
    stood: dict[str, _Stood]


class Recall:
    """What earlier runs of this tool found of the contexts of one workspace.

    Given a part, it answers its files where they stand: without contents, but for the bases of
    shared ones.
    """

    def __init__(self, root: Path, templates: Path, state: State, noted: Noted) -> None:
        self._base = os.fspath(root)
        self._tool = tool.digest(templates)
        self._state = state
        self._noted = noted
        self._began = time.time_ns()
        self._seen: dict[str, str] = {}
        self._contexts: dict[str, Context] = {}
        self._standing: dict[str, _Stood] = {}
        self._entries: dict[str, list[Entry]] = {}
        for entry in state.manifest.files.values():
            if entry.context is not None:
                self._entries.setdefault(entry.context, []).append(entry)
        kept = cast(_Kept, caching.kept_of(self._base, _KEPT))
        same = kept.get("tool") == self._tool and _is_same(kept["git"])
        self._kept: Mapping[str, _Stood] = kept["stood"] if same else {}
        self.git: Git = kept["git"] if same else {}

    @property
    def standing(self) -> frozenset[str]:
        """The contexts that were found standing."""
        return frozenset(self._standing)

    def __call__(self, part: Part) -> Stands | None:
        """The files of a context that stands; None where it is to be rendered."""
        if part.context is None:
            return None
        name = part.context.name.snake
        self._seen[name] = digest(part.system)
        self._contexts[name] = part.context
        kept = self._kept.get(name)
        stood = self._still(name, kept) if kept else None
        if stood is None:
            return None
        self._standing[name] = stood
        self._noted.files.update({path: content for path, (content, _) in stood["files"].items()})
        files = tuple(self._file(entry) for entry in self._entries.get(name, ()))
        return Stands(files=files, unmarked=stood["unmarked"])

    def _still(self, name: str, stood: _Stood) -> _Stood | None:
        """A context as it stood, with new stamps, if it still stands so."""
        if stood["seen"] != self._seen[name] or stood["records"] != self._records(name):
            return None
        folders = ((f"{self._base}/{folder}", names) for folder, names in stood["folders"].items())
        if any(names_in(place) != names for place, names in folders):
            return None
        stamps = restamped(self._base, stood["files"])
        if not stamps:
            return None if stamps is None else stood
        contents = {path: content for path, (content, _) in stood["files"].items()}
        return {**stood, "files": stamped(self._base, contents, self._began)}

    def _records(self, name: str) -> str:
        """The digest of all that is recorded of a context's files, and of its tables."""
        found = sha256(self._state.files.get(manifest_path(name), b""))
        found.update(b"\0" + self._state.files.get(records_path(name), b""))
        for entry in self._entries.get(name, ()):
            if entry.owner is Owner.SHARED:
                found.update(b"\0" + (self._state.base(entry.path) or b""))
        return found.hexdigest()

    def _file(self, entry: Entry) -> File:
        return File(
            path=entry.path,
            content=self._state.base(entry.path) or b"",
            owner=entry.owner,
            node=entry.node,
            context=entry.context,
            stands=True,
        )

    def keep(self, tree: Tree, sync: Sync, git: Git, doubted: Collection[str]) -> None:
        """Keeps what was found of each context in which there was nothing to do.

        *git* are the files that git's answers follow from, *doubted* those about which others were
        asked.
        """
        touched = {*sync.state, *sync.forgotten, *doubted, *(path for path, _ in sync.findings)}
        idle = {one.path for one in sync.decisions if _is_idle(one)} - touched
        files: dict[str, list[str]] = {name: [] for name in self._seen}
        for file in tree.values():
            if file.context in files:
                files[file.context].append(file.path)
        stood = {
            name: self._standing.get(name) or self._stood(name, paths)
            for name, paths in files.items()
            if idle.issuperset(paths) and not any(_is_of(path, name) for path in touched)
        }
        found = {name: one for name, one in stood.items() if one is not None}
        if found != self._kept or git != self.git:
            caching.keep(self._base, _KEPT, {"tool": self._tool, "git": git, "stood": found})

    def _stood(self, name: str, paths: Iterable[str]) -> _Stood | None:
        """What to keep of a context; None where one of its files is not there."""
        noted, contracts = self._noted, f"contracts/{name}"
        homes = (f"services/{name}/", f"{contracts}/")
        contents = {path: noted.files.get(path) for path in paths}
        if None in contents.values():
            return None
        contents |= {path: one for path, one in noted.files.items() if path.startswith(homes)}
        folders = {p: names for p, names in noted.folders.items() if f"{p}/".startswith(homes)}
        return {
            "seen": self._seen[name],
            "unmarked": is_unmarked(self._contexts[name]),
            "records": self._records(name),
            "files": stamped(self._base, contents, noted.began),
            "folders": {contracts: None, **folders},
        }


def _is_same(git: Git) -> bool:
    return all(digest_of(f"/{path}") == one for path, one in git.items())


def _is_of(path: str, context: str) -> bool:
    """Whether it is a record of the context, or lies in its service."""
    records = (manifest_path(context), records_path(context))
    return path in records or path.startswith(f"services/{context}/")


def _is_idle(decision: Decision) -> bool:
    """Whether a file stays as it is, and another run would find the same by itself."""
    asks = decision.findings or decision.proposed is not None or decision.owner is Owner.YOURS
    return decision.action is Action.KEEP and not asks
