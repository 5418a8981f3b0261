"""An internal field in a contract.

## What it means
A field of the aggregate is `internal`, and an event or an answer of its own fields carries it.

## Why it matters
What is internal may change from one day to the next. In a contract it cannot.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string, margin: int internal}}
queries:
  GetOrder:
    does: get Order
    http: GET /orders/{id}
    output: {code: string, margin: int}  # BP510
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string, margin: int internal}}
queries:
  GetOrder:
    does: get Order
    http: GET /orders/{id}
    output: {code: string}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.told import told

CODE = "BP510"
NAME = "internal-told"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every field of a payload or an answer that repeats an internal one."""
    for field, source, where in told(index):
        if "internal" in source.words:
            message = f"{where} carries {field.name}, which is internal to {source.home}"
            help_ = "leave it out, or take internal from the field"
            yield Finding(field.path, message, help_)
