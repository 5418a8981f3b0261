"""Entities that the aggregate does not hold.

## What it means
`add`, `update` and `remove` name the field under which an aggregate holds its entities, as `in:`
says it: `add Order.lines`.

## Why it matters
What is nowhere cannot be added to or taken from.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
  DropLine: {does: remove Order.line, http: "DELETE /orders/{id}/lines/{line_id}"}  # BP225
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
  DropLine: {does: remove Order.lines, http: "DELETE /orders/{id}/lines/{line_id}"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP225"
NAME = "unknown-entities"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every operation on entities that its aggregate does not hold."""
    for operation in index.operations:
        subject = index.subject(operation)
        if not isinstance(subject, Aggregate) or operation.children is None:
            continue
        if subject.entity(operation.children) is None:
            message = f"{subject.name} holds no entities under {operation.children}"
            help_ = f"add to {subject.name}: entities: {{NAME: {{in: {operation.children}, …}}}}"
            known = [entity.children for entity in subject.entities.values()]
            help_ = nearest(operation.children, known) if known else help_
            yield Finding((*operation.path, "does"), message, help_, on_value=True)
