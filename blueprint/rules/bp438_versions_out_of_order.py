"""Versions whose statuses do not follow each other.

## What it means
Versions begin as `draft`, become `active`, are `deprecated` and `retired`. A newer one is never
further on that way than an older one.

## Why it matters
A client whose version is deprecated needs a newer one to go to, and a draft that is older than what
is active will never be what is new.

## Wrong
```yaml
api:
  versions:
    v1: {status: active}
    v2: {status: deprecated, sunset: 2030-01-31}  # BP438
```

## Right
```yaml
api:
  versions:
    v1: {status: deprecated, sunset: 2030-01-31}
    v2: {status: active}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP438"
NAME = "versions-out-of-order"
SEVERITY = Severity.WARNING

_AGE = {"draft": 0, "active": 1, "deprecated": 2, "retired": 3}


def check(index: Index) -> Iterator[Finding]:
    """Every version that is further on than one before it."""
    for context in index.own_contexts:
        youngest: tuple[str, str] | None = None
        for version, status in context.versions.items():
            if youngest and _AGE[status] > _AGE[youngest[1]]:
                message = f"{version} is {status}, while {youngest[0]} before it is {youngest[1]}"
                help_ = "let the older one be as far as the newer, or exchange the two"
                path = (*context.path, "api", "versions", version)
                yield Finding(path, message, help_)
            if youngest is None or _AGE[status] < _AGE[youngest[1]]:
                youngest = version, status
