"""A change of a workspace that is there: all of it or nothing, whenever it is stopped."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from generator.write import staging
from generator.write.changes import Wanted, changes, of_files, of_records
from generator.write.finishing import Left, finish
from generator.write.holder import this_process
from generator.write.journal import Change, Journal

_Staged: TypeAlias = tuple[str, bytes, int | None]
"""A file by its name in the run's folder: its bytes, and its permissions where they are given."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


def apply(
    root: Path,
    *,
    put: Mapping[str, bytes],
    moved: Mapping[str, str],
    removed: Iterable[str],
    state: Mapping[str, bytes],
    forgotten: Iterable[str] = (),
    follows: Mapping[str, str] = _NOTHING,
    command: str = "",
) -> tuple[Left, ...]:
    """Changes the workspace at *root*: all staged, then decided, then each file by one rename.

    `moved` is by old path, and may meet a path of `put`: then that is what the moved file holds;
    `state` comes after all else; `forgotten` are files of the state that go; `follows` names for a
    path of the state the file without which it does not hold. What fails before the decision
    changes nothing; what fails after it raises UnfinishedError, and the next run that takes the
    lock finishes it. Answers the files that somebody edited meanwhile: they are left alone.
    """
    files, records = of_files(root, put, moved, removed), of_records(state, forgotten, follows)
    first = changes(root, files, 0)
    second = changes(root, records, len(first))
    if not first and not second:
        return ()
    staging.refuse_unwritable(root, [*first, *second])
    journal = Journal(holder=this_process(), command=command, changes=(*first, *second))
    staging.begin(root)
    _decide(root, journal, [*_staged(files, first), *_staged(records, second)])
    return finish(root, journal)


def _staged(wanted: Wanted, changes: Iterable[Change]) -> Iterator[_Staged]:
    for change in changes:
        if change.staged:
            mode = wanted.modes.get(change.path, change.mode)
            yield change.staged, wanted.put[change.path], mode


def _decide(root: Path, journal: Journal, staged: list[_Staged]) -> None:
    """Stages what is new and lets the journal stand; what stops it before that leaves nothing."""
    contents = {name: content for name, content, _ in staged}
    modes = {name: mode for name, _, mode in staged if mode is not None}
    try:
        staging.stage(root, contents, modes)
        staging.commit(root, journal)
    except BaseException:
        if not staging.is_decided(root):
            with suppress(OSError):
                staging.discard(root)
        raise
