"""`blueprint contracts rules`: every rule about changes."""

from typing import Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.status import Status

MARKDOWN = typer.Option("--markdown", help="Print the whole catalogue as Markdown.")


def run(*, markdown: Annotated[bool, MARKDOWN] = False) -> Status:
    """List the rules about changes of contracts; `blueprint rule RULE` explains one."""
    from generator.changes.catalogue import as_markdown, catalogue

    if markdown:
        say(as_markdown().rstrip())
        return Status.DONE
    width = max(len(name) for name in catalogue())
    for rule in catalogue().values():
        breaks = f" ({rule.breaks.upper()})" if rule.breaks else ""
        say(f"{rule.id:<{width}}  {rule.severity}{breaks}")
    return Status.DONE
