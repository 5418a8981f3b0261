"""A transition that changes nothing.

## What it means
The transition leads back to the state from which it comes, and its command writes no field and
emits no event.

## Why it matters
It answers as if something had happened, and nobody can ever see what.

## Wrong
```yaml
aggregates:
  Order:
    fields: {code: string}
    lifecycle: {open: {touch: open}}
commands:
  TouchOrder: {does: transition Order.touch, http: "POST /orders/{id}/touch"}  # BP237
```

## Right
```yaml
aggregates:
  Order:
    fields: {code: string, touched_at: datetime optional}
    lifecycle: {open: {touch: open}}
commands:
  TouchOrder:
    does: transition Order.touch
    http: POST /orders/{id}/touch
    set: {touched_at: now}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP237"
NAME = "transition-without-effect"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every plain transition from a state to itself that leaves no trace."""
    for operation in index.operations:
        aggregate = index.subject(operation)
        if operation.verb != "transition" or not isinstance(aggregate, Aggregate):
            continue
        if _stays(aggregate, operation.move or "") and not _writes(index, operation):
            message = f"{operation.name} leaves {aggregate.name} as it is"
            help_ = "set a field, emit an event, or lead to another state"
            yield Finding((*operation.path, "does"), message, help_)


def _stays(aggregate: Aggregate, move: str) -> bool:
    ways = [(state, moves[move]) for state, moves in aggregate.lifecycle.items() if move in moves]
    return bool(ways) and all(before == after for before, after in ways)


def _writes(index: Index, operation: Operation) -> bool:
    return bool(
        operation.sets or operation.declared_input or operation.emits or index.kept(operation)
    )
