"""`blueprint todo`: what is unwritten in a workspace, read off its code."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import counted, say, tell_findings
from blueprint.cli.status import CommandError, Status
from blueprint.cli.whereabouts import find_root

if TYPE_CHECKING:
    from generator.unwritten import Unwritten

PATH = typer.Argument(metavar="PATH", help="The workspace, or a folder in it.")
JSON = typer.Option("--json", help="Print a JSON list: file, line, context, function, about.")


def run(path: Annotated[Path, PATH] = Path(), *, as_json: Annotated[bool, JSON] = False) -> Status:
    """List what nobody has written yet: operations and invariants."""
    from generator.unwritten import unwritten

    root = _workspace(path)
    found = unwritten(root, _abouts(root))
    say(_json(found.functions) if as_json else _text(found.functions))
    unreadable = tell_findings(found.unreadable)
    return max(unreadable, Status.FINDINGS if found.functions else Status.DONE)


def _workspace(path: Path) -> Path:
    root = find_root(path)
    if root is None:
        raise CommandError(
            Status.CALL, f"{path}: this is no workspace", "say where one is: blueprint todo PATH"
        )
    return root


def _abouts(root: Path) -> dict[tuple[str, str, str], str]:
    """What the blueprint says, by context, module and function; empty while it has errors."""
    from blueprint.cli.sources import resolved
    from blueprint.read import read
    from generator.unwritten import abouts

    reading = read(root)
    return abouts(resolved(reading)) if reading.valid else {}


def _json(found: "list[Unwritten]") -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)


def _text(found: "list[Unwritten]") -> str:
    if not found:
        return "Nothing is unwritten."
    lines = [f"{one.file}:{one.line}: {one.function}\n    {one.about}".rstrip() for one in found]
    return "\n".join([*lines, f"{counted(len(found), 'function')} unwritten."])
