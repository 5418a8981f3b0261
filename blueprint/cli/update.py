"""`blueprint update`: a workspace moves to the templates of this tool, or of its fork."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from blueprint.cli.console import say
from blueprint.cli.following import follow
from blueprint.cli.sources import here
from blueprint.cli.status import CommandError, Status
from blueprint.cli.versions import answers_of, refuse_newer

if TYPE_CHECKING:
    from generator.answers import Answers
    from generator.templating import Templates

REF = typer.Option(
    "--template-ref",
    metavar="REF",
    help="The tag or commit of a fork's templates; without it, the latest tag.",
)
TRUST = typer.Option(
    "--trust", help="Fetch from a fork that nobody used on this machine: its templates run code."
)


def run(
    *, reference: Annotated[str | None, REF] = None, trust: Annotated[bool, TRUST] = False
) -> Status:
    """Move the workspace to this tool's templates; what you wrote stays."""
    root = here()
    answers = answers_of(root)
    return update(root, _chosen(answers, reference, trust=trust), answers)


def update(root: Path, templates: "Templates", before: "Answers | None") -> Status:
    """Moves the workspace at *root* to *templates*, its answers file last.

    *before* is what that file said; where the run stops, it goes on saying so.
    """
    status = follow(root, templates=templates)
    _record(root, templates.answers)
    _report(before, templates.answers)
    return status


def _chosen(answers: "Answers | None", reference: str | None, *, trust: bool) -> "Templates":
    from generator.templating import fetch, own

    if answers is not None and not answers.is_public:
        _refuse_untrusted(answers, trust=trust)
        return fetch(answers.source, reference)
    if reference is not None:
        raise CommandError(
            Status.CALL,
            "--template-ref: the templates of this workspace come with the tool",
            "install the version of Blueprint that you want, and run its `blueprint update`",
        )
    if answers is not None:
        refuse_newer(answers)
    return own()


def _refuse_untrusted(answers: "Answers", *, trust: bool) -> None:
    """An answers file may come from anybody; whom to trust is said by a person, once."""
    from generator.templating import is_known

    if not (trust or is_known(answers.source)):
        raise CommandError(
            Status.REFUSED,
            f"the templates of this workspace come from {answers.source}, and would run code here",
            "if you trust them: blueprint update --trust",
        )


def _record(root: Path, answers: "Answers") -> None:
    from generator.answers import ANSWERS, answers_file, with_commit
    from generator.workspace import BLUEPRINT, Reader
    from generator.write import replace

    before = Reader(root).read(ANSWERS)
    after = (
        answers_file(answers, BLUEPRINT) if before is None else with_commit(before, answers.commit)
    )
    if after != before:
        replace(root, {ANSWERS: after})


def _report(before: "Answers | None", after: "Answers") -> None:
    if before is not None and before.commit == after.commit:
        say(f"The workspace is of {after.commit}, as it was.")
    elif before is None:
        say(f"The workspace is of {after.commit} now.")
    else:
        say(f"The workspace is of {after.commit} now, and was of {before.commit}.")
