"""An event that is read in a version that ends.

## What it means
A context waits for a version that has a `sunset`, and there is a newer one.

## Why it matters
After that day the old version is not published any more, and what waits for it waits forever.

## Wrong
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold:
    key: code
    versions:
      v1: {payload: {code: string}, sunset: 2030-01-31}
      v2: {code: string, colour: string}
views:
  Sale:
    key: code
    fields: {code: string}
    from: {Sold@v1: {}}  # BP513
```

## Right
```yaml
commands:
  Sell: {about: Sells it., does: custom, http: POST /sales, emits: [Sold]}
events:
  Sold:
    key: code
    versions:
      v1: {payload: {code: string}, sunset: 2030-01-31}
      v2: {code: string, colour: string}
views:
  Sale:
    key: code
    fields: {code: string}
    from: {Sold@v2: {}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP513"
NAME = "version-that-ends"
SEVERITY = Severity.NOTE


def check(index: Index) -> Iterator[Finding]:
    """Every event that is waited for in a version with a sunset before the newest."""
    for heard in index.heard:
        event, version = index.event(heard.event, heard.home), heard.event.partition("@")[2]
        if event is None or version == event.latest or version not in event.sunsets:
            continue
        message = f"{version} of {event.name} ends on {event.sunsets[version]}"
        plain = heard.event.partition("@")[0]
        yield Finding(heard.path, message, f"read {plain}@{event.latest}")
