"""What the files at the root of a workspace say of its contexts."""

from collections.abc import Iterable

from blueprint import model as m


def packages(contexts: Iterable[m.Context], system: m.System) -> str:
    """The packages of all contexts as one layer: independent of each other."""
    return " | ".join(system.package(context) for context in contexts)


def behaviour_layers(context: m.Context) -> list[str]:
    """The modules of a service that hold behaviour, and so may know no framework."""
    rules = ["domain"] if any(aggregate.invariants for aggregate in context.aggregates) else []
    cases = ["application"] if context.fill_operations else []
    return ["model", "ports", *rules, *cases, "operations"]
