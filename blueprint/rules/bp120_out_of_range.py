"""A value of the right kind that cannot be right.

## What it means
The number is too small or too large, the list is empty, or two values contradict each other.

## Why it matters
It would be refused later, by a database or at the start of a service.

## Wrong
```yaml
enums:
  Size: []  # BP120
aggregates:
  Part: {fields: {size: Size}}
```

## Right
```yaml
enums:
  Size: [small, large]
aggregates:
  Part: {fields: {size: Size}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP120"
NAME = "out-of-range"
SEVERITY = Severity.ERROR
