"""`blueprint add-context NAME`: the blueprint gets a context more, and the workspace follows it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.sources import here, valid
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from blueprint.read import Reading
    from generator.adding import Addition

NAME = typer.Argument(metavar="NAME", help="The context's name, in snake_case.")
ABOUT = typer.Option("--about", metavar="TEXT", help="What it is for, in a sentence.")
AGGREGATE = typer.Option("--aggregate", metavar="NAME", help="What it keeps above all.")
FIELD = typer.Option(
    "--field", metavar='"NAME: TYPE"', help="A field of that, as a blueprint has it; repeatable."
)
LIFECYCLE = typer.Option(
    "--lifecycle", metavar='"STATE > MOVE > STATE"', help="Its life: open > close > closed."
)
HEARS = typer.Option(
    "--hears",
    metavar="CONTEXT.EVENT@v1",
    help="An event that it keeps a view of; without a version the highest; repeatable.",
)
UPSTREAM = typer.Option(
    "--upstream", metavar="CONTEXT", help="A context that it depends on; repeatable."
)
DOWNSTREAM = typer.Option(
    "--downstream", metavar="CONTEXT", help="A context that depends on it; repeatable."
)
EXTERNAL = typer.Option("--external", metavar="URL", help="It is a system of others, at this URL.")
FILE = typer.Option("--file", help="Give it a file of its own; else it is as the others are.")
INLINE = typer.Option("--inline", help="Write it in blueprint.yaml itself.")
PLAN = typer.Option("--plan", help="Only show how the blueprint would change.")


def run(
    name: Annotated[str, NAME],
    *,
    about: Annotated[str, ABOUT] = "",
    aggregate: Annotated[str, AGGREGATE] = "",
    field: Annotated[list[str] | None, FIELD] = None,
    lifecycle: Annotated[str, LIFECYCLE] = "",
    hears: Annotated[list[str] | None, HEARS] = None,
    upstream: Annotated[list[str] | None, UPSTREAM] = None,
    downstream: Annotated[list[str] | None, DOWNSTREAM] = None,
    external: Annotated[str, EXTERNAL] = "",
    as_file: Annotated[bool, FILE] = False,
    inline: Annotated[bool, INLINE] = False,
    only_plan: Annotated[bool, PLAN] = False,
) -> Status:
    """Add a context to the blueprint, its comments and order kept, and render it.

    What the flags do not say is asked for, where somebody is there to answer.
    """
    from generator.adding import Addition
    from generator.first import FirstContext, lifecycle_of

    addition = Addition(
        context=FirstContext(
            name=name,
            about=about.strip(),
            aggregate=aggregate.strip(),
            fields=tuple(_field(text) for text in field or ()),
            lifecycle=lifecycle_of(lifecycle),
        ),
        external=external.strip(),
        hears=tuple(hears or ()),
        upstream=tuple(upstream or ()),
        downstream=tuple(downstream or ()),
        apart=_apart(as_file=as_file, inline=inline),
    )
    _refuse_unfit(addition)
    return _add(here(), addition, only_plan=only_plan)


def _add(root: Path, addition: "Addition", *, only_plan: bool) -> Status:
    """Adds what the flags say, or what is answered where they say too little."""
    from blueprint.cli.editing import difference, edited, refusing
    from blueprint.cli.following import follow
    from blueprint.read import read
    from generator.adding import refuse_name

    reading = read(root)
    with refusing(reading):
        refuse_name(addition.context.name, reading)
    if missing := _missing(addition):
        addition = _answered(reading, addition, missing)
    made = edited(root, reading, addition)
    if only_plan:
        valid(made.reading)
    if only_plan or missing:
        say(difference(made))
    if only_plan:
        return Status.FINDINGS
    if missing:
        _confirm()
    status = follow(root, making=lambda root: edited(root, read(root), addition))
    say(f"{addition.context.name} is in {[*made.files][-1]}.")
    return status


def _field(text: str) -> tuple[str, str]:
    name, colon, kind = text.partition(":")
    if not (name.strip() and colon and kind.strip()):
        raise CommandError(
            Status.CALL,
            f'--field "{text}": a field has a name and a type',
            f'write --field "{name.strip() or "title"}: string(1..80)"',
        )
    return name.strip(), kind.strip()


def _apart(*, as_file: bool, inline: bool) -> bool | None:
    if as_file and inline:
        raise CommandError(
            Status.CALL, "--file and --inline are two places", "say one, or none of them"
        )
    return as_file if as_file or inline else None


def _refuse_unfit(addition: "Addition") -> None:
    """Raises CommandError for what is said of a system that is not ours and cannot be."""
    context = addition.context
    said = {
        "--aggregate": context.aggregate,
        "--field": context.fields,
        "--lifecycle": context.lifecycle,
        "--hears": addition.hears,
        "--upstream": addition.upstream,
    }
    for flag, value in said.items():
        if addition.external and value:
            raise CommandError(
                Status.CALL,
                f"{flag} does not go with --external: what others keep is not ours to say",
                f"leave {flag} out; what we ask of the system stands under its operations",
            )


def _missing(addition: "Addition") -> list[str]:
    """The flags without which there is no context; one that only hears keeps nothing itself."""
    context = addition.context
    keeps = not addition.external and not addition.hears
    keeps = keeps or bool(context.fields or context.lifecycle or context.aggregate)
    wanted = {"--about": context.about}
    if keeps:
        wanted |= {"--aggregate": context.aggregate, "--field": "said" if context.fields else ""}
    return [flag for flag, value in wanted.items() if not value]


def _answered(reading: "Reading", addition: "Addition", missing: list[str]) -> "Addition":
    from blueprint.cli.asking import is_watched
    from blueprint.cli.asking_more import ask_more

    if not is_watched():
        raise CommandError(
            Status.CALL,
            f"too little is said of {addition.context.name}, and nobody is here to be asked",
            f"add {', '.join(missing)}",
        )
    try:
        return ask_more(reading, addition)
    except EOFError:
        raise KeyboardInterrupt from None


def _confirm() -> None:
    from blueprint.cli.asking import confirmed

    if not confirmed("Add this to the blueprint, and render it?", default=True):
        raise CommandError(Status.INTERRUPTED, "nothing was added")
