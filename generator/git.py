"""The little that is asked of git: a new repository, and files of a commit without a check-out."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
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
        found = _run(folder, ["rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}"])
    except GitError:
        return None
    return found.decode("ascii", errors="replace").strip() or None


def top_of(folder: Path) -> Path:
    """The root of the repository that *folder* lies in; raises GitError outside of any."""
    return Path(os.fsdecode(_run(folder, ["rev-parse", "--show-toplevel"]).rstrip(b"\n")))


def content_at(folder: Path, commit: str, path: str) -> bytes | None:
    """The bytes of a file as a commit has it; None where it has no such file.

    *path* is relative to the root of the repository that *folder* lies in.
    """
    if not path or path.startswith("/"):
        return None
    try:
        return _run(folder, ["cat-file", "blob", f"{commit}:{path}"])
    except GitError:
        return None


def paths_at(folder: Path, commit: str, below: str) -> list[str]:
    """The paths of every file below a folder as a commit has it, from the repository's root."""
    found = _run(folder, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])
    paths = [os.fsdecode(path) for path in found.split(b"\0") if path]
    prefix = f"{below}/" if below else ""
    return [path for path in paths if path.startswith(prefix)]


def _run(folder: Path, arguments: list[str], more: Mapping[str, str] = _NOTHING_MORE) -> bytes:
    # A hook runs us with GIT_DIR set, and git would then work on its repository.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment | dict(more),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", errors="replace").strip()
        raise GitError(f"git {arguments[0]}: {said}")
    return done.stdout
