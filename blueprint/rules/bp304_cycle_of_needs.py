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
      Sell: {about: Sells it., does: custom, http: POST /sales, needs: {billing.Pay: {}}}  # BP304
  billing:
    about: Bills.
    commands:
      Pay: {about: Pays., does: custom, http: POST /payments, needs: {sales.Sell: {}}}  # BP304
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
from blueprint.rules.rings import rings

CODE = "BP304"
NAME = "cycle-of-needs"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every need that closes a circle of contexts."""
    waits: dict[str, set[str]] = {}
    for operation in index.operations:
        for need in operation.needs:
            waits.setdefault(operation.context, set()).add(need.operation.rpartition(".")[0])
    ring_of = {name: number for number, ring in enumerate(rings(waits)) for name in ring}
    for operation in index.operations:
        for need in operation.needs:
            owner = need.operation.rpartition(".")[0]
            if owner == operation.context or owner not in ring_of:
                continue
            if ring_of[owner] == ring_of.get(operation.context):
                message = f"{operation.context} and {owner} wait for each other"
                help_ = "let one of them tell the other by an event"
                yield Finding(need.path, message, help_)
