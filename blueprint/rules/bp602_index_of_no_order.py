"""An index over what has no order.

## What it means
`indexes`, `index` and `unique` name fields that are one word, number, time or id each: no values,
lists, maps, JSON, bytes or money.

## Why it matters
No database can build such an index, or it would hold whole documents.

## Wrong
```yaml
aggregates:
  Order: {fields: {codes: list(string)}, indexes: [codes]}  # BP602
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string, codes: list(string)}, indexes: [code]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.types import is_ordered

CODE = "BP602"
NAME = "index-of-no-order"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every index whose fields have no order."""
    for aggregate in index.aggregates:
        yield from _indexes(index, aggregate)
    for placed in index.placed:
        field = placed.field
        if placed.place in {"aggregate", "view"} and not is_ordered(index, field):
            for word in sorted(field.words & {"index", "unique"}):
                message = f"{field.name} is {field.type.text}, which no index holds"
                yield Finding(field.path, message, f"delete {word}", on_value=True)


def _indexes(index: Index, aggregate: Aggregate) -> Iterator[Finding]:
    for names, path in aggregate.indexes:
        fields = [aggregate.all_fields[name] for name in names if name in aggregate.all_fields]
        for field in fields:
            if not is_ordered(index, field):
                message = f"{field.name} is {field.type.text}, which no index holds"
                yield Finding(path, message, "name another field", on_value=True)
        if len(set(names)) < len(names):
            yield Finding(path, "an index names one field twice", "name it once", on_value=True)
