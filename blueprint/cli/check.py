"""`blueprint check`: everything that can be said about a blueprint."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import counted, say
from blueprint.cli.sources import blueprint_at
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from blueprint.diagnostics import Diagnostic

PATH = typer.Argument(metavar="PATH", help="A blueprint, or the folder of a blueprint.yaml.")
JSON = typer.Option("--json", help="Print a JSON list of the diagnostics, for tools.")


def run(path: Annotated[Path, PATH] = Path(), *, as_json: Annotated[bool, JSON] = False) -> Status:
    """Say everything that is wrong with a blueprint, as a compiler does."""
    from blueprint import diagnostics
    from blueprint.read import read

    found = read(blueprint_at(path)).diagnostics
    say(_json(found) if as_json else _text(found))
    return Status.FINDINGS if diagnostics.has_findings(found) else Status.DONE


def _json(found: list["Diagnostic"]) -> str:
    import json

    from blueprint.diagnostics import as_json

    return json.dumps([as_json(one) for one in found], ensure_ascii=False, indent=2)


def _text(found: list["Diagnostic"]) -> str:
    from blueprint.diagnostics import render_all

    if not found:
        return "Nothing to say: the blueprint is sound."
    return f"{render_all(found)}\n\n{_summary(found)}"


def _summary(found: list["Diagnostic"]) -> str:
    from blueprint.diagnostics import Severity

    counts = [(sum(one.severity is kind for one in found), kind.value) for kind in Severity]
    said = ", ".join(counted(number, kind) for number, kind in counts if number)
    return f"{said}; `blueprint rule CODE` explains one."
