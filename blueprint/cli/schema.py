"""`blueprint schema`: the JSON Schemas by which an editor completes and checks a blueprint."""

from enum import StrEnum
from typing import Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.status import Status


class Part(StrEnum):
    """What a schema is of."""

    SYSTEM = "system"
    CONTEXT = "context"


PART = typer.Argument(help="blueprint.yaml as a whole, or the file of one context.")


def run(part: Annotated[Part, PART] = Part.SYSTEM) -> Status:
    """Print the JSON Schema of a blueprint, or of a context's own file."""
    from blueprint.document.schema import context_schema, system_schema
    from generator.json_text import json_text

    say(json_text(system_schema() if part is Part.SYSTEM else context_schema()).rstrip())
    return Status.DONE
