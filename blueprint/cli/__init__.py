"""The command `blueprint`: one command, one file. What is heavy is imported where it is used."""

import sys
from collections.abc import Sequence

from blueprint.cli import console
from blueprint.cli.process import leave_out_plugins, uncollected
from blueprint.cli.status import explain


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that *arguments* (else the process's own) ask for; answers its status."""
    console.prepare()
    leave_out_plugins()
    try:
        with uncollected():
            status = _call(sys.argv[1:] if arguments is None else list(arguments))
        if sys.stdout is not None:  # as it is where whoever calls us has closed it
            sys.stdout.flush()
    except BaseException as error:  # whatever it is, it ends in a status and a sentence
        return explain(error)
    return status


def _call(arguments: list[str]) -> int:
    if arguments == ["sync"]:  # the most frequent call: often there is nothing to do, quickly told
        from blueprint.cli.quick import sync

        return sync()
    from blueprint.cli.app import call

    return call(arguments)
