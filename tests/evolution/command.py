"""The command, called in this process as the tool of some version, and what it said."""

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from blueprint.cli import main
from tests.evolution.versions import NEW, OLD, Version, being

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered."""

    status: int
    out: str
    err: str

    def __str__(self) -> str:
        return f"status {self.status}\n{self.out}{self.err}"


def call(cwd: Path, *arguments: str | Path, version: Version, cache: Path) -> Done:
    """`blueprint …` in *cwd*; what it keeps between runs is in *cache*."""
    told, out = io.StringIO(), io.StringIO()
    os.environ["BLUEPRINT_CACHE"] = str(cache)
    try:
        with being(version), chdir(cwd), redirect_stdout(out), redirect_stderr(told):
            status = main([str(argument) for argument in arguments])
    finally:
        os.environ.pop("BLUEPRINT_CACHE")
    return Done(status, out.getvalue(), told.getvalue())


if __name__ == "__main__":
    with being(OLD if sys.argv[1] == OLD.name else NEW):
        sys.exit(main(sys.argv[2:]))
