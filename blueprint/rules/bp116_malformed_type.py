"""A type that cannot be read.

## What it means
A type is a type word, such as `string(1..80)` or `list(Part)`, and words after it: `= value`,
`optional`, `unique`, `index`, `immutable`, `internal`, `pii`, `secret`, `min=`, `max=`,
`pattern=/…/`, `from PATH`.

## Why it matters
A field whose type is half understood would be stored and published wrongly.

## Wrong
```yaml
aggregates:
  Part: {fields: {code: string(80..1)}}  # BP116
```

## Right
```yaml
aggregates:
  Part: {fields: {code: string(1..80)}}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP116"
NAME = "malformed-type"
SEVERITY = Severity.ERROR
