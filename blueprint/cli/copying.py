"""What Copier runs: its task makes a workspace, its migration moves one to these templates.

Copier has written the answers file before either; when a run stops, the file is as it was before.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli import console
from blueprint.cli.following import follow
from blueprint.cli.process import leave_out_plugins, uncollected
from blueprint.cli.status import CommandError, Status, explain
from blueprint.cli.whereabouts import find_root

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMER = "VERSION_FROM"  # Copier's word for the commit that a workspace comes from
_BESIDE = frozenset({".git"})


def main(arguments: Sequence[str]) -> int:
    """Does `new BLUEPRINT` or `update` in the working folder; answers an exit status."""
    console.prepare()
    leave_out_plugins()
    try:
        with uncollected():
            return int(_run(Path.cwd(), list(arguments)))
    except BaseException as error:  # whatever it is, it ends in a status and a sentence
        return explain(error)


def _run(target: Path, arguments: list[str]) -> Status:
    # A workspace that is there is never made anew: `copier recopy` is an update, too.
    if arguments[0] == "update" or find_root(target) == target:
        return _update(target)
    return _new(target, arguments[1])


def _update(root: Path) -> Status:
    from generator.templating import own

    with _answers_last(root, _former(root)):
        return follow(root, templates=own())


def _new(target: Path, origin: str) -> Status:
    """Makes a workspace in a folder that holds Copier's answers and nothing else.

    What is left to people is told, and is no failure: Copier would take all of it back.
    """
    from blueprint.cli.new import begun_from, report
    from generator.templating import own

    try:
        _refuse_others(target)
        begun = begun_from(_found(origin), own())
        _lay(target, begun.composed.files)
    except BaseException:
        _put(target, _committed(target))
        raise
    report(begun, target)
    return Status.DONE


def _refuse_others(target: Path) -> None:
    from generator.answers import ANSWERS

    others = sorted({path.name for path in target.iterdir()} - _BESIDE - {ANSWERS})
    if others:
        raise CommandError(
            Status.REFUSED,
            f"{target}: something is there already: {others[0]}",
            "name a path where nothing is, or an empty folder",
        )


def _found(origin: str) -> str:
    """The blueprint's path as the caller of Copier means it: relative to where they are."""
    from generator.origin import samples

    if origin in samples() or os.path.isabs(origin):
        return origin
    return os.path.join(os.environ.get("PWD", os.curdir), origin)


def _lay(target: Path, files: "Mapping[str, bytes]") -> None:
    from generator.answers import ANSWERS
    from generator.write import apply

    ours = {path: content for path, content in files.items() if path != ANSWERS}
    apply(target, put=ours, moved={}, removed=[], state={})


# -- the answers file ----------------------------------------------------------------------


@contextmanager
def _answers_last(root: Path, before: bytes | None) -> Iterator[None]:
    """Puts the answers of *before* back for as long as the block runs, and for good if it stops."""
    from generator.answers import ANSWERS
    from generator.workspace import Reader

    after = Reader(root).read(ANSWERS)
    _put(root, before)
    yield
    _put(root, after)


def _put(root: Path, content: bytes | None) -> None:
    from generator.answers import ANSWERS
    from generator.workspace import Reader
    from generator.write import replace
    from generator.write.replacing import remove

    if content is None:
        remove(root, ANSWERS)
    elif content != Reader(root).read(ANSWERS):
        replace(root, {ANSWERS: content})


def _former(root: Path) -> bytes | None:
    """The answers as they were before Copier wrote them: as git has them, else made of its word."""
    from generator.answers import ANSWERS, with_commit
    from generator.workspace import Reader

    now = Reader(root).read(ANSWERS)
    if (committed := _committed(root)) is not None or now is None:
        return committed
    former = os.environ.get(_FORMER)
    return with_commit(now, former) if former else now


def _committed(root: Path) -> bytes | None:
    from generator import git
    from generator.answers import ANSWERS

    return git.content_at(root, "HEAD", f"./{ANSWERS}")
