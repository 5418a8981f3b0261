"""An event that nobody emits.

## What it means
No operation lists the event under `emits`, and nobody consumes it.

## Why it matters
It stands in the contract, and others may build on it.

## Wrong
```yaml
events:
  Sold: {key: code, payload: {code: string}}  # BP502
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
from blueprint.rules.index import Index

CODE = "BP502"
NAME = "never-emitted"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every event that no operation emits; one that is consumed is said where it is."""
    names = {_full(heard.event, heard.home) for heard in index.heard}
    for event in index.events:
        if index.emitters(event) or index.meant(event):
            continue
        if f"{event.context}.{event.name}" not in names:
            message = f"nothing emits {event.name}"
            help_ = f"add to the operation that causes it: emits: [{event.name}]"
            yield Finding(event.path, message, help_)


def _full(name: str, home: str) -> str:
    plain = name.partition("@")[0]
    return plain if "." in plain else f"{home}.{plain}"
