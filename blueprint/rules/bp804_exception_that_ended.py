"""An exception that has ended.

## What it means
The day under `until` has passed, so that what the exception accepted is said again. The example is
wrong in both ways.

## Why it matters
An exception is a debt with a date. On that date somebody decides anew.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    enums: {Colour: [red, blue]}  # BP235
exceptions:
  - rule: BP235
    at: sales.Colour
    because: Soon.
    owner: sales
    until: 2020-01-31  # BP804
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales:
    about: Sells.
    enums: {Colour: [red, blue]}
exceptions:
  - rule: BP235
    at: sales.Colour
    because: Soon.
    owner: sales
    until: 2030-01-31
```
"""

from blueprint.diagnostics import Severity

CODE = "BP804"
NAME = "exception-that-ended"
SEVERITY = Severity.NOTE
