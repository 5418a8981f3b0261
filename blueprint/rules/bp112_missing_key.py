"""A key that must be there is missing.

## What it means
Almost everything has a default; this has none that would not be a guess.

## Why it matters
Without it the rest cannot be understood.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: {team: sales}}  # BP112
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: {about: Sells., team: sales}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP112"
NAME = "missing-key"
SEVERITY = Severity.ERROR
