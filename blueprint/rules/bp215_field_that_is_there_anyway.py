"""A field that an aggregate has by itself.

## What it means
Every aggregate has `id`, `version`, `created_at` and `updated_at`; `status` where it has a
lifecycle, `tenant` where its context has tenancy.

## Why it matters
These are kept by the runtime. A second one of the same name would be written by both.

## Wrong
```yaml
aggregates:
  Order: {fields: {id: uuid, code: string}}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP215"
NAME = "field-that-is-there-anyway"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every field that has the name of an implicit one."""
    for aggregate in index.aggregates:
        for name, field in aggregate.fields.items():
            if name in aggregate.implicit and name != aggregate.identity:
                message = f"{aggregate.name} has {name} by itself"
                yield Finding(field.path, message, f"delete {name}, or give it another name")
