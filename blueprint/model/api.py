"""The versions of a context's API, and what older clients still see."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf

from blueprint.model.types import Field, Json
from blueprint.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiVersion:
    """One version; `successor` is the next one that is served and no draft."""

    name: str
    status: OneOf["draft", "active", "deprecated", "retired"]
    sunset: date | None
    successor: str | None

    @property
    def number(self) -> int:
        """2 for `v2`."""
        return int(self.name[1:])

    @property
    def is_served(self) -> bool:
        """Whether it still answers."""
        return self.status != "retired"

    @property
    def deprecated(self) -> bool:
        """Whether clients are asked to leave it."""
        return self.status == "deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValues:
    """New words of an enum, and the older word that stands for each, as (new, old)."""

    pairs: tuple[tuple[Name, Name], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """The name that the field had before."""

    before: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A field that older clients do not know: what it is when one of them writes."""

    value: Json = dataclasses.field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A field that is no more: what older clients see in its place.

    `declared` says that `field` is as it was written; else its type follows from the value, and
    nobody knows whether requests had to carry it.
    """

    field: Field
    value: Json = dataclasses.field(hash=False)
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became different in `version`, for one field.

    `of` is the aggregate, the view, the value or the operation, and `part` says which fields are
    meant: those of the thing itself in inputs and outputs alike, or one operation's own.
    """

    version: str
    of: Name
    part: OneOf["fields", "input", "output"]
    field: Name
    what: ChangedValues | Renamed | Added | Removed


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """`100/min per token`: so many calls in so many seconds, for each of `per`."""

    count: int
    seconds: int
    per: OneOf["token", "tenant", "address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The versions in rising order, the limit on calls, and what has changed."""

    versions: tuple[ApiVersion, ...]
    rate_limit: RateLimit | None
    changes: tuple[Change, ...]

    @property
    def served(self) -> tuple[ApiVersion, ...]:
        """Every version that is not retired."""
        return tuple(version for version in self.versions if version.is_served)

    @property
    def current(self) -> ApiVersion:
        """The highest active version, which others call; else the highest that is served."""
        served = self.served or self.versions
        return next((v for v in reversed(served) if v.status == "active"), served[-1])

    def changes_after(self, version: str) -> tuple[Change, ...]:
        """What clients of a version do not know of, the newest first."""
        number = int(version[1:])
        later = [change for change in self.changes if int(change.version[1:]) > number]
        return tuple(sorted(later, key=lambda change: -int(change.version[1:])))
