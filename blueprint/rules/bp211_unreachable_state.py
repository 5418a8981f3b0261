"""A state that nothing reaches.

## What it means
A lifecycle starts in its first state; no chain of transitions leads from there to this one.

## Why it matters
Nothing can ever be in it, so whatever is allowed there is allowed to nobody.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    lifecycle:
      open: {close: closed}
      lost: {close: closed}  # BP211
commands:
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closing"}
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string}
    lifecycle:
      open: {close: closed, lose: lost}
      lost: {close: closed}
commands:
  CloseOrder: {does: transition Order.close, http: "POST /orders/{id}/closing"}
  LoseOrder: {does: transition Order.lose, http: "POST /orders/{id}/loss"}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP211"
NAME = "unreachable-state"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every state that no chain of transitions reaches."""
    for aggregate in index.aggregates:
        reached = _reached(aggregate)
        for state in aggregate.lifecycle:
            if state not in reached:
                first = aggregate.states[0]
                message = f"no transition leads from {first} to {state}"
                help_ = f"add a transition to {state}, or delete it"
                yield Finding((*aggregate.path, "lifecycle", state), message, help_)


def _reached(aggregate: Aggregate) -> set[str]:
    reached: set[str] = set()
    ahead = aggregate.states[:1]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += aggregate.lifecycle.get(state, {}).values()
    return reached
