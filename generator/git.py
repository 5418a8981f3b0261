"""The little that `new` asks of git, whatever the user's own configuration says."""

import os
import subprocess
from pathlib import Path

_ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


class GitError(RuntimeError):
    """There is no git, or it refuses; the text says which."""


def inside_repository(folder: Path) -> bool:
    """Whether *folder*, which need not exist yet, lies in a work tree."""
    folder = folder.resolve()
    return any((place / ".git").exists() for place in (folder, *folder.parents))


def init(folder: Path) -> None:
    """Makes *folder* a repository without a commit; raises GitError."""
    # A hook runs us with GIT_DIR set, and git would then make its repository there.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "init", "--quiet", "--initial-branch=main", "--template=", "."]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment | _ISOLATED, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    if done.returncode != 0:
        raise GitError(f"git init: {done.stderr.decode('utf-8', errors='replace').strip()}")
