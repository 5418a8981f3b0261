"""`blueprint new PATH --from SAMPLE|FILE`: a blueprint becomes a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import counted, progress, say, tell_findings
from blueprint.cli.sources import read_valid, resolved, status_of
from blueprint.cli.status import Status

if TYPE_CHECKING:
    from generator.tree import Tree

PATH = typer.Argument(metavar="PATH", help="Where the workspace is made; nothing may be there yet.")
FROM = typer.Option(
    "--from", metavar="SAMPLE|FILE", help="A sample by its name, or a blueprint by its path."
)


def run(path: Annotated[Path, PATH], origin: Annotated[str, FROM]) -> Status:
    """Make a workspace from a blueprint."""
    from generator import generate
    from generator.creating import compose, create
    from generator.origin import blueprint_files, fills, locate
    from generator.write import refuse_existing

    source, target = locate(origin), path.resolve()
    refuse_existing(target)
    reading = read_valid(source)
    tree = generate(resolved(reading), progress())
    files = blueprint_files(reading.files, source.name)
    composed = compose(tree, files, fills(source))
    create(target, composed)
    _report(path, tree)
    return max(tell_findings(composed.findings), status_of(reading))


def _report(path: Path, tree: "Tree") -> None:
    services = {file.context for file in tree.values() if file.context}
    say(f"{path} is ready: {counted(len(services), 'service')}, {counted(len(tree), 'file')}.")
    say(f"Next: cd {path}, then read README.md, or see what waits for you: blueprint todo")
