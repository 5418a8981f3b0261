"""`blueprint sync`: the workspace follows its blueprint."""

from blueprint.cli.following import follow
from blueprint.cli.sources import here
from blueprint.cli.status import Status


def run() -> Status:
    """Make the workspace follow its blueprint; what you wrote stays."""
    return follow(here())
