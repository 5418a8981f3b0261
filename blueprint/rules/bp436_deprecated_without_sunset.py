"""A deprecated version without an end.

## What it means
A version is `deprecated`, and says no `sunset`.

## Why it matters
Clients move when they know until when they have to. The answers carry the day as a header.

## Wrong
```yaml
api:
  versions:
    v1: {status: deprecated}  # BP436
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

CODE = "BP436"
NAME = "deprecated-without-sunset"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every deprecated version that says no day."""
    for context in index.own_contexts:
        for version, status in context.versions.items():
            if status == "deprecated" and version not in context.sunsets:
                message = f"{version} of {context.name} is deprecated, and nobody knows until when"
                help_ = "say the day on which it ends: sunset: YEAR-MONTH-DAY"
                yield Finding((*context.path, "api", "versions", version), message, help_)
