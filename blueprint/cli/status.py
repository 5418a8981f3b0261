"""Exit statuses, and the one place that says which failure ends in which."""

import errno
import io
import sys
import traceback
from enum import IntEnum


class Status(IntEnum):
    """What a command's exit status means."""

    DONE = 0  # nothing needs you
    FINDINGS = 1  # findings, conflicts, changes pending
    CALL = (
        2  # the call is wrong, or the blueprint has an error for a command that needs a valid one
    )
    REFUSED = 3  # refused for safety
    ENVIRONMENT = 4  # no git, locked, disk full
    INTERRUPTED = 130


class CommandError(Exception):
    """A command cannot go on: the status that it ends with, what is wrong, and what to do."""

    def __init__(self, status: Status, message: str, help: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.help = help


def explain(error: BaseException) -> Status:
    """Says on stderr what *error* means for whoever called, and answers the status to end with."""
    if isinstance(error, KeyboardInterrupt):
        _say("interrupted")
        return Status.INTERRUPTED
    if isinstance(error, BrokenPipeError):
        # Whoever read us has closed; Python would complain about it once more while it ends.
        sys.stdout = io.StringIO()
        return Status.ENVIRONMENT
    known = error if isinstance(error, CommandError) else _known(error)
    if known is None:
        traceback.print_exception(error)
        known = CommandError(
            Status.ENVIRONMENT, "this is a mistake in Blueprint, not in your blueprint", "report it"
        )
    if known.message:
        _say(known.message, known.help)
    return known.status


def _say(message: str, help: str = "") -> None:
    from blueprint.diagnostics import visible

    print(
        "\n".join(f"blueprint: {visible(line)}" for line in message.splitlines()), file=sys.stderr
    )
    if help:
        print(f"  = help: {visible(help)}", file=sys.stderr)


def _known(error: BaseException) -> CommandError | None:
    """What a failure of the steps below means; None where nobody foresaw it."""
    if isinstance(error, OSError):
        return _of_system(error)
    # Imported only now: a command that goes well, or only asks, need not wait for them.
    from generator.answers import AnswersError
    from generator.creating import MisplacedError
    from generator.format import FormatError
    from generator.git import GitError
    from generator.origin import OriginError
    from generator.paths import UnsafePathError
    from generator.plan import PlanError
    from generator.render import RenderError
    from generator.templating import TemplatesError
    from generator.workspace import InTheWayError

    text = str(error)
    match error:
        case OriginError() | AnswersError():
            return CommandError(Status.CALL, text)
        case MisplacedError():
            return CommandError(Status.CALL, text, "put each where the workspace has its fill")
        case UnsafePathError():
            return CommandError(Status.REFUSED, text, "a workspace is changed only inside itself")
        case InTheWayError():
            return CommandError(Status.REFUSED, text, "move it away")
        case GitError():
            return CommandError(
                Status.ENVIRONMENT, text, "install git, or name a path inside a repository"
            )
        case TemplatesError():
            return CommandError(Status.ENVIRONMENT, text)
        case PlanError() | RenderError() | FormatError():
            return CommandError(
                Status.ENVIRONMENT, text, "this is a mistake in the templates; nothing was written"
            )
    return _of_writing(error)


def _of_writing(error: BaseException) -> CommandError | None:
    """What a failure of the step that writes means; None for any other."""
    from generator.write import JournalError, LockedError, TargetExistsError, UnfinishedError

    text = str(error)
    match error:
        case TargetExistsError():
            return CommandError(
                Status.REFUSED,
                f"{text}: something is there already",
                "name a path where nothing is, or an empty folder",
            )
        case LockedError():
            return CommandError(
                Status.ENVIRONMENT,
                f"{text} is changing this workspace",
                "wait until it is done, then try again",
            )
        case UnfinishedError():
            return CommandError(
                Status.ENVIRONMENT,
                f"{text}; the run is decided, but not finished",
                "set that right, then run `blueprint sync`, which finishes it first",
            )
        case JournalError():
            return CommandError(
                Status.REFUSED,
                text,
                "go on with the version that began this run; or give it up: remove .blueprint/run",
            )
    return None


def _of_system(error: OSError) -> CommandError:
    place = f"{error.filename}: " if error.filename else ""
    why = error.strerror or str(error)
    hint = {
        errno.ENOSPC: "make room on the disk, then try again",
        errno.EDQUOT: "make room in your quota, then try again",
        errno.EACCES: "ask for the right to write there, or choose another place",
        errno.EROFS: "choose a place that can be written to",
        errno.ENOTDIR: "move away the file that stands where a folder belongs",
        errno.EEXIST: "move away the file that stands where a folder belongs",
    }.get(error.errno or 0, "")
    status = _STATUSES.get(error.errno or 0, Status.ENVIRONMENT)
    return CommandError(status, f"{place}{why}", hint)


_STATUSES = {
    errno.ENAMETOOLONG: Status.CALL,
    errno.ENOTDIR: Status.REFUSED,  # a file stands where a folder belongs
    errno.EEXIST: Status.REFUSED,
}
