"""A transition that nothing triggers.

## What it means
No operation says `does: transition A.name`, and none that is custom may make it.

## Why it matters
A state that is drawn but never reached misleads whoever reads the lifecycle.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}, lifecycle: {open: {close: closed}}}  # BP210
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
from blueprint.nearest import slip_of
from blueprint.rules.facts import Aggregate, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP210"
NAME = "untriggered-transition"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every transition that no operation makes, and none means by another name."""
    made = {(o.context, o.target, _meant(index, o)) for o in index.operations if o.move}
    for aggregate in index.aggregates:
        for state, moves in aggregate.lifecycle.items():
            for name in moves:
                if (aggregate.context, aggregate.name, name) not in made:
                    path = (*aggregate.path, "lifecycle", state, name)
                    message = f"nothing triggers the transition {aggregate.name}.{name}"
                    help_ = f"add a command that says does: transition {aggregate.name}.{name}"
                    yield Finding(path, message, help_)


def _meant(index: Index, operation: Operation) -> str | None:
    """The transition that an operation makes; behind a slip, which BP208 says, the nearest."""
    subject = index.subject(operation)
    if not isinstance(subject, Aggregate) or operation.move in subject.transitions:
        return operation.move
    return slip_of(operation.move or "", subject.transitions)
