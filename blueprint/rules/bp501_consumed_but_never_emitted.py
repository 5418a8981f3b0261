"""An event that is consumed, and nobody emits.

## What it means
A context or a view waits for the event, but no operation lists it under `emits`.

## Why it matters
What waits for it never happens.

## Wrong
```yaml
commands:
  Note: {about: Notes it., does: custom, input: {code: string}}
consumes:
  Sold@v1: {run: Note}  # BP501
events:
  Sold: {key: code, payload: {code: string}}
```

## Right
```yaml
commands:
  Note: {about: Notes it., does: custom, input: {code: string}}
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
consumes:
  Sold@v1: {run: Note}
events:
  Sold: {key: code, payload: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP501"
NAME = "consumed-but-never-emitted"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every consumed event that no operation emits."""
    for heard in index.heard:
        event = index.event(heard.event, heard.home)
        if event and not index.emitters(event) and not index.meant(event):
            message = f"nothing emits {event.context}.{event.name}"
            help_ = f"add to the operation that causes it: emits: [{event.name}]"
            yield Finding(heard.path, message, help_)
