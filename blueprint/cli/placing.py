"""Where a blueprint says what changed in a contract."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blueprint.load import Path, Positions
    from generator.changes import Change

_KINDS = ("enums", "values", "aggregates", "views", "commands", "queries")
_OPERATIONS = ("commands", "queries")


def place_of(change: "Change", positions: "Positions") -> "Path":
    """The first of the places that *change* may come from and that the blueprint has.

    The context where there is none, since what is gone has no place any more.
    """
    home: Path = ("contexts", change.contract.context)
    owners = [path[3] for path in positions.spans if path[:-1] == (*home, "aggregates")]
    found = (place for place in _places(change, owners) if (*home, *place) in positions.spans)
    return (*home, *next(found, ()))


def _places(change: "Change", aggregates: Sequence[str | int]) -> Iterator["Path"]:
    """Every place that it may come from, the nearest first, below its context."""
    named, _, rest = change.where.partition(" ")[0].partition(".")
    field = rest.partition(".")[0].partition("[")[0]
    event, _, version = change.contract.name.partition("@")
    if version:
        yield from _of_event(event, version, field)
    if field:
        yield from _of_field(named, field)
        # What an operation takes without saying so are the fields of its aggregate.
        yield from (("aggregates", owner, "fields", field) for owner in aggregates)
        yield from ((kind, named.removesuffix("Body")) for kind in _OPERATIONS)
    yield from ((kind, named) for kind in _KINDS)
    yield from ((kind, name) for name in change.operations for kind in _OPERATIONS)
    yield ("events", event, "versions", version)
    yield ("events", event)
    yield ("api", "versions", change.contract.name.removeprefix("API "))
    yield ("api",)


def _of_field(named: str, field: str) -> Iterator["Path"]:
    """A field of a value, an aggregate or a view, or one that an operation takes."""
    yield from ((kind, named, "fields", field) for kind in ("aggregates", "views"))
    yield ("values", named, field)
    operation = named.removesuffix("Body")
    yield from ((kind, operation, "input", field) for kind in _OPERATIONS)


def _of_event(event: str, version: str, field: str) -> Iterator["Path"]:
    home = ("events", event)
    yield (*home, "versions", version, field)
    yield (*home, "versions", version, "payload", field)
    yield (*home, "payload", field)
