"""A field that an aggregate has by itself.

## What it means
Every aggregate has `id`, `version`, `created_at` and `updated_at`; `status` where it has a
lifecycle, `tenant` where its context has tenancy. An entity has an `id`; its table keeps beside
that to whom it belongs (`order_id` inside an Order), and its `ordinal` among the others.

## Why it matters
These are kept by the runtime. A second one of the same name would be written by both.

## Wrong
```yaml
aggregates:
  Order: {fields: {id: uuid, code: string}}  # BP215
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.load import Path
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
                yield _finding(field.path, aggregate.name, name)
        for entity in aggregate.entities.values():
            if entity.children in aggregate.implicit:
                yield _finding((*entity.path, "in"), aggregate.name, entity.children)
            for name, field in entity.fields.items():
                if name in entity.own:
                    yield _finding(field.path, entity.name, name)


def _finding(path: Path, whose: str, name: str) -> Finding:
    return Finding(path, f"{whose} has {name} by itself", f"delete {name}, or give it another name")
