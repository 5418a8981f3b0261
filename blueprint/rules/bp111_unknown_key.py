"""A key that nothing reads.

## What it means
The key is none of those that may stand here; the message names the nearest one.

## Why it matters
A misspelled key that is skipped in silence is a decision that was written down and never made.

## Wrong
```yaml
aggragates: {}  # BP111
```

## Right
```yaml
aggregates: {}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP111"
NAME = "unknown-key"
SEVERITY = Severity.ERROR
