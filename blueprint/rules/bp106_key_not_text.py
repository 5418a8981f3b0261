"""A key that is a number, a list, a mapping or nothing.

## What it means
Keys are texts. `1`, `true` and `~` are values of another kind unless they stand in quotes.

## Why it matters
Such a key would silently become a text, or not be found.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  1: {about: Sells.}  # BP106
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  first: {about: Sells.}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP106"
NAME = "key-not-text"
SEVERITY = Severity.ERROR
