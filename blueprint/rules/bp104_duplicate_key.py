"""One key stands twice in a mapping.

## What it means
A mapping holds each key once. The second one is not read.

## Why it matters
Most YAML readers silently keep the last: half of what was written would be lost.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells.}
  sales: {about: Sells again.}  # BP104
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells.}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP104"
NAME = "duplicate-key"
SEVERITY = Severity.ERROR
