"""A name in a path that is no field of the input.

## What it means
A name in the path's braces is one of the operation's input fields, the aggregate's `id`, or what
a list is narrowed to (`filter: {FIELD: equals}`); and a plain operation on one aggregate needs that
id in its path, on one of its entities also that one's: `{line_id}`.

## Why it matters
Otherwise the path would carry a value that nobody reads, or the operation would not know on what
to work.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{number}"}  # BP402
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.facts import Operation, Route, View
from blueprint.rules.finding import Finding
from blueprint.rules.index import ON_ONE, PLACEHOLDER, Index

CODE = "BP402"
NAME = "placeholder-without-field"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every name in braces that is no input, and every id that no path names."""
    for operation in index.operations:
        if _is_unknown(index, operation):
            continue
        for route in operation.routes:
            yield from _names(index, operation, route)


def _is_unknown(index: Index, operation: Operation) -> bool:
    """Whether nobody knows what it takes, which BP202, BP203 and BP225 say."""
    if operation.target is None:
        return False
    if operation.verb == "call":
        return index.operation(operation.target) is None
    if operation.children is not None:
        return index.entity(operation) is None
    return index.subject(operation) is None


def _instead(operation: Operation, name: str) -> str:
    if operation.verb == "list":
        return f"add to {operation.name}: filter: {{{name}: equals}}"
    return f"add to {operation.name}: input: {{{name}: TYPE}}"


def _names(index: Index, operation: Operation, route: Route) -> Iterator[Finding]:
    fields, named = index.pathable(operation), PLACEHOLDER.findall(route.template)
    for name in named:
        if name not in fields:
            message = f"{operation.name} takes no {name}"
            help_ = nearest(name, fields) if fields else _instead(operation, name)
            yield Finding(route.path, message, help_, on_value=True)
    subject = index.subject(operation)
    if subject is None or operation.verb not in ON_ONE or set(named) - set(fields):
        return
    key = subject.key if isinstance(subject, View) else "id"
    keys, entity = {key: subject.name}, index.entity(operation)
    if entity is not None and operation.verb != "add":
        keys[entity.reference] = entity.name
    for key, what in keys.items():
        if key in fields and key not in named and key not in (operation.declared_input or {}):
            message = f"the path does not say which {what}: it has no {{{key}}}"
            help_ = f"write {route.method} {route.template.rstrip('/')}/{{{key}}}"
            yield Finding(route.path, message, help_, on_value=True)
