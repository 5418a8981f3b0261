"""Contexts that wait for each other.

## What it means
The operations of some contexts need each other in a circle.

## Why it matters
When one of them is slow all of them are, and none can be started, changed or repaired alone.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pay: {}}}
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, needs: {sales.Sell: {}}}
relations:
  - {between: [sales, billing], as: partnership}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    commands:
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pay: {}}}
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments}
relations:
  - {between: [sales, billing], as: partnership}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP304"
NAME = "cycle-of-needs"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every need that closes a circle of contexts."""
    waits: dict[str, set[str]] = {}
    for operation in index.operations:
        for need in operation.needs:
            waits.setdefault(operation.context, set()).add(need.operation.rpartition(".")[0])
    for operation in index.operations:
        for need in operation.needs:
            owner = need.operation.rpartition(".")[0]
            if owner != operation.context and operation.context in _reached(waits, owner):
                message = f"{operation.context} and {owner} wait for each other"
                help_ = "let one of them tell the other by an event"
                yield Finding(need.path, message, help_)


def _reached(waits: dict[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += waits.get(name, ())
    return reached
