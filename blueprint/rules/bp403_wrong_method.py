"""A method that does not say what the operation does.

## What it means
A query answers GET, or POST where it is custom; `create`, `transition` and `add` answer POST, `put`
PUT, `update` PUT or PATCH (of entities PATCH), `delete` and `remove` DELETE; no command answers
GET.

## Why it matters
Browsers, caches and proxies repeat, store and preload by method. A command behind GET is run by
whoever follows a link.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: GET /orders}  # BP403
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Operation, Route
from blueprint.rules.finding import Finding
from blueprint.rules.index import PLACEHOLDER, Index

CODE = "BP403"
NAME = "wrong-method"
SEVERITY = Severity.ERROR


METHODS = {
    "create": {"POST"},
    "put": {"PUT"},
    "update": {"PUT", "PATCH"},
    "delete": {"DELETE"},
    "transition": {"POST"},
    "add": {"POST"},
    "remove": {"DELETE"},
    "get": {"GET"},
    "list": {"GET"},
}


def check(index: Index) -> Iterator[Finding]:
    """Every route whose method is another verb's."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            for route in operation.routes:
                fit = _methods(operation)
                if route.method not in fit:
                    what = f"{operation.verb}, {operation.name}," if operation.plain else ""
                    kind = "command" if operation.is_command else "query"
                    message = f"a {kind} ({what or operation.name}) does not answer {route.method}"
                    message = message.replace(",)", ")")
                    help_ = f"write {' or '.join(sorted(fit))} {_path(index, operation, route)}"
                    yield Finding(route.path, message, help_, on_value=True)


def _path(index: Index, operation: Operation, route: Route) -> str:
    """The path as it is written; not where a name in it is wrong, which BP402 says."""
    unknown = set(PLACEHOLDER.findall(route.template)) - index.pathable(operation).keys()
    return "before the path" if unknown else route.template


def _methods(operation: Operation) -> set[str]:
    if operation.verb == "update" and operation.children:
        return {"PATCH"}
    if operation.verb in METHODS:
        return METHODS[operation.verb]
    return {"POST", "PUT", "PATCH", "DELETE"} if operation.is_command else {"GET", "POST"}
