"""A version that an event does not have.

## What it means
`consumes` and a view's `from` name an event with its version: `context.Event@v1`. `until` may
leave it out.

## Why it matters
The payload of a version that is not published cannot be read.

## Wrong
```yaml
commands:
  Note: {about: Notes it., does: custom, input: {code: string}}
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
consumes:
  Sold@v2: {run: Note}  # BP503
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
from blueprint.nearest import nearest
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP503"
NAME = "unknown-event-version"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every event that is consumed in a version that it does not have."""
    for heard in index.heard:
        event, version = index.event(heard.event, heard.home), heard.event.partition("@")[2]
        if event is None or version in event.versions:
            continue
        if version:
            message = f"{event.name} has no version {version}"
            yield Finding(heard.path, message, nearest(version, event.versions))
        elif "until" not in heard.path:
            message = f"the version of {event.name} is not said"
            help_ = f"write {heard.event}@{event.latest}"
            yield Finding(heard.path, message, help_)
