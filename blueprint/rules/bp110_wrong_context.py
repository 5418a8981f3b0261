"""A context's file does not begin with its own name.

## What it means
The first key of a context's file is `context`, and its value is the name under which
blueprint.yaml lists the file.

## Why it matters
Whoever opens the file alone must see whose it is, and a file listed twice is a mistake.

## Wrong
```yaml
-- blueprint.yaml --
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: contexts/sales.yaml}
-- contexts/sales.yaml --
context: billing  # BP110
about: Sells.
```

## Right
```yaml
-- blueprint.yaml --
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: contexts/sales.yaml}
-- contexts/sales.yaml --
context: sales
about: Sells.
```
"""

from blueprint.diagnostics import Severity

CODE = "BP110"
NAME = "wrong-context"
SEVERITY = Severity.ERROR
