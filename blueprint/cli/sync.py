"""`blueprint sync`: the workspace follows its blueprint."""

from typing import Annotated

import typer

from blueprint.cli.following import Accepting, follow
from blueprint.cli.planning import plan
from blueprint.cli.sources import here
from blueprint.cli.status import CommandError, Status

PLAN = typer.Option("--plan", help="Only say what would change; nothing is written.")
JSON = typer.Option("--json", help="With --plan: print it as JSON, for tools.")
ACCEPT = typer.Option(
    "--accept", metavar="RULE", help="Let a breaking change of a contract be; may be repeated."
)
BECAUSE = typer.Option("--because", metavar="TEXT", help="Why; kept in contracts/accepted.jsonl.")


def run(
    *,
    only_plan: Annotated[bool, PLAN] = False,
    as_json: Annotated[bool, JSON] = False,
    accept: Annotated[list[str] | None, ACCEPT] = None,
    because: Annotated[str, BECAUSE] = "",
) -> Status:
    """Make the workspace follow its blueprint; what you wrote stays."""
    accepting = _accepting(accept or [], because)
    if only_plan:
        return plan(here(), accepting, as_json=as_json)
    if as_json:
        raise CommandError(Status.CALL, "--json goes with --plan", "add --plan")
    return follow(here(), accepting=accepting)


def _accepting(rules: list[str], because: str) -> Accepting:
    """What is accepted, and why; raises CommandError for a rule that is none, or no reason."""
    if bool(rules) != bool(because.strip()):
        raise CommandError(
            Status.CALL,
            "a change is accepted with a reason, and a reason is one for a change",
            'write both: --accept RULE --because "…"',
        )
    if rules:
        _refuse_unknown(rules)
        _refuse_hidden(because)
    return Accepting(rules=tuple(rules), because=because.strip())


def _refuse_hidden(because: str) -> None:
    """Raises CommandError for a reason that does not show what it says to whoever reviews it."""
    from blueprint.load.text import FORBIDDEN

    if found := FORBIDDEN.search(because):
        character = f"U+{ord(found.group()):04X}"
        raise CommandError(
            Status.CALL,
            f"the reason holds the character {character}, which hides what is written",
            "write it without",
        )


def _refuse_unknown(rules: list[str]) -> None:
    from blueprint.nearest import nearest
    from generator.changes.catalogue import catalogue

    for rule in rules:
        if rule not in catalogue():
            hint = nearest(rule, catalogue()) or "`blueprint contracts rules` lists them all"
            raise CommandError(Status.CALL, f"there is no rule {rule} about changes", hint)
