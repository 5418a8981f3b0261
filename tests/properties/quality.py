"""What ruff and mypy say of a generated workspace, by its own settings."""

import os
import time
from itertools import count

from tests.samples.workspaces import Workspace

_WHENS = count(int(time.time()))

COMMANDS = (
    ("ruff", "check", "--no-cache", "."),
    ("ruff", "format", "--no-cache", "--check", "."),
)


def complaints(workspace: Workspace, cache: str) -> str:
    """Everything that is wrong, empty where nothing is; *cache* is a folder of mypy's.

    mypy takes a file for the one that it knows where its second and its size are the same, so that
    each workspace is of another second.
    """
    when = next(_WHENS)
    for path in workspace.python_files():
        os.utime(path, (when, when))
    done = [workspace.run(*command) for command in (*COMMANDS, ("mypy", "--cache-dir", cache))]
    return "\n".join(one.stdout[-3000:] + one.stderr[-500:] for one in done if one.returncode)
