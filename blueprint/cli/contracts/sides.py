"""One side of a comparison: contracts out of a blueprint, a commit, a folder or a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from blueprint.cli.console import tell
from blueprint.cli.status import CommandError, Status
from blueprint.cli.whereabouts import find_root

if TYPE_CHECKING:
    from blueprint.read import Reading
    from generator.changes import Contracts
    from generator.governing import Key

BLUEPRINT = "blueprint.yaml"
SUFFIXES = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The contracts of one side; `kind` is what a document that stands alone is, else empty.

    `accepted` are the changes that somebody accepted there.
    """

    name: str
    contracts: "Contracts"
    kind: str = ""
    accepted: "frozenset[Key]" = frozenset()


def side(name: str, here: Path) -> Side:
    """What *name* stands for, seen from the folder *here*; raises CommandError."""
    path = here / name
    if path.exists():
        return _on_disk(name, path)
    return _in_git(name, here)


def refuse_unlike(old: Side, new: Side) -> None:
    """Raises CommandError where the sides cannot be compared."""
    if old.kind != new.kind:
        kinds = " and ".join(side.kind or "a whole set of contracts" for side in (old, new))
        raise CommandError(
            Status.CALL,
            f"{old.name} and {new.name} are {kinds}, which cannot be compared",
            "name two of one kind",
        )


def _on_disk(name: str, path: Path) -> Side:
    from generator.governing import ACCEPTED, parse_accepted

    if path.is_file():
        return _of_file(name, path.name, path.read_bytes(), _reading_of(path))
    accepted = path / ACCEPTED
    known = parse_accepted(accepted.read_bytes()) if accepted.is_file() else frozenset()
    if (path / BLUEPRINT).is_file():
        return Side(name=name, contracts=_contracts(name, _read(path / BLUEPRINT)), accepted=known)
    folder = path / "contracts" if (path / "contracts").is_dir() else path
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix in SUFFIXES)
    contents = ((p.relative_to(folder).as_posix(), p.read_bytes()) for p in files)
    return Side(name=name, contracts=_documents(name, contents), accepted=known)


def _reading_of(path: Path) -> "Reading | None":
    from blueprint.read import read

    return read(path) if is_blueprint(path.read_bytes()) else None


def _read(path: Path) -> "Reading":
    from blueprint.read import read

    return read(path)


def is_blueprint(content: bytes) -> bool:
    """Whether a file is a blueprint: its first key is `blueprint`."""
    lines = (line.strip() for line in content.splitlines())
    first = next((line for line in lines if line and not line.startswith((b"#", b"---"))), b"")
    return first.startswith(b"blueprint:")


def _of_file(name: str, file: str, content: bytes, reading: "Reading | None") -> Side:
    from generator.documents import DocumentError, kind_of, parse

    if reading is not None:
        return Side(name=name, contracts=_contracts(name, reading))
    try:
        document = parse(file, content)
        kind = kind_of(document)
    except DocumentError as error:
        raise CommandError(Status.CALL, f"{name}: {error}") from None
    # Both sides get one name, since they are two states of one document.
    return Side(
        name=name, contracts={f"{kind.replace(' ', '-').lower()}.json": document}, kind=kind
    )


def _documents(name: str, contents: Iterable[tuple[str, bytes]]) -> dict[str, Mapping[str, object]]:
    from generator.documents import DocumentError, parse

    found = {}
    for path, content in contents:
        try:
            found[path] = parse(path, content)
        except DocumentError as error:
            raise CommandError(Status.CALL, f"{name}/{path}: {error}") from None
    if not found:
        raise CommandError(
            Status.CALL, f"{name}: there are no contracts here", "name the folder that has them"
        )
    return found


def _contracts(name: str, reading: "Reading") -> "Contracts":
    from blueprint.cli.sources import resolved
    from blueprint.diagnostics import has_errors, render_all
    from generator.governing import contracts_of

    if not reading.valid:
        tell(render_all(one for one in reading.diagnostics if has_errors([one])))
        raise CommandError(Status.CALL, f"{name}: the blueprint has errors")
    return contracts_of(resolved(reading))


def _in_git(name: str, here: Path) -> Side:
    from generator import git
    from generator.governing import ACCEPTED, parse_accepted

    reference, _, path = name.partition(":")
    try:
        commit = git.commit_of(here, reference)
    except git.GitError:
        commit = None
    if commit is None:
        raise CommandError(
            Status.CALL,
            f"{name}: there is no such file, and no such commit",
            "name a file, a folder, or a git reference as in main or HEAD~3:blueprint.yaml",
        )
    root = _folder_in(here, git.top_of(here))
    place = str(PurePosixPath(root, path)) if path else root
    place = "" if place == "." else place
    main = place if place.endswith(SUFFIXES) else f"{place}/{BLUEPRINT}".removeprefix("/")
    content = git.content_at(here, commit, main)
    if content is not None:
        reading = _read_at(here, commit, main) if is_blueprint(content) else None
        known = git.content_at(here, commit, f"{_parent(main)}{ACCEPTED}") or b""
        found = _of_file(name, main, content, reading)
        return Side(
            name=name,
            contracts=found.contracts,
            kind=found.kind,
            accepted=parse_accepted(known) if reading else frozenset(),
        )
    paths = [p for p in git.paths_at(here, commit, place) if p.endswith(SUFFIXES)] if path else []
    if not paths:
        raise CommandError(
            Status.CALL,
            f"{name}: the commit has no {main}",
            f"say where it stands: {reference}:path/to/blueprint.yaml",
        )
    contents = ((p, git.content_at(here, commit, p) or b"") for p in paths)
    below = ((p.removeprefix(place).removeprefix("/"), content) for p, content in contents)
    return Side(name=name, contracts=_documents(name, below))


def _parent(path: str) -> str:
    folder = path.rpartition("/")[0]
    return f"{folder}/" if folder else ""


def _folder_in(here: Path, top: Path) -> str:
    """The workspace that *here* lies in, from the root of its repository; else the root."""
    root = find_root(here) or here
    return root.resolve().relative_to(top.resolve()).as_posix()


def _read_at(here: Path, commit: str, main: str) -> "Reading":
    """A blueprint as a commit has it, its contexts' files included."""
    from blueprint.load import UnreadableError, load_by
    from blueprint.read import read_loaded
    from generator import git

    folder = _parent(main)

    def read(name: str) -> bytes:
        content = git.content_at(here, commit, f"{folder}{name}")
        if content is None:
            raise UnreadableError("the commit has no such file")
        return content

    return read_loaded(load_by(read, main.removeprefix(folder)))
