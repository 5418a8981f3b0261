"""`blueprint sync`: the workspace follows its blueprint."""

from typing import Annotated

import typer

from blueprint.cli.following import follow
from blueprint.cli.intent import Accepting
from blueprint.cli.planning import plan
from blueprint.cli.sources import here
from blueprint.cli.standing import standing
from blueprint.cli.status import CommandError, Status

PLAN = typer.Option("--plan", help="Only say what would change; nothing is written.")
STATUS = typer.Option("--status", help="Only say what is left to resolve; nothing is written.")
ADAPT = typer.Option("--adapt", help="Write former names in your fills as they are now.")
JSON = typer.Option("--json", help="With --plan or --status: print it as JSON, for tools.")
ACCEPT = typer.Option(
    "--accept", metavar="RULE", help="Let a breaking change of a contract be; may be repeated."
)
BECAUSE = typer.Option("--because", metavar="TEXT", help="Why; kept in contracts/accepted.jsonl.")


def run(
    *,
    only_plan: Annotated[bool, PLAN] = False,
    only_status: Annotated[bool, STATUS] = False,
    as_json: Annotated[bool, JSON] = False,
    adapt: Annotated[bool, ADAPT] = False,
    accept: Annotated[list[str] | None, ACCEPT] = None,
    because: Annotated[str, BECAUSE] = "",
) -> Status:
    """Make the workspace follow its blueprint; what you wrote stays."""
    if only_plan and only_status:
        raise CommandError(Status.CALL, "--plan and --status are two questions", "ask one of them")
    if adapt and (only_plan or only_status):
        raise CommandError(
            Status.CALL, "--adapt writes, and a question writes nothing", "leave it out"
        )
    accepting = _accepting(accept or [], because)
    if only_plan:
        return plan(here(), accepting, as_json=as_json)
    if only_status:
        return standing(here(), as_json=as_json)
    if as_json:
        raise CommandError(Status.CALL, "--json goes with --plan or --status", "add one of them")
    return follow(here(), accepting=accepting, adapt=adapt)


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
