"""`blueprint rule CODE`: what a rule means, why it matters, and what to write instead.

A rule about changes of contracts has words with dashes in place of a code.
"""

from typing import Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.status import CommandError, Status

CODE = typer.Argument(
    metavar="CODE", help="The rule's code, as in BP301; every rule is listed without one."
)


def run(code: Annotated[str | None, CODE] = None) -> Status:
    """Explain one rule, or list them all."""
    from blueprint.cli.contracts.codes import explain_change
    from blueprint.nearest import closest
    from blueprint.rules.registry import explain, rules

    if code is None:
        say("\n".join(f"{r.code}  {r.severity:<8} {r.title}" for r in rules().values()))
        return Status.DONE
    explanation = explain(code) or explain_change(code)
    if explanation is None:
        near = closest(code.upper(), rules())
        raise CommandError(
            Status.CALL,
            f"there is no rule {code}",
            f'did you mean "{near}"?' if near else "`blueprint rule` lists them all",
        )
    say(explanation.rstrip())
    return Status.DONE
