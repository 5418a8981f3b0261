"""An event that nobody consumes.

## What it means
An operation emits the event, and no context consumes it, feeds a view or drops a cached answer by
it.

## Why it matters
It is stored, sent and versioned for nobody; or for somebody outside, and then it is good to know.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold: {key: code, payload: {code: string}}  # BP509
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold: {key: code, payload: {code: string}}
views:
  Sale: {key: code, fields: {code: string}, from: {Sold@v1: {}}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.hearing import heard_events
from blueprint.rules.index import Index

CODE = "BP509"
NAME = "emitted-for-nobody"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every event that is emitted and not waited for; one that is not emitted has its own rule."""
    heard = heard_events(index)
    for event in index.events:
        if (event.context, event.name) not in heard and index.emitters(event):
            message = f"nothing consumes {event.name}"
            help_ = (
                "consume it, feed a view by it, or accept under exceptions that it is for others"
            )
            yield Finding(event.path, message, help_)
