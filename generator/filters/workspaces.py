"""What the files at the root of a workspace say of its contexts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from blueprint import model as m


def packages(contexts: Iterable[m.Context], system: m.System) -> str:
    """The packages of all contexts as one layer: independent of each other."""
    return " | ".join(system.package(context) for context in contexts)


def behaviour_layers(context: m.Context) -> list[str]:
    """The modules of a service that hold behaviour, and so may know no framework.

    The same for every context, or a first invariant would change a file that people edit.
    """
    return ["model", "ports", "domain", "application", "operations"]


def token_request(system: m.System) -> str:
    """What to ask the development issuer for, so that `first_path` can be asked: JSON."""
    tried = _tried(system)
    role = _role(tried.operation) if tried else None
    asked = {"role": role} if role else {}
    return json.dumps(asked | ({"tenant": "demo"} if tried and tried.context.tenancy else {}))


def first_path(system: m.System) -> str:
    """The path of a query that needs no id; where there is none, that of the system's health."""
    tried = _tried(system)
    return (
        f"{tried.context.base_path}/{tried.route.version}{tried.route.path}" if tried else "/readyz"
    )


def first_contract(system: m.System) -> str:
    """Where a context serves its current contract."""
    paths = [f"{c.base_path}/{c.api.current.name}/openapi.json" for c in system.contexts]
    return paths[0] if paths else "/api/CONTEXT/v1/openapi.json"


@dataclass(frozen=True, slots=True)
class Tried:
    """A query for a first try, and where it answers."""

    context: m.Context
    operation: m.Operation
    route: m.Route


def _tried(system: m.System) -> Tried | None:
    """The first query that somebody may ask without knowing an id."""
    found = (
        Tried(context, operation, route)
        for context in system.contexts
        for operation in context.queries
        for route in [operation.route(context.api.current.name)]
        if route and not route.path_fields and not route.internal and not operation.is_custom
    )
    return next(found, None)


def _role(operation: m.Operation) -> str | None:
    return next((grant.role.text for grant in operation.access.grants if grant.role), None)
