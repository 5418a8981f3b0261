"""Sunsets: the days until which something is promised, as ISO dates or date-times."""

from collections.abc import Iterator
from datetime import date


def has_passed(day: str | None, today: date) -> bool:
    """Whether a day lies behind; one that is not named, or no day, never does."""
    found = parsed(day)
    return found is not None and found < today


def compare_sunsets(old: str | None, new: str | None, prefix: str) -> Iterator[tuple[str, str]]:
    """The rule, its identity beginning with *prefix*, and the words for a sunset that changed."""
    before, after = parsed(old), parsed(new)
    if before == after:
        return
    if before is None:
        yield f"{prefix}-set", f"its sunset is {new}"
    elif after is None:
        yield f"{prefix}-withdrawn", f"its sunset {old} is withdrawn"
    elif after < before:
        yield f"{prefix}-moved-earlier", f"its sunset is {new}, was {old}"
    else:
        yield f"{prefix}-moved-later", f"its sunset is {new}, was {old}"


def parsed(day: str | None) -> date | None:
    """The day that a text names; None where it names none.

    >>> parsed("2027-06-30T00:00:00Z"), parsed("soon")
    (datetime.date(2027, 6, 30), None)
    """
    try:
        return date.fromisoformat((day or "")[:10])
    except ValueError:
        return None
