"""Compares the terms of an API's versions: their status, until when, who may call, how often.

`terms.json` stands beside the OpenAPI documents of a context and holds what those do not say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.changes.change import Said
from generator.changes.dates import compare_sunsets
from generator.changes.forms import Json
from generator.changes.openapi import listed, mapping

PUBLIC = "public"
_OWN = " own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of one version; `callers` may call, by operation, as `allow` says it.

    `rate` is how many calls a second are let through, for each of `per`; None without a limit.
    """

    status: str = "active"
    sunset: str | None = None
    callers: Mapping[str, tuple[str, ...]]
    rate: float | None = None
    limit: str = "not limited"

    @property
    def is_draft(self) -> bool:
        """Whether nothing is promised yet."""
        return self.status == "draft"


def terms_of(document: Mapping[str, Json], version: str) -> Terms | None:
    """The terms of a version, as terms.json has them; None where it does not speak of it."""
    found = mapping(document.get("versions")).get(version)
    if not isinstance(found, Mapping):
        return None
    callers = mapping(found.get("callers")).items()
    limit = mapping(document.get("rate_limit"))
    count, seconds = limit.get("count"), limit.get("seconds")
    numbers = isinstance(count, int | float) and isinstance(seconds, int | float) and seconds
    sunset = found.get("sunset")
    return Terms(
        status=str(found.get("status", "active")),
        sunset=None if sunset is None else str(sunset),
        callers={str(name): tuple(map(str, listed(who))) for name, who in callers},
        rate=float(str(count)) / float(str(seconds)) if numbers else None,
        limit=f"{count} in {seconds} s per {limit.get('per')}" if numbers else "not limited",
    )


def compare_terms(old: Terms, new: Terms) -> Iterator[Said]:
    """Every change of the terms of a version that is there before and after."""
    yield from _status(old, new)
    if old.limit != new.limit:
        tighter = new.rate is not None and (old.rate is None or new.rate <= old.rate)
        rule = "rate-limit-tightened" if tighter else "rate-limit-loosened"
        yield _said(rule, f"the rate is {new.limit}, was {old.limit}")
    for name, callers in old.callers.items():
        if name in new.callers:
            yield from _callers(name, callers, new.callers[name])


def _status(old: Terms, new: Terms) -> Iterator[Said]:
    before, after = old.status, new.status
    if after == "draft" and before != "draft":
        yield _said("version-became-draft", f"it is a draft now, was {before}")
    elif before == "draft" and after == "active":
        yield _said("version-activated", "it is active now")
    elif after == "deprecated" and before != "deprecated":
        if new.sunset is None:
            told = "it is deprecated now, and no sunset is named"
            yield _said("version-deprecated-without-sunset", told)
        else:
            told = f"it is deprecated now, and answers until {new.sunset}"
            yield _said("version-deprecated", told)
    elif before == "deprecated" and after == "active":
        yield _said("version-reactivated", "it is active again")
    elif after == "deprecated":
        for rule, message in compare_sunsets(old.sunset, new.sunset, "sunset"):
            yield _said(rule, message)


def _callers(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Said]:
    if PUBLIC in (*old, *new):
        return  # whether a token is needed, the OpenAPI document says
    for who in old:
        if not _covers(new, who):
            rule = "owner-demanded" if _covers(new, f"{who}{_OWN}") else "caller-refused"
            told = "only for what is their own now" if rule == "owner-demanded" else "refused now"
            yield _said(rule, f"{_people(who)}: {told}", name)
    for who in new:
        if not _covers(old, who):
            rule = "caller-allowed"
            told = "let in now"
            if _covers(old, f"{who}{_OWN}"):
                rule, told = "owner-no-longer-demanded", "not only for what is their own any more"
            yield _said(rule, f"{_people(who)}: {told}", name)


def _covers(callers: tuple[str, ...], who: str) -> bool:
    """Whether somebody is let in by one of the grants, at least as far as *who* says."""
    everybody = "authenticated"
    role = who.removesuffix(_OWN)
    if role.startswith("service:"):
        return role in callers
    enough = {role, everybody}
    if who.endswith(_OWN):
        enough |= {who, f"{everybody}{_OWN}"}
    return not enough.isdisjoint(callers)


def _people(who: str) -> str:
    role = who.removesuffix(_OWN)
    return "whoever has a token" if role == "authenticated" else role


def _said(rule: str, message: str, operation: str = "") -> Said:
    where = operation or "api"
    return Said(rule=rule, where=where, message=message, operation=operation)
