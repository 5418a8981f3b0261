"""Manifests: what was rendered into a workspace, a JSON object a line, so that git merges them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.json_lines import line_of, objects_in
from generator.tree import File, Owner, Tree, fingerprint

FOLDER = ".blueprint"
WORKSPACE = f"{FOLDER}/workspace.jsonl"


def manifest_path(context: str | None) -> str:
    """Where the manifest of a context lies, or with None the workspace's."""
    return WORKSPACE if context is None else f"{FOLDER}/contexts/{context}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rendered file; it has two hashes after git merged two branches' lines into one list.

    `functions` are those that a fill was asked for, those of earlier times included that it has.
    """

    path: str
    owner: Owner
    node: str
    context: str | None
    hashes: frozenset[str]
    functions: tuple[str, ...] = ()

    def has(self, content: bytes) -> bool:
        """Whether *content* is as it was rendered."""
        return fingerprint(content) in self.hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of the blueprint as it was when the workspace last followed it."""

    path: str
    context: str | None
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Former:
    """A name that a node had before, the `order`th of them, from 1 for the oldest.

    `named` is what it is called now, as people write it: `ordering.LabOrder.priority`.
    """

    named: str
    kind: str
    order: int
    was: str

    @property
    def context(self) -> str | None:
        """The context whose manifest lists it, or None for the workspace's, as of kernels."""
        home, _, rest = self.named.partition(".")
        return None if home == "kernels" and rest[:1].islower() else home


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything recorded: files by path, and operations made fills, as `ordering.PlaceOrder`.

    `sources` are the files of the blueprint that was followed, `formers` the names that nodes had
    before.
    """

    files: Mapping[str, Entry] = field(default_factory=dict)
    ejected: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()
    formers: frozenset[Former] = frozenset()


_CONTEXT = re.compile(r"^context: *([a-z][a-z0-9_]*)", re.MULTILINE)


def sources(blueprint: Mapping[str, str]) -> tuple[Source, ...]:
    """What is recorded of a blueprint, whose texts are given by their paths."""
    return tuple(_source(path, text) for path, text in sorted(blueprint.items()))


def _source(path: str, text: str) -> Source:
    """A context's own file is recorded with that context, so that branches seldom meet."""
    named = _CONTEXT.search(text)
    context = named[1] if named else None
    return Source(path=path, context=context, hashes=frozenset({fingerprint(text.encode("utf-8"))}))


def parse(texts: Mapping[str | None, str]) -> Manifest:
    """The manifests by context as one; what is no line of a manifest, as a mark of a conflict left
    by git, is passed over: a manifest can always be made again.
    """
    files: dict[str, Entry] = {}
    ejected: set[str] = set()
    followed: dict[str, Source] = {}
    formers: set[Former] = set()
    for context, text in texts.items():
        for line in objects_in(text):
            if "eject" in line:
                ejected.add(line["eject"])
            elif former := _former(line):
                formers.add(former)
            elif source := _followed(line, context):
                followed[source.path] = _with_hashes(source, followed.get(source.path))
            elif entry := _entry(line, context):
                files[entry.path] = _joined(files.get(entry.path), entry)
    return Manifest(
        files=files,
        ejected=frozenset(ejected),
        sources=tuple(followed[p] for p in sorted(followed)),
        formers=frozenset(formers),
    )


def _former(line: Mapping[str, str]) -> Former | None:
    try:
        order = int(line["order"])
        return Former(named=line["named"], kind=line["kind"], order=order, was=line["was"])
    except (KeyError, ValueError):
        return None


def _followed(line: Mapping[str, str], context: str | None) -> Source | None:
    if not {"source", "sha256"} <= line.keys():
        return None
    return Source(path=line["source"], context=context, hashes=frozenset({line["sha256"]}))


def _with_hashes(source: Source, other: Source | None) -> Source:
    return source if other is None else replace(source, hashes=source.hashes | other.hashes)


def _entry(line: Mapping[str, str], context: str | None) -> Entry | None:
    try:
        return Entry(
            path=line["path"],
            owner=Owner(line["owner"]),
            node=line["node"],
            context=context,
            hashes=frozenset({line["sha256"]}),
            functions=tuple(line.get("functions", "").split()),
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
        functions=tuple(sorted({*one.functions, *other.functions})),
    )


def texts(tree: Tree, manifest: Manifest) -> dict[str, str]:
    """The manifests of *tree* by their paths; a fill that was not rendered anew keeps its hash.

    *manifest* says which hashes to keep, and which operations are ejected.
    """
    lines: dict[str, list[str]] = {WORKSPACE: []}
    for source in manifest.sources:
        lines.setdefault(manifest_path(source.context), []).extend(
            line_of(source=source.path, sha256=sha256) for sha256 in sorted(source.hashes)
        )
    for name in sorted(manifest.ejected):
        lines.setdefault(manifest_path(name.partition(".")[0]), []).append(line_of(eject=name))
    for one in sorted(manifest.formers):
        lines.setdefault(manifest_path(one.context), []).append(
            line_of(named=one.named, kind=one.kind, was=one.was, order=str(one.order))
        )
    for file in tree.values():
        lines.setdefault(manifest_path(file.context), []).extend(_lines(file, manifest))
    return {path: "".join(written) for path, written in lines.items()}


def _lines(file: File, manifest: Manifest) -> Iterable[str]:
    kept = manifest.files.get(file.path)
    hashes = sorted(kept.hashes) if kept else [fingerprint(file.content)]
    functions = sorted({*file.functions, *(kept.functions if kept else ())})
    more = {"functions": " ".join(functions)} if functions else {}
    return [
        line_of(path=file.path, owner=str(file.owner), node=file.node, sha256=sha256, **more)
        for sha256 in hashes
    ]
