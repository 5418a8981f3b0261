"""Evidence that a file which differs from what was rendered was not edited by hand after all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from generator import git
from generator.tidied import restored


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a file may have become what it is from.

    `sides` are its contents in the two commits that git merged, `common` the one that both began
    from; `tidy` are what it may be without a formatter's changes.
    """

    sides: tuple[bytes, ...] = ()
    common: bytes = b""
    tidy: tuple[bytes, ...] = ()


NO_EVIDENCE = Evidence()


class Witness(Protocol):
    """Gives evidence on files that seem to be edited by hand, by their paths and contents."""

    def __call__(self, files: Mapping[str, bytes], /) -> Mapping[str, Evidence]: ...


def nobody(files: Mapping[str, bytes], /) -> Mapping[str, Evidence]:
    """Evidence of nothing."""
    return {}


def witness_of(root: Path) -> Witness:
    """Evidence from git and from our formatter, on files of the workspace at *root*."""

    def testify(files: Mapping[str, bytes], /) -> Mapping[str, Evidence]:
        merged = _merged(root, files)
        tidied = [restored(files), restored(files, commas=False)]
        return {
            path: replace(
                merged.get(path, Evidence()),
                tidy=tuple(tidy[path] for tidy in tidied if path in tidy),
            )
            for path in files
        }

    return testify


def _merged(root: Path, paths: Iterable[str]) -> dict[str, Evidence]:
    """What git merged each file from; nothing without git, or where it merged nothing."""
    try:
        stages, commits = git.stages(root), git.merge_sides(root)
        found = {path: _of_stages(stages[path]) for path in paths if path in stages}
        if commits is not None:
            base, *sides = commits
            home = root.resolve().relative_to(git.top_of(root).resolve())
            places = {(home / path).as_posix(): path for path in paths if path not in found}
            for place, contents in git.contents_at(root, (*sides, base), places).items():
                found[places[place]] = _of_contents(*contents)
    except git.GitError:
        return {}
    return found


def _of_stages(stages: Mapping[int, bytes]) -> Evidence:
    """Of a file that git could not merge, as its index has it."""
    return _of_contents(stages.get(2), stages.get(3), stages.get(1))


def _of_contents(ours: bytes | None, theirs: bytes | None, base: bytes | None) -> Evidence:
    sides = tuple(side for side in (ours, theirs) if side is not None)
    return Evidence(sides=sides, common=base or b"")
