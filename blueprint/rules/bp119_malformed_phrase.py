"""A phrase that cannot be read.

## What it means
Some values are small sentences: `does: transition Order.cancel`, `http: POST /orders`, `every:
1h`, `allow: [clerk own]`, `backoff: 1s..10m`. This one does not follow its form.

## Why it matters
A phrase that is half understood would do something else than it says.

## Wrong
```yaml
commands:
  PlaceOrder: {about: Places it., does: custom, http: SEND /orders}  # BP119
```

## Right
```yaml
commands:
  PlaceOrder: {about: Places it., does: custom, http: POST /orders}
```
"""

from blueprint.diagnostics import Severity

CODE = "BP119"
NAME = "malformed-phrase"
SEVERITY = Severity.ERROR
