"""Entities in the input of an operation that would replace them.

## What it means
`create` may take entities under `input:`, each without its id. `put`, `update` and `transition` do
not: `add`, `update` and `remove` change them one by one.

## Why it matters
A list that replaces what is there would give every entity a new id, and lose what somebody else
added meanwhile.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
  ChangeOrder:
    does: update Order
    http: PATCH /orders/{id}
    input: {code: string, lines: list(Line)}  # BP228
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string}
    entities: {Line: {in: lines, fields: {sku: string}}}
commands:
  AddLine: {does: add Order.lines, http: "POST /orders/{id}/lines"}
  ChangeOrder: {does: update Order, http: "PATCH /orders/{id}", input: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP228"
NAME = "entities-replaced"
SEVERITY = Severity.ERROR

REPLACES = frozenset({"put", "update", "transition"})


def check(index: Index) -> Iterator[Finding]:
    """Every input that would put other entities in the place of those that are there."""
    for operation in index.operations:
        subject = index.subject(operation)
        if not isinstance(subject, Aggregate) or operation.verb not in REPLACES:
            continue
        for name, field in (operation.declared_input or {}).items():
            if name in subject.held and operation.children is None:
                message = f"{operation.name} cannot replace the {name} of {subject.name}"
                help_ = f"write commands that say does: add {subject.name}.{name}, and remove"
                yield Finding(field.path, message, help_)
