"""A lifecycle in which nothing happens.

## What it means
The lifecycle has one state and no transition.

## Why it matters
A status that never changes tells nothing, and each client has to handle it.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    lifecycle: {open: {}}  # BP236
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string}
    lifecycle: {open: {close: closed}}
commands:
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closure"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP236"
NAME = "lifecycle-without-transition"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every lifecycle of a single state that nothing leads out of."""
    for aggregate in index.aggregates:
        if len(aggregate.states) == 1 and not aggregate.transitions:
            message = f"{aggregate.name} is always {aggregate.states[0]}"
            help_ = f"add what it becomes: {aggregate.states[0]}: {{NAME: STATE}}, or delete it"
            yield Finding((*aggregate.path, "lifecycle"), message, help_)
