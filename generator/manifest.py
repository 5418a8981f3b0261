"""Manifests: what was rendered into a workspace, a JSON object a line, so that git merges them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.tree import File, Owner, Tree, fingerprint

FOLDER = ".blueprint"
WORKSPACE = f"{FOLDER}/workspace.jsonl"


def manifest_path(context: str | None) -> str:
    """Where the manifest of a context lies, or with None the workspace's."""
    return WORKSPACE if context is None else f"{FOLDER}/contexts/{context}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rendered file; it has two hashes after git merged two branches' lines into one list."""

    path: str
    owner: Owner
    node: str
    context: str | None
    hashes: frozenset[str]

    def has(self, content: bytes) -> bool:
        """Whether *content* is as it was rendered."""
        return fingerprint(content) in self.hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything recorded: files by path, and operations made fills, as `ordering.PlaceOrder`."""

    files: Mapping[str, Entry] = field(default_factory=dict)
    ejected: frozenset[str] = frozenset()


def parse(texts: Mapping[str | None, str]) -> Manifest:
    """The manifests by context as one; what is no line of a manifest, as a mark of a conflict left
    by git, is passed over: a manifest can always be made again.
    """
    files: dict[str, Entry] = {}
    ejected: set[str] = set()
    for context, text in texts.items():
        for line in _objects(text):
            if "eject" in line:
                ejected.add(line["eject"])
            elif entry := _entry(line, context):
                files[entry.path] = _joined(files.get(entry.path), entry)
    return Manifest(files=files, ejected=frozenset(ejected))


def _objects(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and all(isinstance(value, str) for value in found.values()):
            yield found


def _entry(line: Mapping[str, str], context: str | None) -> Entry | None:
    try:
        return Entry(
            path=line["path"],
            owner=Owner(line["owner"]),
            node=line["node"],
            context=context,
            hashes=frozenset({line["sha256"]}),
        )
    except (KeyError, ValueError):
        return None


def _joined(one: Entry | None, other: Entry) -> Entry:
    if one is None:
        return other
    return Entry(
        path=other.path,
        owner=other.owner,
        node=other.node,
        context=other.context,
        hashes=one.hashes | other.hashes,
    )


def texts(tree: Tree, manifest: Manifest) -> dict[str, str]:
    """The manifests of *tree* by their paths; a fill that was not rendered anew keeps its hash.

    *manifest* says which hashes to keep, and which operations are ejected.
    """
    lines: dict[str, list[str]] = {WORKSPACE: []}
    for name in sorted(manifest.ejected):
        lines.setdefault(manifest_path(name.partition(".")[0]), []).append(_line(eject=name))
    for file in tree.values():
        lines.setdefault(manifest_path(file.context), []).extend(_lines(file, manifest))
    return {path: "".join(written) for path, written in lines.items()}


def _lines(file: File, manifest: Manifest) -> Iterable[str]:
    kept = manifest.files.get(file.path)
    hashes = sorted(kept.hashes) if kept else [fingerprint(file.content)]
    return [
        _line(path=file.path, owner=str(file.owner), node=file.node, sha256=sha256)
        for sha256 in hashes
    ]


def _line(**facts: str) -> str:
    return json.dumps(facts, ensure_ascii=False) + "\n"
