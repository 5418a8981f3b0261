"""Compares how callers of an operation prove who they are."""

from collections.abc import Iterator
from typing import TypeAlias

from generator.changes.change import Said
from generator.changes.forms import Document
from generator.changes.openapi import Operation, Pair, followed, listed, mapping

Way: TypeAlias = dict[str, frozenset[str]]
"""One way to be let in: the scopes by scheme, all of which are needed."""

_TELLING = ("type", "scheme", "in", "name", "openIdConnectUrl")


def compare_security(pair: Pair) -> Iterator[Said]:
    """Every change of what callers must bring to be let in."""
    old, new = _ways(pair.old, pair.before), _ways(pair.new, pair.after)
    if _is_open(old) and not _is_open(new):
        yield _said(pair, "token-demanded", f"it wants {_names(new)}, was open to anybody")
    elif _is_open(new) and not _is_open(old):
        yield _said(pair, "token-no-longer-demanded", "it is open to anybody now")
    elif not _is_open(old):
        yield from _secured(pair, old, new)


def _secured(pair: Pair, old: list[Way], new: list[Way]) -> Iterator[Said]:
    for way in old:
        alike = [one for one in new if one.keys() <= way.keys() and _same_schemes(pair, one)]
        if not alike:
            told = f"{_names([way])} lets nobody in any more; {_names(new)} does"
            yield _said(pair, "security-scheme-changed", told)
        elif missing := min((_more(one, way) for one in alike), key=len):
            told = f"it wants the scope {', '.join(sorted(missing))} now"
            yield _said(pair, "scope-demanded", told)
        elif dropped := max((_more(way, one) for one in alike), key=len):
            told = f"it wants the scope {', '.join(sorted(dropped))} no more"
            yield _said(pair, "scope-no-longer-demanded", told)
    for way in new:
        if not any(one.keys() == way.keys() for one in old):
            yield _said(pair, "security-scheme-added", f"{_names([way])} lets callers in, too")


def _ways(operation: Operation, document: Document) -> list[Way]:
    said = operation.content.get("security", document.root.get("security"))
    return [
        {str(name): frozenset(map(str, listed(scopes))) for name, scopes in mapping(one).items()}
        for one in listed(said)
    ]


def _is_open(ways: list[Way]) -> bool:
    return not ways or {} in ways


def _more(one: Way, other: Way) -> frozenset[str]:
    """The scopes that one way wants and the other does not have."""
    lacking = (one[name] - other.get(name, frozenset()) for name in one)
    return frozenset(scope for scopes in lacking for scope in scopes)


def _same_schemes(pair: Pair, way: Way) -> bool:
    return all(_scheme(name, pair.before) == _scheme(name, pair.after) for name in way)


def _scheme(name: str, document: Document) -> list[object]:
    components = mapping(document.root.get("components"))
    found = followed(mapping(components.get("securitySchemes")).get(name), document)
    return [found.get(word) for word in _TELLING]


def _names(ways: list[Way]) -> str:
    return " or ".join(" and ".join(way) for way in ways)


def _said(pair: Pair, rule: str, message: str) -> Said:
    return Said(
        rule=rule,
        where=pair.new.label,
        message=message,
        pointer=f"{pair.new.pointer}/security",
        operation=pair.new.label,
    )
