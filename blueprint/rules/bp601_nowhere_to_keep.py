"""Something to keep, and nowhere to keep it.

## What it means
A context with `storage: none` has no aggregates and no views.

## Why it matters
There is no table in which their rows could be.

## Wrong
```yaml
storage: none
aggregates:
  Order: {fields: {code: string}}  # BP601
```

## Right
```yaml
storage: sqlite
aggregates:
  Order: {fields: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP601"
NAME = "nowhere-to-keep"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every aggregate and view of a context without storage."""
    for context in index.own_contexts:
        if context.storage != "none":
            continue
        for family, nodes in (("aggregates", context.aggregates), ("views", context.views)):
            for name in nodes:
                message = f"{context.name} has no storage that could keep {name}"
                help_ = f"write storage: postgres, or sqlite, in {context.name}"
                yield Finding((*context.path, family, name), message, help_)
