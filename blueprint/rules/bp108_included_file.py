"""A context's file is missing, outside the project, or cannot be read.

## What it means
`contexts: {NAME: PATH}` names a YAML file below the folder of blueprint.yaml, by a path with
forward slashes. Links that lead out of that folder are not followed.

## Why it matters
A blueprint must mean the same on every machine, and reading one must never open another's files.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
contexts: {sales: ../sales.yaml}  # BP108
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

CODE = "BP108"
NAME = "included-file"
SEVERITY = Severity.ERROR
