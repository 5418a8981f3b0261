"""A `crud` of which nothing is left.

## What it means
What is written by hand under the name of an operation that `crud` stands for is that operation.
Here this is so of each of them.

## Why it matters
Whoever reads `crud: /orders` believes that orders answer there.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}, crud: {at: /orders, only: [list]}}  # BP415
queries:
  ListOrder: {does: list Order, http: GET /orders, sort: [code]}
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}, crud: {at: /orders, only: [create, get, list]}}
queries:
  ListOrder: {does: list Order, http: GET /orders, sort: [code]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP415"
NAME = "crud-of-nothing"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every `crud` that stands for no operation."""
    standing = {operation.path for operation in index.operations if operation.crud}
    for aggregate in index.aggregates:
        path = (*aggregate.path, "crud")
        if aggregate.crud and path not in standing:
            message = f"each operation on {aggregate.name} is written by hand"
            yield Finding(path, message, "delete it")
