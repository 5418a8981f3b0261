"""`blueprint new PATH`: a sample, a file, or the answers to questions become a workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    from generator.creating import Composed
    from generator.templating import Templates
    from generator.tree import Tree

BLUEPRINT = "blueprint.yaml"

PATH = typer.Argument(metavar="PATH", help="Where the workspace is made; nothing may be there yet.")
FROM = typer.Option(
    "--from",
    metavar="SAMPLE|FILE",
    help="A sample by its name, or a blueprint by its path; without it you are asked.",
)


TEMPLATE = typer.Option(
    "--template",
    metavar="SOURCE",
    help="Templates of a fork, by its URL or a folder with git; they run code here.",
)
REF = typer.Option(
    "--ref", metavar="REF", help="With --template: a tag or commit; without it, the latest tag."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new workspace in memory: what was read, what was rendered of it, and every file."""

    reading: "Reading"
    tree: "Tree"
    composed: "Composed"


def run(
    path: Annotated[Path, PATH],
    origin: Annotated[str | None, FROM] = None,
    template: Annotated[str | None, TEMPLATE] = None,
    ref: Annotated[str | None, REF] = None,
) -> Status:
    """Make a workspace from a blueprint, or from the answers to a few questions."""
    from generator.creating import create
    from generator.write import refuse_existing

    refuse_existing(path)  # before its links are followed
    target = Path(realpath(path))
    refuse_existing(target)
    templates = _chosen(template, ref)
    if origin is None:
        begun = _begun(_answered(target), BLUEPRINT, {}, templates, BLUEPRINT)
    else:
        begun = begun_from(origin, templates)
    create(target, begun.composed)
    return report(begun, path)


def begun_from(origin: str, templates: "Templates") -> Begun:
    """The workspace that comes of *origin*, a sample or a path, with its fills laid in."""
    from generator.origin import fills, locate, samples

    source = locate(origin)
    # A path of this machine says nothing elsewhere: what lasts is the workspace's own blueprint.
    answer = origin if origin in samples() else BLUEPRINT
    return _begun(read_valid(source), source.name, fills(source), templates, answer)


def _begun(
    reading: "Reading", main: str, laid_in: Mapping[str, bytes], templates: "Templates", answer: str
) -> Begun:
    from generator import generate
    from generator.answers import ANSWERS, answers_file
    from generator.creating import compose
    from generator.identity import kept, known_names
    from generator.origin import blueprint_files

    system = resolved(reading)
    tree = generate(system, progress(), templates.root)
    files, formers = blueprint_files(reading.files, main), kept(known_names(reading.sound, ()))
    composed = compose(system, tree, files, laid_in, formers)
    answers = answers_file(templates.answers, answer)
    return Begun(
        reading=reading,
        tree=tree,
        composed=replace(composed, files={**composed.files, ANSWERS: answers}),
    )


def _chosen(template: str | None, ref: str | None) -> "Templates":
    from generator.templating import fetch, own

    if template is not None:
        return fetch(template, ref)
    if ref is not None:
        raise CommandError(Status.CALL, "--ref goes with --template", "add --template SOURCE")
    return own()


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


def report(begun: Begun, path: Path) -> Status:
    """Says what was made at *path* and what is left to do; answers the status that follows."""
    from blueprint.diagnostics import visible

    services = {file.context for file in begun.tree.values() if file.context}
    name, place = visible(str(path)), visible(quote(str(path)))
    say(
        f"{name} is ready: {counted(len(services), 'service')}, {counted(len(begun.tree), 'file')}."
    )
    say(f"Next: cd {place}, then read README.md, or see what waits for you: blueprint todo")
    return max(tell_findings(begun.composed.findings), status_of(begun.reading))
