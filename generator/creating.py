"""What `new` does: rendered files, the blueprint and the fills beside it, as one new workspace."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from blueprint.model import System
from generator import git, write
from generator.decision import Action, Decision, Known
from generator.manifest import Entry, Former, Manifest, sources
from generator.merge import decide
from generator.migrating import plan
from generator.state import State, state_files
from generator.tree import File, Owner, Tree, fingerprint
from generator.workspace import Nothing

_YOURS = re.compile(r"(services/[^/]+/)?tests/.+|services/[^/]+/src/[^/]+/domain/\w+\.py")
"""Where files may stand that no template knows: tests, and what rules share."""


class MisplacedError(ValueError):
    """Files that cannot stand where they were to be laid in; one line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Every file of a new workspace, and what is left to people, each with its path."""

    files: Mapping[str, bytes]
    findings: tuple[tuple[str, str], ...]


def compose(
    system: System,
    tree: Tree,
    blueprint: Mapping[str, bytes],
    fills: Mapping[str, bytes],
    formers: frozenset[Former] = frozenset(),
) -> Composed:
    """The workspace of *tree*, which *system* gave, with its *blueprint*, and *fills* laid in.

    A fill laid in is the user's: recorded is the stub, and functions that it lacks are added.
    *formers* are the former names that the blueprint says. Raises MisplacedError where a file has
    no place.
    """
    if wrong := [*_colliding(tree, blueprint), *_misplaced(tree, fills)]:
        raise MisplacedError("\n".join(wrong))
    rendered = {path: file.content for path, file in tree.items()}
    laid = [_laid_in(tree[path], content) for path, content in fills.items() if path in tree]
    longer = {d.path: d.content for d in laid if d.action is Action.ADD and d.content is not None}
    followed = sources({path: text.decode("utf-8") for path, text in blueprint.items()})
    first = plan(system, tree, State(files={}, manifest=Manifest()), Nothing(), lambda _: False)
    records = state_files(tree, Manifest(sources=followed, formers=formers))
    records |= first.records
    return Composed(
        files={**rendered, **fills, **longer, **blueprint, **records},
        findings=tuple((d.path, finding) for d in laid for finding in d.findings),
    )


def create(target: Path, composed: Composed) -> None:
    """Makes the workspace at *target*, and a git repository of it unless it lies in one.

    Raises TargetExistsError, GitError; then nothing is left.
    """
    prepare = _nothing if git.inside_repository(target.parent) else git.init
    write.create(target, composed.files, prepare)


def _nothing(_: Path) -> None:
    pass


def _laid_in(stub: File, content: bytes) -> Decision:
    entry = Entry(
        path=stub.path,
        owner=stub.owner,
        node=stub.node,
        context=stub.context,
        hashes=frozenset({fingerprint(stub.content)}),
    )
    return decide(Known(path=stub.path, entry=entry, base=None, yours=content, new=stub))


def _colliding(tree: Tree, blueprint: Mapping[str, bytes]) -> Iterator[str]:
    for path in blueprint:
        if path in tree:
            yield f"{path}: the workspace has a file of its own there; name the context's another"


def _misplaced(tree: Tree, fills: Mapping[str, bytes]) -> Iterator[str]:
    for path in fills:
        if path not in tree:
            if not _YOURS.fullmatch(path):
                yield f"fills/{path}: the blueprint has no place for it"
        elif tree[path].owner not in (Owner.FILL, Owner.YOURS):
            yield f"fills/{path}: this file is {tree[path].owner}, and no fill"
