"""The commands, from their own help."""

from collections.abc import Iterator

from typer.main import get_command
from typer.testing import CliRunner

from blueprint.cli.app import app

_INTRODUCTION = """\
# Commands

What each command says of itself with `--help`.
"""


def commands_page() -> str:
    """Markdown: the help of `blueprint` and of every command, a heading each."""
    return "\n".join([_INTRODUCTION, *_told()])


def _told() -> Iterator[str]:
    for path in _paths():
        title = " ".join(["blueprint", *path])
        yield f"## {title}\n\n```text\n{_help(path)}\n```\n"


def _paths() -> list[list[str]]:
    """The words of each command after `blueprint`, in the order of its help."""
    return [[], *_below(get_command(app), [])]


def _below(command: object, path: list[str]) -> Iterator[list[str]]:
    for name, part in getattr(command, "commands", {}).items():
        if not part.hidden:
            yield [*path, name]
            yield from _below(part, [*path, name])


def _help(path: list[str]) -> str:
    shown = CliRunner().invoke(app, [*path, "--help"], prog_name="blueprint", color=False)
    return "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
