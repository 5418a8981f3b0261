"""A key that means nothing for what the operation does.

## What it means
`filter`, `sort` and `page` are a list's; `set` and a need's `keep` write fields, so they belong to
`create`, `put`, `update`, `transition` and `add`. `get`, `list`, `delete`, `remove` and `call` know
their input, and `list`, `delete`, `remove` and `call` their answer, from what they are about. A
plain operation answers its aggregate, or its entity, or fields under `output:`. `versions` limits
where an `http` answers.

## Why it matters
A key without effect is a decision that was written down and never made.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}", sort: [code]}  # BP223
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  ListOrders: {does: list Order, http: GET /orders, sort: [code]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Entity, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP223"
NAME = "key-without-effect"
SEVERITY = Severity.ERROR

WRITES = frozenset({"create", "put", "update", "transition", "add"})
_VERBS = {
    "filter": frozenset({"list"}),
    "sort": frozenset({"list"}),
    "page": frozenset({"list"}),
    "set": WRITES,
    "input": WRITES | {"custom"},
    "output": WRITES | {"get", "custom"},
    "needs": WRITES | {"delete", "remove", "get", "list", "custom"},
    "cache": frozenset({"get", "list", "custom"}),
}


def check(index: Index) -> Iterator[Finding]:
    """Every key that is not read for the operation's verb."""
    for context in index.own_contexts:
        for operation in context.operations.values():
            for key in _said(operation):
                if operation.verb not in _VERBS[key]:
                    message = f'"{key}" means nothing for what does {operation.verb}'
                    yield Finding((*operation.path, key), message, "delete it")
            yield from _others(operation, index.entity(operation))


def _said(operation: Operation) -> list[str]:
    said = {
        "filter": operation.filters,
        "sort": operation.sorts,
        "page": operation.page,
        "set": operation.sets,
        "input": operation.declared_input,
        "output": operation.declared_output or operation.answer,
        "needs": operation.needs,
        "cache": operation.cached,
    }
    return [key for key, value in said.items() if value]


def _others(operation: Operation, entity: Entity | None) -> Iterator[Finding]:
    for emission in operation.emits:
        if emission.when_changed and operation.verb in {"add", "remove"}:
            message = f'"when_changed" means nothing for what does {operation.verb}'
            yield Finding(emission.path, message, f"write emits: [{emission.event}]")
    for need in operation.needs:
        if need.keep and operation.verb not in WRITES:
            message = f'"keep" means nothing for what does {operation.verb}'
            help_ = "delete it: code that is custom has the answer at hand"
            yield Finding((*need.path, "keep"), message, help_)
    if operation.versions and not operation.routes:
        message = f"{operation.name} has no http that versions could limit"
        yield Finding((*operation.path, "versions"), message, "delete it")
    path = (*operation.path, "output")
    if operation.verb in WRITES | {"get"} and operation.answer is not None:
        about = [operation.target, *([entity.name] if entity else [])]
        if operation.answer.text not in about:
            message = f"{operation.name} cannot make {operation.answer.text} of {about[-1]}"
            yield Finding(path, message, "write output: {FIELD: TYPE, …}", on_value=True)
    elif operation.verb in WRITES | {"get"} and operation.many:
        message = f"{operation.name} is about one {operation.target}, and answers no list"
        yield Finding(path, message, "write output: {FIELD: TYPE, …}", on_value=True)
