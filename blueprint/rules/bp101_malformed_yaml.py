"""The file is not YAML.

## What it means
The YAML parser cannot read on from this place. Everything after it is unknown.

## Why it matters
What cannot be read cannot be checked; a guess would be worse than a refusal.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells: quickly.}  # BP101
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: {about: Sells quickly.}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP101"
NAME = "malformed-yaml"
SEVERITY = Severity.ERROR
