"""A transition that the lifecycle does not have.

## What it means
`does: transition A.name` and `does: custom A.name` name a transition of A's lifecycle.

## Why it matters
Without one there is no state that the operation could begin or end in.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}, lifecycle: {open: {close: closed}}}
commands:
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closing"}
  ReopenOrder: {does: transition Order.reopen, http: "POST /orders/{id}/reopening"}  # BP208
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}, lifecycle: {open: {close: closed}}}
commands:
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closing"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP208"
NAME = "unknown-transition"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every transition that an operation makes, and no lifecycle has."""
    for operation in index.operations:
        subject = index.subject(operation)
        if not isinstance(subject, Aggregate) or operation.move is None:
            continue
        if operation.move not in subject.transitions:
            message = f"the lifecycle of {subject.name} has no transition {operation.move}"
            help_ = nearest(operation.move, subject.transitions)
            yield Finding((*operation.path, "does"), message, help_, on_value=True)
