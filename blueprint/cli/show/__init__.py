"""`blueprint show`: the model, for people as text or a diagram, for tools as JSON."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.sources import blueprint_at, read_valid, remembered
from blueprint.cli.status import Status


class Format(StrEnum):
    """How the model is shown: the module `as_FORMAT` beside this one."""

    TEXT = "text"
    MERMAID = "mermaid"
    JSON = "json"


PATH = typer.Argument(metavar="PATH", help="A blueprint, or the folder of a blueprint.yaml.")
FORMAT = typer.Option("--format", help="For people, for a diagram, or for tools.")
RESOLVED = typer.Option("--resolved", help="The whole model, every default filled in, as JSON.")


def run(
    path: Annotated[Path, PATH] = Path(),
    *,
    format: Annotated[Format, FORMAT] = Format.TEXT,
    whole: Annotated[bool, RESOLVED] = False,
) -> Status:
    """Show the model: contexts, their map, operations, flows, tables."""
    file = blueprint_at(path)
    system = remembered(file, read_valid(file))
    module = import_module(f"{__name__}.{'as_resolved' if whole else f'as_{format}'}")
    say(module.shown(system).rstrip("\n"))
    return Status.DONE
