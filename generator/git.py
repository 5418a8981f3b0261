"""The little that is asked of git: a new repository, and files of a commit without a check-out."""

import io
import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

_ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

# A repository has settings of its own, and these name programs that git would run.
_QUIET = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
_UNTRUSTED = "dubious ownership"

# What git leaves while it is not finished: the commit that it brings in, by how it does that.
_BROUGHT_IN = {
    "MERGE_HEAD": ("HEAD", "MERGE_HEAD"),
    "CHERRY_PICK_HEAD": ("CHERRY_PICK_HEAD^", "CHERRY_PICK_HEAD"),
    "REVERT_HEAD": ("REVERT_HEAD", "REVERT_HEAD^"),
    "REBASE_HEAD": ("REBASE_HEAD^", "REBASE_HEAD"),
}

_NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class GitError(RuntimeError):
    """There is no git, or it refuses; the text says which."""


def inside_repository(folder: Path) -> bool:
    """Whether *folder*, which need not exist yet, lies in a work tree."""
    folder = Path(os.path.realpath(folder))
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def init(folder: Path) -> None:
    """Makes *folder* a repository without a commit; raises GitError."""
    _run(folder, ["init", "--quiet", "--initial-branch=main", "--template=", "."], _ISOLATED)


def commit_of(folder: Path, reference: str) -> str | None:
    """The commit that *reference* names in the repository of *folder*; None where it names none.

    Raises GitError where there is no git, or no repository.
    """
    if reference.startswith("-"):
        return None  # git would take it for an option
    top_of(folder)
    try:
        found = isolated(folder, ["rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}"])
    except GitError:
        return None
    return found.decode("ascii", errors="replace").strip() or None


def top_of(folder: Path) -> Path:
    """The root of the repository that *folder* lies in; raises GitError outside of any."""
    return Path(os.fsdecode(isolated(folder, ["rev-parse", "--show-toplevel"]).rstrip(b"\n")))


def content_at(folder: Path, commit: str, path: str) -> bytes | None:
    """The bytes of a file as a commit has it; None where it has no such file.

    *path* is relative to the root of the repository that *folder* lies in.
    """
    if not path or path.startswith("/"):
        return None
    try:
        return isolated(folder, ["cat-file", "blob", f"{commit}:{path}"])
    except GitError:
        return None


def paths_at(folder: Path, commit: str, below: str) -> list[str]:
    """The paths of every file below a folder as a commit has it, from the repository's root."""
    found = isolated(folder, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])
    paths = [os.fsdecode(path) for path in found.split(b"\0") if path]
    prefix = f"{below}/" if below else ""
    return [path for path in paths if path.startswith(prefix)]


def tracked(folder: Path, paths: Iterable[str]) -> set[str]:
    """Those of the files that git has, in its index or in the last commit.

    Paths are relative to *folder*, which may lie anywhere in its repository. Raises GitError
    outside of any.
    """
    return set(paths) & tracked_below(folder, ".")


def tracked_below(folder: Path, place: str) -> set[str]:
    """Every file below *place* that git has, in its index or in the last commit."""
    found = _listed(folder, ["ls-files", "-z", "--", place])
    try:
        found |= _listed(folder, ["ls-tree", "-r", "-z", "--name-only", "HEAD", "--", place])
    except GitError:
        top_of(folder)  # which says whether there is a repository, with no commit yet
    return found


def _listed(folder: Path, arguments: list[str]) -> set[str]:
    return {os.fsdecode(path) for path in isolated(folder, arguments).split(b"\0") if path}


def stages(folder: Path) -> dict[str, dict[int, bytes]]:
    """What git could not merge below *folder*: by path and stage (1 base, 2 ours, 3 theirs).

    Paths are relative to *folder*. Raises GitError outside of any repository.
    """
    listed = isolated(folder, ["ls-files", "--unmerged", "-z", "--", "."]).split(b"\0")
    entries = [line.partition(b"\t") for line in listed if line]
    contents = _objects(folder, [facts.split()[1].decode("ascii") for facts, _, _ in entries])
    found: dict[str, dict[int, bytes]] = {}
    for (facts, _, path), content in zip(entries, contents, strict=True):
        if content is not None:
            found.setdefault(os.fsdecode(path), {})[int(facts.split()[2])] = content
    return found


