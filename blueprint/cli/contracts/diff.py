"""`blueprint contracts diff OLD NEW`: what changed between two states of contracts."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.changed import as_objects, as_text, summary
from blueprint.cli.console import say
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.cli.contracts.sides import Side
    from generator.changes import Change, Compatibility

OLD = typer.Argument(
    metavar="OLD",
    help="A blueprint, its folder, a folder of contracts, an OpenAPI, AsyncAPI or JSON Schema "
    "file; or a git reference, alone or before a path: main, HEAD~3:contracts.",
)
NEW = typer.Argument(metavar="NEW", help="The same.")
JSON = typer.Option("--json", help="Print the changes as JSON, for tools.")
EVENTS = typer.Option(
    "--events",
    metavar="backward|forward|full",
    help="What an event's version promises: new readers read old events, or the other way round.",
)
TODAY = typer.Option(
    "--today", metavar="YEAR-MONTH-DAY", formats=["%Y-%m-%d"], help="Compare as on that day."
)


def run(
    old: Annotated[str, OLD],
    new: Annotated[str, NEW],
    *,
    as_json: Annotated[bool, JSON] = False,
    events: Annotated[str, EVENTS] = "full",
    today: Annotated[datetime | None, TODAY] = None,
) -> Status:
    """Say what changed between two states of contracts, and what it means for whom."""
    from blueprint.cli.contracts.sides import refuse_unlike, side
    from generator.changes import Comparison

    here = Path.cwd()
    before, after = side(old, here), side(new, here)
    refuse_unlike(before, after)
    day = today.date() if today else date.today()
    try:
        changes = Comparison(day, _promise(events)).changes(before.contracts, after.contracts)
    except RecursionError:
        hint = "references that lead on, one to the next, are followed a few hundred steps"
        raise CommandError(Status.CALL, f"{old} and {new} lead too deep", hint) from None
    left = [one for one in changes if one.key not in after.accepted]
    say(_json(changes, after) if as_json else _text(changes, left))
    return Status.FINDINGS if any(one.severity != "compatible" for one in left) else Status.DONE


def _promise(events: str) -> "Compatibility":
    from generator.changes import Compatibility

    try:
        return Compatibility(events.lower())
    except ValueError:
        known = ", ".join(Compatibility)
        raise CommandError(
            Status.CALL, f"--events {events}: there is no such promise", f"write one of {known}"
        ) from None


def _json(changes: Sequence["Change"], after: "Side") -> str:
    found = [
        described | {"accepted": change.key in after.accepted}
        for change, described in zip(changes, as_objects(changes), strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _text(changes: Sequence["Change"], left: Sequence["Change"]) -> str:
    accepted = len(changes) - len(left)
    said = f"{accepted} more accepted in contracts/accepted.jsonl." if accepted else ""
    if not left:
        return f"Nothing changed for anybody. {said}".rstrip()
    return (
        f"{as_text(left)}\n\n{summary(left)}; `blueprint rule RULE` explains one. {said}".rstrip()
    )
