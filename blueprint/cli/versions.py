"""The version that a workspace is of: which templates it is rendered with, and by which tools."""

from pathlib import Path
from typing import TYPE_CHECKING

from blueprint import __version__
from blueprint.cli.status import CommandError, Status

if TYPE_CHECKING:
    from generator.answers import Answers
    from generator.templating import Templates


def templates_of(root: Path) -> "Templates":
    """The templates that the workspace at *root* is of.

    Raises CommandError where it is of another version than this tool, or where the templates are a
    fork's and not on this machine. Without an answers file it counts as of this version.
    """
    from generator.templating import kept, own

    answers = answers_of(root)
    if answers is None:
        return own()
    if answers.is_public:
        refuse_newer(answers)
        _refuse_older(answers)
        return own()
    if (found := kept(answers)) is None:
        raise CommandError(
            Status.ENVIRONMENT,
            f"the templates of this workspace are not on this machine: {_named(answers)}",
            "if you trust them: blueprint update --trust --template-ref " + answers.commit,
        )
    return found


def answers_of(root: Path) -> "Answers | None":
    """What the workspace's answers file says; None where there is none."""
    from generator.answers import ANSWERS, parse_answers
    from generator.workspace import Reader

    content = Reader(root).read(ANSWERS)
    return None if content is None else parse_answers(content)


def refuse_newer(answers: "Answers") -> None:
    """Raises CommandError where a newer tool made the workspace or updated it."""
    from generator.versions import version_of

    theirs, ours = version_of(answers.commit), version_of(__version__)
    if theirs and ours and theirs > ours:
        raise CommandError(
            Status.ENVIRONMENT,
            f"this workspace is of Blueprint {theirs}, this is {ours}",
            f"install {theirs} or later",
        )


def _refuse_older(answers: "Answers") -> None:
    from generator.versions import version_of

    theirs, ours = version_of(answers.commit), version_of(__version__)
    if theirs and ours and theirs < ours:
        raise CommandError(
            Status.CALL,
            f"this workspace is of Blueprint {theirs}, this is {ours}; nothing was done",
            "run `blueprint update` first",
        )


def _named(answers: "Answers") -> str:
    return f"{answers.source} at {answers.commit}"
