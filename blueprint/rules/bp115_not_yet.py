"""A word of the language that does not work yet.

## What it means
The word is reserved; this version of Blueprint does not know what to do with it.

## Why it matters
A word that is accepted and ignored is a promise that nothing keeps.

## Wrong
```yaml
slo: {availability: 99.9%}  # BP115
```

## Right
```yaml
about: Sells.
```
"""

from blueprint.diagnostics import Severity

CODE = "BP115"
NAME = "not-yet"
SEVERITY = Severity.ERROR
