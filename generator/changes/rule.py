"""What a rule about changes says: how bad, for whom, why, and what to do instead."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a change matters to those who rely on the contract."""

    BREAKING = "breaking"
    RISKY = "risky"
    COMPATIBLE = "compatible"


class Compatibility(StrEnum):
    """What is promised of an event's versions: who must be able to read whom.

    `backward`: a new reader reads what was written before. `forward`: an old reader reads what is
    written from now on. `full`: both.
    """

    BACKWARD = "backward"
    FORWARD = "forward"
    FULL = "full"

    def promises(self, other: "Compatibility") -> bool:
        """Whether something that breaks *other* breaks this promise."""
        return self is Compatibility.FULL or other in (self, Compatibility.FULL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of change.

    `whom` are those who are concerned: callers, the service, subscribers, publishers. `breaks` is
    what an event's change breaks; None where it is no change of an event or breaks nothing.
    `instead` is empty where nothing has to be done.
    """

    id: str
    severity: Severity
    whom: str
    why: str
    instead: str = ""
    breaks: Compatibility | None = None

    def explained(self) -> str:
        """The rule as Markdown."""
        parts = [f"# {self.id} ({self.severity})", f"For {self.whom}. {self.why}"]
        if self.breaks is not None:
            parts.append(f"It breaks {self.breaks.upper()} compatibility.")
        if self.instead:
            parts.append(f"Instead: {self.instead}")
        return "\n\n".join(parts) + "\n"


def beside(change: str) -> str:
    """The help that lets older clients see what they saw: a new version and its change at once.

    >>> beside("{added: VALUE}").rpartition(", changes: ")[2]
    '{v2: {NAME.field: {added: VALUE}}}}`.'
    """
    versions = "{v1: {status: deprecated, sunset: DAY}, v2: {status: active}}"
    changes = f"{{v2: {{NAME.field: {change}}}}}"
    return f"say both at once: `api: {{versions: {versions}, changes: {changes}}}`."


def breaking(id: str, whom: str, why: str, instead: str) -> Rule:
    """A rule about a change that breaks somebody."""
    return Rule(id=id, severity=Severity.BREAKING, whom=whom, why=why, instead=instead)


def risky(id: str, whom: str, why: str, instead: str) -> Rule:
    """A rule about a change that some may stumble over."""
    return Rule(id=id, severity=Severity.RISKY, whom=whom, why=why, instead=instead)


def compatible(id: str, whom: str, why: str) -> Rule:
    """A rule about a change that breaks nobody."""
    return Rule(id=id, severity=Severity.COMPATIBLE, whom=whom, why=why)


def event_breaking(id: str, breaks: Compatibility, why: str, instead: str) -> Rule:
    """A rule about a change of an event that one side cannot read over."""
    whom = {
        Compatibility.BACKWARD: "subscribers that read what was published before",
        Compatibility.FORWARD: "subscribers that are not changed yet",
        Compatibility.FULL: "subscribers, old and new",
    }[breaks]
    severity = Severity.BREAKING
    return Rule(id=id, severity=severity, whom=whom, why=why, instead=instead, breaks=breaks)
