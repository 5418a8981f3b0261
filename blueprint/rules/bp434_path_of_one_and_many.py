"""One resource under its singular and its plural.

## What it means
Two routes of a context differ in the number of a noun: `/order/{id}` and `/orders`.

## Why it matters
An item's address is its collection's and its id. With two names for one thing each client guesses.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /order/{id}"}  # BP434
  ListOrders: {does: list Order, http: GET /orders}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}"}
  ListOrders: {does: list Order, http: GET /orders}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.facts import Route
from blueprint.rules.finding import Finding
from blueprint.rules.index import PLACEHOLDER, Index

CODE = "BP434"
NAME = "path-of-one-and-many"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every route with a singular whose plural stands at the same place of another."""
    for context in index.own_contexts:
        routes = [(o, route) for o in context.operations.values() for route in o.routes]
        used: dict[str, str] = {}
        for operation, route in routes:
            for prefix, segment in _steps(route):
                used.setdefault(f"{prefix}/{segment}", operation.name)
        for operation, route in routes:
            for prefix, segment in _steps(route):
                plural = Name(segment).plural_kebab
                other = used.get(f"{prefix}/{plural}")
                if plural != Name(segment).kebab and other:
                    message = f"{operation.name} says {segment} where {other} says {plural}"
                    better = route.template.replace(f"/{segment}", f"/{plural}", 1)
                    help_ = f"write {route.method} {better}"
                    yield Finding(route.path, message, help_, on_value=True)
                    break


def _steps(route: Route) -> Iterator[tuple[str, str]]:
    """Each noun of a path, and what stands before it."""
    before = ""
    for segment in PLACEHOLDER.sub("{}", route.template).strip("/").split("/"):
        if segment and "{" not in segment:
            yield before, segment
        before += f"/{segment}"
