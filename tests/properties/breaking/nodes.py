"""The nodes of a blueprint that a breakage may choose from."""

from collections.abc import Iterator
from typing import Any

from tests.properties.drafting.system import Blueprint
from tests.properties.places import Path

Node = tuple[Path, dict[str, Any]]


def contexts(blueprint: Blueprint) -> list[Node]:
    """Our own contexts."""
    return [
        (("contexts", name), body)
        for name, body in blueprint["contexts"].items()
        if "external" not in body
    ]


def nodes(blueprint: Blueprint, family: str) -> list[Node]:
    """The aggregates, commands, queries, events or views of every context."""
    return [
        ((*path, family, name), body)
        for path, context in contexts(blueprint)
        for name, body in context.get(family, {}).items()
        if isinstance(body, dict)
    ]


def operations(blueprint: Blueprint, *verbs: str) -> list[Node]:
    """Commands and queries whose `does` begins with one of *verbs*."""
    return [
        (path, body)
        for family in ("commands", "queries")
        for path, body in nodes(blueprint, family)
        if body["does"].split(" ")[0] in verbs
    ]


def short_fields(blueprint: Blueprint) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """The fields of aggregates that are written as a text: where, in what, by which name."""
    for path, body in nodes(blueprint, "aggregates"):
        for name, written in body["fields"].items():
            if isinstance(written, str):
                yield (*path, "fields", name), body["fields"], name


def aggregate_of(blueprint: Blueprint, operation: Node) -> dict[str, Any] | None:
    """The aggregate that an operation is about."""
    path, body = operation
    target = body["does"].partition(" ")[2].partition(".")[0]
    found: dict[str, Any] | None = blueprint["contexts"][path[1]].get("aggregates", {}).get(target)
    return found


def is_named(blueprint: Blueprint, path: Path) -> bool:
    """Whether another part of the blueprint may speak of an operation, by its name."""
    name = str(path[-1])
    return repr(blueprint).count(name) > 1
