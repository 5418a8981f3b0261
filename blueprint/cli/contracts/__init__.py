"""`blueprint contracts …`: what changes of contracts mean, and for whom."""

import typer

from blueprint.cli.contracts import diff, rules

app = typer.Typer(
    name="contracts",
    help="What changes of contracts mean, and for whom.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command(name="diff")(diff.run)
app.command(name="rules")(rules.run)
