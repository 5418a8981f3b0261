"""An anchor, alias, merge key, tag or second document.

## What it means
A blueprint is YAML 1.2 with its core schema, one document a file, and nothing that copies or
runs.

## Why it matters
What is written out can be read where it stands; aliases and merge keys are how small files become
enormous ones.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts:
  sales: &sales {about: Sells.}  # BP105
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

CODE = "BP105"
NAME = "more-than-plain-yaml"
SEVERITY = Severity.ERROR
