"""A value of another kind than is read here.

## What it means
A text stands where a number belongs, a number where a text belongs, and so on. A number that is
meant as a text stands in quotes.

## Why it matters
A value that is bent into another kind often means something else than was written.

## Wrong
```yaml
about: 12  # BP113
```

## Right
```yaml
about: Twelve things.
```
"""

from blueprint.diagnostics import Severity

CODE = "BP113"
NAME = "wrong-type"
SEVERITY = Severity.ERROR
