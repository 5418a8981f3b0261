"""From a difference of two schemas to the rule that speaks of it, by where the schema stands."""

from collections.abc import Callable, Iterator

from generator.changes.change import Said
from generator.changes.difference import Aspect, Difference

Naming = Callable[[Difference], Iterator[str]]
"""The identities of the rules that speak of a difference in one position; none if none does."""

_PROPERTIES = frozenset(
    {
        *(Aspect.REQUIRED_ADDED, Aspect.OPTIONAL_ADDED, Aspect.REQUIRED_REMOVED),
        *(Aspect.OPTIONAL_REMOVED, Aspect.BECAME_REQUIRED, Aspect.BECAME_OPTIONAL),
        *(Aspect.CLOSED, Aspect.OPENED, Aspect.VARIANT_ADDED, Aspect.VARIANT_REMOVED),
        *(Aspect.COMPOSITION_CHANGED, Aspect.DEPRECATED, Aspect.BECAME_NULLABLE),
        Aspect.BECAME_NOT_NULLABLE,
    }
)
_PERSONAL = frozenset({Aspect.BECAME_PERSONAL, Aspect.NO_LONGER_PERSONAL})
_OF_READERS_ALONE = frozenset({Aspect.DEFAULT_CHANGED, Aspect.CLOSED, Aspect.OPENED})
_REMOVED = frozenset({Aspect.REQUIRED_REMOVED, Aspect.OPTIONAL_REMOVED})
_ADDED = frozenset({Aspect.REQUIRED_ADDED, Aspect.OPTIONAL_ADDED})


def of_parameter(found: Difference) -> Iterator[str]:
    """A parameter of a request; what it holds is a property like any other."""
    if found.steps or found.aspect in _PROPERTIES:
        yield from of_request(found)
    elif found.aspect not in _PERSONAL:
        yield f"request-parameter-{found.aspect}"


def of_request(found: Difference) -> Iterator[str]:
    """The body of a request: the old client writes, the new service reads."""
    if found.aspect in _REMOVED:
        yield "request-property-" + ("removed" if found.backward else "no-longer-read")
    elif found.aspect not in _PERSONAL:
        yield f"request-property-{found.aspect}"


def of_response(found: Difference) -> Iterator[str]:
    """The body of an answer: the new service writes, the old client reads."""
    if found.aspect in _ADDED:
        yield "response-property-" + ("added-to-closed" if found.forward else "added")
    elif found.aspect not in _PERSONAL | _OF_READERS_ALONE:
        yield f"response-property-{found.aspect}"


def of_event(found: Difference) -> Iterator[str]:
    """The payload of an event, which is read over both ways."""
    if found.aspect in _ADDED and found.forward:
        yield "event-property-added-to-closed"
        if found.backward:
            yield "event-property-added-required"
    elif found.aspect in _ADDED and found.backward:
        yield "event-property-added-required"
    elif found.aspect in _REMOVED:
        if found.backward:
            yield "event-property-removed-from-closed"
        yield "event-property-" + ("removed-required" if found.forward else "removed-optional")
    else:
        yield f"event-property-{found.aspect}"


def said(
    found: Difference, naming: Naming, *, base: str, place: str, pointer: str, operation: str = ""
) -> Iterator[Said]:
    """What is said of a difference.

    *base* is where the components of the document stand, *place* and *pointer* where the schema
    itself does; what stands in a component is told once, as a part of it.
    """
    inside = f"{base}/{found.anchor}" if found.anchor else pointer
    where = f"{found.anchor or place}{found.place}"
    for rule in naming(found):
        yield Said(
            rule=rule,
            where=where,
            message=found.message,
            pointer=inside + found.pointer,
            operation=operation,
        )
