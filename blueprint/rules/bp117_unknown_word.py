"""A value that is none of the words that may stand here.

## What it means
The place takes one of a few words; the message names them, and the nearest.

## Why it matters
Each of these words changes what is generated; one that is not known changes nothing.

## Wrong
```yaml
subdomain: kore  # BP117
```

## Right
```yaml
subdomain: core
```
"""

from blueprint.diagnostics import Severity

CODE = "BP117"
NAME = "unknown-word"
SEVERITY = Severity.ERROR
