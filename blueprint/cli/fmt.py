"""`blueprint fmt`: a blueprint and the files of its contexts in one layout, comments kept."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from blueprint.cli.console import say, tell
from blueprint.cli.sources import blueprint_at
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.diagnostics import Diagnostic

PATHS = typer.Argument(
    metavar="[PATH]…",
    help="Blueprints with the files of their contexts, files of contexts, or - for stdin.",
)
CHECK = typer.Option("--check", help="Write nothing; name what would change.")
DIFF = typer.Option("--diff", help="Write nothing; show what would change.")

Change: TypeAlias = tuple[Path, bytes, bytes]
"""A file, what is in it, and what belongs there."""


def run(
    paths: Annotated[list[str] | None, PATHS] = None,
    *,
    check: Annotated[bool, CHECK] = False,
    diff: Annotated[bool, DIFF] = False,
) -> Status:
    """Lay out blueprints: one order of keys, one indentation, comments kept."""
    piped = paths == ["-"]
    laid = _laid(_stdin() if piped else _files(paths or ["."]))
    changes = [change for change in laid if change[1] != change[2]]
    if check or diff:
        for path, old, new in changes:
            say(_diff(path, old, new) if diff else f"{path}")
        return Status.FINDINGS if changes else Status.DONE
    if piped:
        print(laid[0][2].decode("utf-8"), end="")
        return Status.DONE
    _write(changes)
    say("\n".join(f"{path}" for path, _, _ in changes) or "Nothing to do: it is laid out.")
    return Status.DONE


def _laid(files: dict[Path, bytes]) -> list[Change]:
    """Each file and its layout; raises CommandError, after saying why, where one has none."""
    from blueprint.diagnostics import render_all
    from blueprint.layout import lay_out

    found: list[Diagnostic] = []
    changes = []
    for path, content in files.items():
        laid = lay_out(content, f"{path}")
        found += laid.diagnostics
        changes.append((path, content, laid.text.encode("utf-8")))
    if found:
        tell(render_all(found))
        raise CommandError(Status.CALL, "this cannot be laid out; nothing was written")
    return changes


def _stdin() -> dict[Path, bytes]:
    return {Path("stdin"): sys.stdin.buffer.read()}


def _files(paths: list[str]) -> dict[Path, bytes]:
    """What is in each file, and in those that it includes as its contexts'."""
    return {file: _content(file) for path in paths for file in _with_contexts(Path(path))}


def _content(file: Path) -> bytes:
    """The bytes of a file; of one that is too large to be read, one more than may be."""
    from blueprint.load.text import MAX_BYTES

    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _with_contexts(path: Path) -> Iterator[Path]:
    from blueprint.load import load

    file = blueprint_at(path)
    yield file
    if _may_include(_content(file)):
        yield from (file.parent / name for name in load(file).files if name != file.name)


def _may_include(content: bytes) -> bool:
    """Whether a file may name another, plainly or by escapes: else it need not be read for that."""
    return any(part in content for part in (b".yaml", b".yml", b"\\"))


def _diff(path: Path, old: bytes, new: bytes) -> str:
    from difflib import unified_diff

    before, after = (content.decode("utf-8").splitlines() for content in (old, new))
    return "\n".join(unified_diff(before, after, f"{path}", f"{path}, laid out", lineterm=""))


def _write(changes: list[Change]) -> None:
    """Puts each file in its place, all of those in a folder together; a link stays one."""
    from generator.write import replace

    placed = {path.resolve(): new for path, _, new in changes}
    for folder in dict.fromkeys(place.parent for place in placed):
        put = {place.name: new for place, new in placed.items() if place.parent == folder}
        replace(folder, put)
