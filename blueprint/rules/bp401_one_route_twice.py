"""Two operations on one method and path.

## What it means
In one version of an API two operations answer under the same method and path, names in braces
counted as equal.

## Why it matters
Only one of them would ever be called.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}"}
  FindOrder:
    about: Finds.
    does: custom
    http: GET /orders/{code}  # BP401
    input: {code: string}
    output: {code: string}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}"}
  FindOrder:
    about: Finds.
    does: custom
    http: GET /codes/{code}
    input: {code: string}
    output: {code: string}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Context, Operation, Route
from blueprint.rules.finding import Finding
from blueprint.rules.index import PLACEHOLDER, Index

CODE = "BP401"
NAME = "one-route-twice"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every route that is another operation's."""
    first: dict[tuple[str, str, str, str], str] = {}
    for context in index.own_contexts:
        base = context.base.replace("{context}", context.name)
        for operation in context.operations.values():
            for route in operation.routes:
                shape = PLACEHOLDER.sub("{}", route.template).rstrip("/")
                for version in _versions(context, operation, route):
                    key = (base, version, route.method, shape)
                    other = first.setdefault(key, operation.full_name)
                    if other != operation.full_name:
                        yield _finding(route, version, other)
                        break


def _versions(context: Context, operation: Operation, route: Route) -> list[str]:
    if route.version:
        return [route.version]
    return [v for v in context.versions if not operation.versions or v in operation.versions]


def _finding(route: Route, version: str, other: str) -> Finding:
    message = f"{route.method} {route.template} in {version} is the route of {other} already"
    return Finding(route.path, message, "give one of them another path", on_value=True)
