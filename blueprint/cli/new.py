"""`blueprint new PATH`: a sample, a file, or the answers to questions become a workspace."""

from os.path import realpath
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import counted, progress, say, tell, tell_findings
from blueprint.cli.sources import read_valid, resolved, status_of
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.read import Reading
    from generator.tree import Tree

PATH = typer.Argument(metavar="PATH", help="Where the workspace is made; nothing may be there yet.")
FROM = typer.Option(
    "--from",
    metavar="SAMPLE|FILE",
    help="A sample by its name, or a blueprint by its path; without it you are asked.",
)


def run(path: Annotated[Path, PATH], origin: Annotated[str | None, FROM] = None) -> Status:
    """Make a workspace from a blueprint, or from the answers to a few questions."""
    from generator import generate
    from generator.creating import compose, create
    from generator.origin import blueprint_files, fills, locate
    from generator.write import refuse_existing

    refuse_existing(path)  # before its links are followed
    target = Path(realpath(path))
    if origin is None:
        refuse_existing(target)
        reading, main, laid_in = _answered(target), "blueprint.yaml", {}
    else:
        source = locate(origin)
        refuse_existing(target)
        reading, main, laid_in = read_valid(source), source.name, fills(source)
    tree = generate(resolved(reading), progress())
    composed = compose(tree, blueprint_files(reading.files, main), laid_in)
    create(target, composed)
    _report(path, tree)
    return max(tell_findings(composed.findings), status_of(reading))


def _answered(target: Path) -> "Reading":
    """The blueprint of somebody's answers; raises CommandError where none comes of them."""
    from blueprint.cli.asking import ask
    from blueprint.diagnostics import render_all
    from generator.first import reading_of

    reading = reading_of(ask(target.name))
    if not reading.valid:
        tell(render_all(reading.diagnostics))
        raise CommandError(Status.CALL, "no blueprint comes of these answers; nothing was done")
    return reading


def _report(path: Path, tree: "Tree") -> None:
    from blueprint.diagnostics import visible

    services = {file.context for file in tree.values() if file.context}
    name, place = visible(str(path)), visible(quote(str(path)))
    say(f"{name} is ready: {counted(len(services), 'service')}, {counted(len(tree), 'file')}.")
    say(f"Next: cd {place}, then read README.md, or see what waits for you: blueprint todo")
