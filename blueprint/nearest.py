"""The known word that is nearest to one that is not known."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

_PART = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_LEAST_ALIKE = 0.6

_ALSO_CALLED = {
    "about": ("description", "desc", "summary", "documentation"),
    "allow": ("auth", "authorization", "permissions", "roles", "security"),
    "anticorruption-layer": ("acl",),
    "attempts": ("max_attempts", "retries", "times"),
    "consumes": ("handles", "listens", "subscribes", "subscriptions"),
    "contains": ("ilike", "like", "search"),
    "dead": ("deadletter", "dead_letter", "dlq"),
    "does": ("action", "kind", "type"),
    "downstream": ("to", "consumer", "customer"),
    "emits": ("produces", "publishes", "raises"),
    "equals": ("eq", "exact", "exactly"),
    "every": ("cron", "schedule"),
    "fields": ("attributes", "columns", "properties", "props"),
    "http": ("endpoint", "path", "route", "url"),
    "ignore": ("discard", "drop"),
    "input": ("body", "params", "parameters", "request"),
    "invariants": ("rules", "constraints"),
    "lifecycle": ("state_machine", "states", "transitions"),
    "open-host": ("ohs", "open-host-service"),
    "output": ("response", "result", "returns"),
    "payload": ("data", "schema"),
    "prefix": ("startswith", "starts_with"),
    "published-language": ("pl",),
    "range": ("between", "gt", "gte", "lt", "lte"),
    "upstream": ("from", "supplier", "provider"),
}
"""What other languages call a word of this one."""

MOST_COMPARED = 200
"""How many known words one is compared with: of more, those with its first letter, in order."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Help that names the nearest known word, or all of them if they are few.

    >>> nearest("oder", ["order", "invoice"])
    'did you mean "order"?'
    >>> nearest("x", ["order", "invoice"])
    'known here: invoice, order'
    >>> nearest("x", [])
    'none is known here'
    """
    names = _in_order(frozenset(known))
    if close := next((name for name in names if word.lower() in _ALSO_CALLED.get(name, ())), None):
        return f'did you mean "{close}"?'
    if close := slip_of(word, names):
        return f'did you mean "{close}"?'
    if not names:
        return "none is known here"
    more = f", … ({len(names)} in all)" if len(names) > 20 else ""
    return f"known here: {', '.join(names[:20])}{more}"


@lru_cache(maxsize=8)  # where a name is unknown, others often are at its side
def _in_order(known: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(known))


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known word that *word* is a slip of, None where it is none; of many, some are compared.

    >>> slip_of("Sould", ["Sold", "Lent"]), slip_of("Paid", ["Sold", "Lent"])
    ('Sold', None)
    """
    return closest(word, _compared(word, _in_order(frozenset(known))))


def _compared(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) <= MOST_COMPARED:
        return names
    start = bisect_left(names, word[:1])
    near = names[start : start + MOST_COMPARED]
    return tuple(name for name in near if name[:1] == word[:1])


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is like *word*, None where none is: then *word* was no slip.

    >>> closest("rwo", ["row", "size"]), closest("GET", ["get"]), closest("x", ["y"])
    ('row', 'get', None)
    """
    names = sorted(set(known))
    for alike in (_differ_in_case, _differ_by_a_slip):
        if found := next((name for name in names if alike(word, name)), None):
            return found
    close = get_close_matches(word, names, n=3, cutoff=0.65)
    return next((name for name in close if _alike_in_each_part(word, name)), None)


def _alike_in_each_part(one: str, other: str) -> bool:
    """False where two names of as many parts differ in a whole one: GetSeat is no slip of SellSeat.

    >>> _alike_in_each_part("SellSeat", "GetSeat"), _alike_in_each_part("SelSeat", "SellSeat")
    (False, True)
    """
    parts, others = (_PART.findall(name) for name in (one, other))
    if len(parts) < 2 or len(parts) != len(others):
        return True
    pairs = zip(parts, others, strict=True)
    return all(SequenceMatcher(None, *pair).ratio() >= _LEAST_ALIKE for pair in pairs)


def _differ_in_case(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _differ_by_a_slip(one: str, other: str) -> bool:
    """Whether two neighbours of one are exchanged in the other."""
    if len(one) != len(other) or len(one) < 3:
        return False
    apart = [place for place, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    )
