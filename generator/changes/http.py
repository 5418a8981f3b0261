"""Compares two OpenAPI documents: operations, what they take, what they answer, who may call."""

from collections.abc import Iterator, Mapping
from datetime import date

from generator.changes.bodies import compare_request, compare_responses
from generator.changes.change import Said
from generator.changes.dates import compare_sunsets, has_passed
from generator.changes.forms import Document, Json
from generator.changes.openapi import Operation, Pair, base_path, operations
from generator.changes.parameters import compare_parameters
from generator.changes.securities import compare_security


def compare_http(
    old: Mapping[str, Json], new: Mapping[str, Json], today: date, *, whole_version: bool
) -> Iterator[Said]:
    """Every change from one OpenAPI document to another.

    *whole_version* says that deprecation is a matter of the whole version, told elsewhere.
    """
    before, after = Document(old), Document(new)
    if base_path(old) != base_path(new):
        said = f"the base path is {base_path(new)}, was {base_path(old)}"
        yield Said(rule="base-path-changed", where="servers", message=said, pointer="/servers")
    known, found = list(operations(before)), list(operations(after))
    pairs = _paired(known, found)
    paired = {id(one) for pair in pairs for one in pair}
    for one in known:
        if id(one) not in paired:
            yield _gone(one, today)
    for one in found:
        if id(one) not in paired:
            yield _said("operation-added", one, f"{one.place} is new")
    for a, b in pairs:
        pair = Pair(old=a, new=b, before=before, after=after)
        yield from _names(a, b)
        if not whole_version:
            yield from _lifetime(a, b)
        yield from compare_parameters(pair)
        yield from compare_request(pair)
        yield from compare_responses(pair)
        yield from compare_security(pair)


def _paired(old: list[Operation], new: list[Operation]) -> list[tuple[Operation, Operation]]:
    """Operations of one name, else of one method and path, whatever its braces hold."""
    pairs: list[tuple[Operation, Operation]] = []
    paired: set[int] = set()
    for same in (_name, _route):
        waiting: dict[object, list[Operation]] = {}
        for other in reversed([one for one in new if id(one) not in paired]):
            waiting.setdefault(same(other), []).append(other)
        for one in old:
            found = waiting.get(same(one)) if same(one) and id(one) not in paired else None
            if found:
                pairs.append((one, found.pop()))
                paired |= {id(part) for part in pairs[-1]}
    return pairs


def _name(one: Operation) -> object:
    return one.id


def _route(one: Operation) -> object:
    return one.route


def _gone(one: Operation, today: date) -> Said:
    if one.deprecated and has_passed(one.sunset, today):
        message = f"{one.place} is gone; its sunset was {one.sunset}"
        return _said("operation-removed-after-sunset", one, message)
    return _said("operation-removed", one, f"{one.place} is gone")


def _names(old: Operation, new: Operation) -> Iterator[Said]:
    if old.route != new.route:
        yield _said("operation-moved", new, f"it answers at {new.place}, was {old.place}")
    if old.id and new.id and old.id != new.id:
        yield _said("operation-renamed", new, f"it is called {new.id}, was {old.id}")
    if old.route == new.route:
        for before, after in zip(old.path_names, new.path_names, strict=True):
            if before != after:
                said = f"{{{before}}} in the path is called {{{after}}}"
                yield _said("path-parameter-renamed", new, said)


def _lifetime(old: Operation, new: Operation) -> Iterator[Said]:
    if new.deprecated and not old.deprecated:
        if new.sunset is None:
            said = "it is deprecated, and no sunset is named"
            yield _said("operation-deprecated-without-sunset", new, said)
        else:
            said = f"it is deprecated, and answers until {new.sunset}"
            yield _said("operation-deprecated", new, said)
    elif old.deprecated and not new.deprecated:
        yield _said("operation-reactivated", new, "it is deprecated no more")
    elif old.deprecated:
        for rule, message in compare_sunsets(old.sunset, new.sunset, "sunset"):
            yield _said(rule, new, message)


def _said(rule: str, one: Operation, message: str) -> Said:
    return Said(
        rule=rule, where=one.label, message=message, pointer=one.pointer, operation=one.label
    )
