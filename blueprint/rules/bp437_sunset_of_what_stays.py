"""An end of a version that is not deprecated.

## What it means
A version that is `active` or `draft` says a `sunset`.

## Why it matters
The day is announced to clients of a deprecated version; of another one nobody hears of it.

## Wrong
```yaml
api:
  versions:
    v1: {status: active, sunset: 2030-01-31}  # BP437
    v2: {status: active}
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

CODE = "BP437"
NAME = "sunset-of-what-stays"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every sunset of a version that is active or a draft."""
    for context in index.own_contexts:
        for version in context.sunsets:
            status = context.versions[version]
            if status in {"active", "draft"}:
                path = (*context.path, "api", "versions", version, "sunset")
                message = f"{version} is {status}, and says when it ends"
                yield Finding(path, message, "write status: deprecated, or delete the day")
