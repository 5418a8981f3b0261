"""A blueprint as it will be: made in memory, checked, and written with the files that follow it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from blueprint.cli.sources import valid
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.read import Reading
    from generator.adding import Addition

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What is read of the blueprint as it will be, and the files that it takes, by their paths.

    `before` holds what they were made from, None for a file that is new.
    """

    reading: "Reading"
    files: Mapping[str, bytes]
    before: Mapping[str, bytes | None]


Making = Callable[[Path], Edited]
"""Makes the blueprint that the workspace at a path is to follow, while that is locked."""


def as_it_is(root: Path) -> Edited:
    """The blueprint of the workspace at *root* without a change; it may have errors."""
    from blueprint.read import read

    return Edited(reading=read(root), files={}, before={})


def edited(root: Path, reading: "Reading", addition: "Addition") -> Edited:
    """The blueprint at *root*, of which *reading* was read, with a context more.

    Raises CommandError where it has errors, would have some, or a file is in the way; nothing is
    written.
    """
    from generator.adding import reading_with, texts_with

    if reading.positions.main.name not in reading.files:
        _refuse_errors(reading)
    with refusing(reading):
        texts = texts_with(reading, addition)
        after = reading_with(reading, texts)
    if not after.valid:
        _refuse_errors(reading)
        name = addition.context.name
        valid(after, f"with {name} the blueprint would have errors; nothing was done")
    before = _before(root, reading, texts)
    return Edited(reading=after, files=_contents(texts, before), before=before)


def _refuse_errors(reading: "Reading") -> None:
    """Raises CommandError, after telling of them, for errors that are there already."""
    if not reading.valid:
        valid(reading)


@contextmanager
def refusing(reading: "Reading") -> Iterator[None]:
    """Says why nothing can be added: the blueprint's own errors first, where it has some."""
    from blueprint.layout.inserting import UnfitError
    from generator.adding import AddingError

    try:
        yield
    except AddingError as error:
        _refuse_errors(reading)
        raise CommandError(Status.CALL, f"{error}", error.help) from None
    except UnfitError as error:
        _refuse_errors(reading)
        raise CommandError(
            Status.CALL,
            f"blueprint.yaml: nothing can be added to {error} without changing what stands there",
            f"write {error}: as a plain block of lines, and end the file's last line",
        ) from None


def _before(root: Path, reading: "Reading", texts: Mapping[str, str]) -> dict[str, bytes | None]:
    """What is on disk; raises CommandError where it is not what was read."""
    from generator.workspace import Reader

    reader = Reader(root)
    before = {path: reader.read(path) for path in texts}
    for path, content in before.items():
        if path not in reading.files and content is not None:
            raise CommandError(
                Status.REFUSED,
                f"{path}: something is there already",
                "move it away, or say --inline",
            )
        if content is not None and _text(content) != reading.files[path]:
            raise _changed(path)
    return before


def _text(content: bytes) -> str:
    return content.removeprefix(_BOM).decode("utf-8", errors="replace")


def _contents(texts: Mapping[str, str], before: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """The bytes of each text, behind the mark of UTF-8 where the file began with it."""
    return {
        path: (_BOM if (before[path] or b"").startswith(_BOM) else b"") + text.encode("utf-8")
        for path, text in texts.items()
    }


def refuse_changed(root: Path, made: Edited) -> None:
    """Raises CommandError where a file is not any more what the blueprint was made from."""
    from generator.workspace import Reader

    reader = Reader(root)
    for path, content in made.before.items():
        if reader.read(path) != content:
            raise _changed(path)


def _changed(path: str) -> CommandError:
    return CommandError(
        Status.REFUSED, f"{path} was changed while this ran; nothing was done", "run it again"
    )


def difference(made: Edited) -> str:
    """How the blueprint's files change, as a unified diff."""
    return "\n".join(
        line for path in made.files for line in _difference(path, made.before[path], made)
    )


def _difference(path: str, before: bytes | None, made: Edited) -> Iterator[str]:
    from difflib import unified_diff

    old, new = (_text(content or b"").splitlines() for content in (before, made.files[path]))
    source = "/dev/null" if before is None else path
    return unified_diff(old, new, source, path, lineterm="")
