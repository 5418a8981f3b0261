"""What commands say: results on stdout, everything about the run itself on stderr."""

import sys
from collections.abc import Callable, Iterable

from blueprint.cli.status import Status


def say(text: str = "") -> None:
    """One line, or several, of a command's result."""
    print(text)


def tell(text: str) -> None:
    """One line, or several, about the run."""
    print(text, file=sys.stderr)


def prepare() -> None:
    """Lets any character out, whatever the terminal's encoding: an escape beats a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")


def progress() -> Callable[[str, float | None], None]:
    """Shows each step on stderr: while it runs where somebody watches, and its time when done."""
    watched = sys.stderr.isatty()

    def show(step: str, seconds: float | None) -> None:
        if seconds is not None:
            back = "\r" if watched else ""
            tell(f"{back}{step:<8} {seconds:6.2f} s")
        elif watched:
            print(f"{step:<8} …", end="", flush=True, file=sys.stderr)

    return show


def tell_findings(findings: Iterable[tuple[str, str]]) -> Status:
    """Lists what is left to people, by path; answers the status that follows."""
    found = list(findings)
    for path, finding in found:
        tell(f"{path}: {finding}")
    return Status.FINDINGS if found else Status.DONE


def counted(number: int, one: str) -> str:
    """`1 file`, `2 files`; for words whose plural ends in s."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
