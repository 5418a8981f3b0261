"""The file does not begin with `blueprint: 1`.

## What it means
The first key is `blueprint`, and its value is the version of the language: 1.

## Why it matters
It tells a blueprint from any other YAML file, and an older language from a newer one.

## Wrong
```yaml
-- blueprint.yaml --
blueprint: 2  # BP109
system: {name: shop, about: Sells things.}
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP109"
NAME = "not-a-blueprint"
SEVERITY = Severity.ERROR
