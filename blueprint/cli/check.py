"""`blueprint check`: everything that can be said about a blueprint."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import counted, say
from blueprint.cli.governed import governed
from blueprint.cli.sources import blueprint_at
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from blueprint.diagnostics import Diagnostic

PATH = typer.Argument(metavar="PATH", help="A blueprint, or the folder of a blueprint.yaml.")
JSON = typer.Option("--json", help="Print a JSON list of the diagnostics, for tools.")
TODAY = typer.Option(
    "--today",
    metavar="YEAR-MONTH-DAY",
    formats=["%Y-%m-%d"],
    help="Check as on that day: what will have ended by then?",
)


def run(
    path: Annotated[Path, PATH] = Path(),
    *,
    as_json: Annotated[bool, JSON] = False,
    today: Annotated[datetime | None, TODAY] = None,
) -> Status:
    """Say everything that is wrong with a blueprint, as a compiler does."""
    from blueprint.diagnostics import has_findings, sort
    from blueprint.read import read

    file, day = blueprint_at(path), today.date() if today else date.today()
    reading = read(file, day)
    found = sort([*reading.diagnostics, *governed(file, reading, day)])
    say(_json(found) if as_json else _text(found, len(reading.accepted)))
    return Status.FINDINGS if has_findings(found) else Status.DONE


def _json(found: list["Diagnostic"]) -> str:
    import json

    from blueprint.diagnostics import as_json

    return json.dumps([as_json(one) for one in found], ensure_ascii=False, indent=2)


def _text(found: list["Diagnostic"], accepted: int) -> str:
    from blueprint.diagnostics import render_all

    if not found and accepted:
        return f"Nothing to say: {counted(accepted, 'finding')} accepted under exceptions."
    if not found:
        return "Nothing to say: the blueprint is sound."
    left_out = f" {accepted} more accepted under exceptions." if accepted else ""
    return f"{render_all(found)}\n\n{_summary(found)}{left_out}"


def _summary(found: list["Diagnostic"]) -> str:
    from blueprint.diagnostics import Severity

    counts = [(sum(one.severity is kind for one in found), kind.value) for kind in Severity]
    said = ", ".join(counted(number, kind) for number, kind in counts if number)
    return f"{said}; `blueprint rule CODE` explains one."
