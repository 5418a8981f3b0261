"""The commands and their options. Whoever needs no options need not wait for it to be read."""

from collections.abc import Sequence
from typing import Annotated

import typer

from blueprint import __version__
from blueprint.cli import (
    add_context,
    check,
    console,
    contracts,
    eject,
    fmt,
    new,
    rule,
    schema,
    show,
    sync,
    todo,
    update,
)
from blueprint.cli.status import Status

app = typer.Typer(
    name="blueprint",
    help="A compiler for backend architecture: from a blueprint to a workspace that runs.",
    epilog="Exit status: 0 nothing needs you, 1 findings, 2 a wrong call or blueprint, "
    "3 refused for safety, 4 the environment, 130 interrupted.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (new, add_context, sync, update, check, fmt, rule, eject, show, schema, todo):
    app.command(name=command.__name__.rpartition(".")[2].replace("_", "-"))(command.run)
app.add_typer(contracts.app)


def _version(wanted: object) -> None:
    if wanted is True:
        console.say(f"blueprint {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """What may stand before a command."""


def call(arguments: Sequence[str]) -> int:
    """Runs the command that *arguments* ask for; answers its status, raises what stops it."""
    try:
        status = app(args=list(arguments), prog_name="blueprint", standalone_mode=False)
    except typer.TyperException as error:
        _show(error)
        return Status.CALL
    except SystemExit as closed:  # typer's way to say that whoever read us has gone
        raise BrokenPipeError from closed
    if status == Status.INTERRUPTED:  # typer's word for it
        raise KeyboardInterrupt
    return int(status or Status.DONE)


def _show(error: typer.TyperException) -> None:
    """Says what is wrong with the call, and how it is called."""
    if show := getattr(error, "show", None):
        show()
    else:
        console.tell(f"blueprint: {error.format_message()}")
    called = getattr(getattr(error, "ctx", None), "info_name", "")
    if called == "new" and "unexpected extra argument" in error.format_message():
        console.tell(
            "  = help: a sample or a blueprint stands after --from: "
            "blueprint new PATH --from SAMPLE|FILE"
        )
