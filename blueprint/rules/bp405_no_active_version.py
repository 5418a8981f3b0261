"""An API of which no version is active.

## What it means
Versions are `draft`, `active`, `deprecated` or `retired`; one at least is active.

## Why it matters
Other contexts call the highest active version, and clients need one that stays.

## Wrong
```yaml
api:
  versions: {v1: {status: deprecated, sunset: 2030-01-31}}  # BP405
```

## Right
```yaml
api:
  versions: {v1: {status: deprecated, sunset: 2030-01-31}, v2: {status: active}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP405"
NAME = "no-active-version"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every context with versions, and none that is active."""
    for context in index.own_contexts:
        if context.versions and "active" not in context.versions.values():
            message = f"no version of {context.name} is active"
            help_ = "say status: active of one of them"
            yield Finding((*context.path, "api", "versions"), message, help_)
