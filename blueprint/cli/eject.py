"""`blueprint eject CONTEXT.OPERATION`: a plain operation becomes a fill, with its present body."""

from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.following import follow
from blueprint.cli.sources import here
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.model import Operation, System

OPERATION = typer.Argument(
    metavar="CONTEXT.OPERATION", help="The operation, as in ordering.PlaceOrder."
)


def run(operation: Annotated[str, OPERATION]) -> Status:
    """Turn a plain operation into code of yours, with its present body."""

    def chosen(system: "System") -> frozenset[str]:
        _refuse(operation, _find(operation, system))
        return frozenset({operation})

    return follow(here(), chosen)


def _find(name: str, system: "System") -> "Operation":
    from blueprint.nearest import nearest

    known = {f"{o.context}.{o.name}": o for c in system.contexts for o in c.operations}
    if name not in known:
        raise CommandError(
            Status.CALL, f"there is no operation {name} in the blueprint", nearest(name, known)
        )
    return known[name]


def _refuse(name: str, operation: "Operation") -> None:
    """Raises CommandError for what is a fill already."""
    if operation.is_plain:
        return
    if operation.ejected:
        why = "was ejected before"
    elif operation.is_custom:
        why = "is custom"
    else:
        why = "leaves to code what it emits"
    place = f"application/{operation.name.snake}.py"
    raise CommandError(Status.CALL, f"{name} {why}: it is yours already, in {place}")