def contents_at(
    folder: Path, commits: Sequence[str], paths: Iterable[str]
) -> dict[str, tuple[bytes | None, ...]]:
    """By path, the bytes of a file in each of the commits, None where it has none.

    As `content_at`, but in one process for all of them: paths are from the repository's root.
    """
    wanted = [path for path in paths if path and not path.startswith("/") and "\n" not in path]
    found = iter(_objects(folder, [f"{commit}:{path}" for path in wanted for commit in commits]))
    return {path: tuple(next(found) for _ in commits) for path in wanted}


def _objects(folder: Path, names: list[str]) -> list[bytes | None]:
    """The bytes of the files that these names mean to git, None for each that means no file."""
    if not names:
        return []
    asked = b"".join(os.fsencode(name) + b"\n" for name in names)
    answer = io.BytesIO(_isolated(folder, ["cat-file", "--batch"], _NOTHING_MORE, asked))
    return [_next_object(answer, os.fsencode(name)) for name in names]


def _next_object(answer: io.BytesIO, name: bytes) -> bytes | None:
    head = answer.readline()
    facts = head.removeprefix(name).split() if head.startswith(name + b" ") else head.split()[1:]
    if len(facts) < 2 or not facts[-1].isdigit():
        return None  # it is missing, or means several
    content = answer.read(int(facts[-1]))
    answer.read(1)  # the end of a line, after every object
    return content if facts[-2] == b"blob" else None


def merge_sides(folder: Path) -> tuple[str, str, str] | None:
    """What git merged last in the repository of *folder*: the common commit, ours, and theirs.

    A merge, cherry-pick, revert or rebase that is not finished comes before the last merge among
    the commits. None where there is neither, or the two have nothing in common. Raises GitError
    outside of any repository.
    """
    asked = ("HEAD", *(name for pair in _BROUGHT_IN.values() for name in pair))
    commits = _commits(folder, asked)
    if "HEAD" not in commits:
        return None
    for name, (base, theirs) in _BROUGHT_IN.items():
        if base in commits and theirs in commits:
            ours = commits["HEAD"]
            if name != "MERGE_HEAD":
                return commits[base], ours, commits[theirs]
            return _with_base(folder, ours, commits[theirs])
    found = isolated(folder, ["rev-list", "-1", "--merges", "--parents", "HEAD"]).split()
    return _with_base(folder, *(one.decode("ascii") for one in found[1:3])) if found else None


def _commits(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The commits that these names mean, those that mean none left out."""
    asked = [f"{name}^{{commit}}" for name in names]
    question = "".join(f"{name}\n" for name in asked).encode("ascii")
    answers = _isolated(folder, ["cat-file", "--batch-check"], _NOTHING_MORE, question)
    found = zip(names, answers.decode("ascii").splitlines(), strict=True)
    return {name: answer.split()[0] for name, answer in found if " commit " in answer}


def _with_base(folder: Path, ours: str, theirs: str) -> tuple[str, str, str] | None:
    try:
        base = isolated(folder, ["merge-base", ours, theirs]).split()
    except GitError:
        return None  # they have no commit in common
    return base[0].decode("ascii"), ours, theirs


def isolated(folder: Path, arguments: list[str], **more: str) -> bytes:
    """What git answers in *folder* without the user's settings, hooks and environment.

    *more* is set in its environment. The one setting that holds is which repositories of other
    users the user trusts. Raises GitError.
    """
    return _isolated(folder, arguments, more, b"")


def _isolated(folder: Path, arguments: list[str], more: Mapping[str, str], given: bytes) -> bytes:
    command, environment = [*_QUIET, *arguments], _ISOLATED | dict(more)
    try:
        return _run(folder, command, environment, given)
    except GitError as error:
        trusted = _trusted(folder) if _UNTRUSTED in str(error) else []
        if not trusted:
            raise
    return _run(folder, [*trusted, *command], environment, given)


def _trusted(folder: Path) -> list[str]:
    """The options that trust those repositories which the user's own settings do."""
    try:
        found = _run(folder, ["config", "--get-all", "-z", "safe.directory"])
    except GitError:
        return []
    places = (os.fsdecode(place) for place in found.split(b"\0") if place)
    return [option for place in places for option in ("-c", f"safe.directory={place}")]


def _run(
    folder: Path,
    arguments: list[str],
    more: Mapping[str, str] = _NOTHING_MORE,
    given: bytes = b"",
) -> bytes:
    # A hook runs us with GIT_DIR set, and git would then work on its repository.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment | dict(more),
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", errors="replace").strip()
        raise GitError(f"git {_command(arguments)}: {said}")
    return done.stdout


def _command(arguments: list[str]) -> str:
    """The word after the options, each of which is `-c` and a setting."""
    return next(word for word in arguments[::2] if word != "-c")
