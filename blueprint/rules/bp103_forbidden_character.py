"""A character that hides what is written, or bytes that are not UTF-8.

## What it means
Control characters, marks that turn the direction of text, and bytes that are not UTF-8 are
refused.

## Why it matters
Such a character can make a reviewer see another text than the one that is compiled.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: {about: "Sells \u202etsaf."}}  # BP103
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: {about: Sells fast.}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP103"
NAME = "forbidden-character"
SEVERITY = Severity.ERROR
