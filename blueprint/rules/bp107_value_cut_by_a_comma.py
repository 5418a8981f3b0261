"""Inside {…}, a comma cut a value in two.

## What it means
Inside braces every comma ends a value. What follows it is read as a key without a value.

## Why it matters
YAML cuts in silence: a pattern or a default would lose its second half.

## Wrong
```yaml
aggregates:
  Part: {fields: {code: string pattern=/A,B/, size: int}}  # BP107
```

## Right
```yaml
aggregates:
  Part: {fields: {code: "string pattern=/A,B/", size: int}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP107"
NAME = "value-cut-by-a-comma"
SEVERITY = Severity.ERROR
