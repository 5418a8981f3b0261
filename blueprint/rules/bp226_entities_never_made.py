"""Entities that nothing makes.

## What it means
No operation adds them, none that creates their aggregate takes them, and no custom command works
on the aggregate.

## Why it matters
Their table, and their place in every answer, stay empty for good.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}  # BP226
commands:
  AddOrder: {does: create Order, http: POST /orders}
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddOrder: {does: create Order, http: POST /orders, input: {code: string, lines: list(Line)}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Entity, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP226"
NAME = "entities-never-made"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every entity that no operation makes."""
    for context in index.own_contexts:
        for entity in context.entities.values():
            if not any(_makes(operation, entity) for operation in context.operations.values()):
                message = f"nothing makes {entity.name}"
                help_ = f"add a command that says does: add {entity.owner}.{entity.children}"
                yield Finding(entity.path, message, help_)


def _makes(operation: Operation, entity: Entity) -> bool:
    """Whether the operation may make one; code may do so wherever it writes the aggregate."""
    if not operation.is_command:
        return False
    on_it = operation.target == entity.owner or entity.owner in operation.uses
    if operation.verb == "custom":
        return on_it
    adds = operation.verb == "add" and operation.children == entity.children
    taken = entity.children in (operation.declared_input or {}) and operation.verb == "create"
    return on_it and (adds or taken)
