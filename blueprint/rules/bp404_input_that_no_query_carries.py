"""An input of GET or DELETE that does not fit into a query.

## What it means
What is not in the path travels in the query of GET and DELETE. A query carries words and numbers
and lists of them, no values, maps, JSON or bytes. A path carries single words and numbers, which
are always there.

## Why it matters
There is no form of such a query on which clients agree.

## Wrong
```yaml
values:
  Size: {width: int}
queries:
  Find: {about: Finds., does: custom, http: GET /n, input: {size: Size}, output: {n: int}}  # BP404
```

## Right
```yaml
queries:
  Find: {about: Finds., does: custom, http: GET /found, input: {width: int}, output: {count: int}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Field, Operation, Route
from blueprint.rules.finding import Finding
from blueprint.rules.index import PLACEHOLDER, Index
from blueprint.rules.types import is_key, value_fields

CODE = "BP404"
NAME = "input-that-no-query-carries"
SEVERITY = Severity.ERROR


NOT_CARRIED = frozenset({"map", "json", "bytes", "money"})


def check(index: Index) -> Iterator[Finding]:
    """Every input field that a query string, or a path, cannot carry."""
    for operation in index.operations:
        for route in operation.routes:
            named, taken = set(PLACEHOLDER.findall(route.template)), index.input(operation)
            for field in taken.values():
                if field.name in named:
                    yield from _in_path(index, operation, route, field)
                elif route.method in {"GET", "DELETE"} and _has_no_form(index, field):
                    message = f"{field.name} cannot travel in the query of {route.method}"
                    help_ = "answer POST, or take its parts one by one"
                    yield Finding(field.path, message, help_, on_value=True)


def _in_path(index: Index, operation: Operation, route: Route, field: Field) -> Iterator[Finding]:
    if not is_key(index, field):
        message = f"{field.name} is {field.type.text}, which no path carries"
        yield Finding(route.path, message, "take it as an input beside the path", on_value=True)
    elif not field.required and field.name in (operation.declared_input or {}):
        message = f"{field.name} stands in the path, so it is always given"
        yield Finding(field.path, message, "delete optional, or its default", on_value=True)


def _has_no_form(index: Index, field: Field) -> bool:
    kinds = list(field.type.walk())
    return (
        len(kinds) > 2
        or any(kind.word in NOT_CARRIED for kind in kinds)
        or any(value_fields(index, k.word, field.home) is not None for k in kinds if k.named)
    )
