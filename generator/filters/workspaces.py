"""What the files at the root of a workspace say of its contexts."""

import json
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


def token_request(system: m.System) -> str:
    """What to ask the development issuer for, so that `first_path` can be asked: JSON."""
    context, operation = _tried(system)
    asked = {"role": role} if (role := _role(operation)) else {}
    return json.dumps(asked | ({"tenant": "demo"} if context.tenancy else {}))


def first_path(system: m.System) -> str:
    """The path of a query that needs no id."""
    context, operation = _tried(system)
    route = operation.route(context.api.current.name)
    return "/readyz" if route is None else f"{context.base_path}/{route.version}{route.path}"


def first_contract(system: m.System) -> str:
    """Where a context serves its current contract."""
    context = system.contexts[0]
    return f"{context.base_path}/{context.api.current.name}/openapi.json"


def _tried(system: m.System) -> tuple[m.Context, m.Operation]:
    """The first query that somebody may ask without knowing an id; else the first operation."""
    found = [
        (context, operation)
        for context in system.contexts
        for operation in context.queries
        for route in [operation.route(context.api.current.name)]
        if route and not route.path_fields and not route.internal and not operation.is_custom
    ]
    everything = [(context, one) for context in system.contexts for one in context.operations]
    return [*found, *everything][0]


def _role(operation: m.Operation) -> str | None:
    return next((grant.role.text for grant in operation.access.grants if grant.role), None)
