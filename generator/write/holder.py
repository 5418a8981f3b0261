"""Who is at work on a workspace, or was: its process, its host, and when it began."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A process that changes a workspace; `begun` is None where it did not say when."""

    process: int
    host: str = ""
    begun: datetime | None = None

    def __str__(self) -> str:
        """As in a sentence: `process 4711, begun 12 seconds ago,`."""
        elsewhere = self.host and self.host != os.uname().nodename
        where = f" on {self.host}" if elsewhere else ""
        when = f", begun {_age(self.begun)} ago," if self.begun else ""
        return f"process {self.process}{where}{when}"

    @property
    def text(self) -> str:
        """One value a line, for `parse`."""
        return f"{self.process}\n{self.host}\n{self.begun.isoformat() if self.begun else ''}\n"


def this_process() -> Holder:
    """The process that asks, beginning now."""
    begun = datetime.now(UTC).replace(microsecond=0)
    return Holder(process=os.getpid(), host=os.uname().nodename, begun=begun)


def parse(text: str) -> Holder | None:
    """Who wrote this; None where it names no process."""
    process, host, begun, *_ = [*text.splitlines(), "", "", ""]
    if not (process.isascii() and process.isdecimal()):
        return None
    return Holder(process=int(process), host=host, begun=_moment(begun))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _age(begun: datetime) -> str:
    """How long ago that is, in the largest unit of which two are over; a later moment is now."""
    seconds = max(0, int((datetime.now(UTC) - begun).total_seconds()))
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}s"
    return "1 second" if seconds == 1 else f"{seconds} seconds"
