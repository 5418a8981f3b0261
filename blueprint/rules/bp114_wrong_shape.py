"""A list where a mapping belongs, a mapping where a list belongs, or neither.

## What it means
Names lead to mappings (`aggregates: {Order: …}`), enumerations are lists (`[open, closed]`).

## Why it matters
The names in a list of mappings would be lost.

## Wrong
```yaml
aggregates:
  - Order  # BP114
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP114"
NAME = "wrong-shape"
SEVERITY = Severity.ERROR
