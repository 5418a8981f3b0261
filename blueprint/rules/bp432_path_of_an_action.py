"""A path that names what is done, and no resource.

## What it means
A segment begins with a verb that the method says already, such as `create-order` or `get`, or the
path names nothing: `/`, `/{id}`.

## Why it matters
A resource has one address under which it is read, changed and deleted; with a path for each action
clients, caches and permissions have to learn every one of them.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  PlaceOrder: {does: create Order, http: POST /create-order}  # BP432
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  PlaceOrder: {does: create Order, http: POST /orders}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.names import Name
from blueprint.rules.facts import Operation, Route
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.paths import names_an_action

CODE = "BP432"
NAME = "path-of-an-action"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every route of ours that names no resource."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            for route in operation.routes:
                segments = route.template.strip("/").split("/")
                if not segments[0] or segments[0].startswith("{"):
                    message = f"{route.template} names no resource"
                    help_ = f"begin with what it is about: {route.method} {_named(operation)}"
                    yield Finding(route.path, message, help_, on_value=True)
                elif found := next((s for s in segments if names_an_action(s)), None):
                    message = f'"{found}" names what is done, and no resource'
                    help_ = f"{route.method} says what is done: write {_instead(route, found)}"
                    yield Finding(route.path, message, help_, on_value=True)


def _named(operation: Operation) -> str:
    return f"/{Name(operation.target or operation.name).plural_kebab}"


def _instead(route: Route, segment: str) -> str:
    """The path without its verb."""
    rest = "-".join(Name(segment).words[1:])
    plain = f"/{Name(rest).plural_kebab}" if rest else ""
    return f"{route.method} {route.template.replace('/' + segment, plain, 1) or '/NOUNS'}"
