"""A list that is shown whole.

## What it means
`page: all` answers every item there is, in one answer.

## Why it matters
A list that is short today is a query over a million rows in two years, and clients depend on it
by then.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  ListOrders: {does: list Order, http: GET /orders, page: all}  # BP431
```

## Right
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  ListOrders: {does: list Order, http: GET /orders, page: 100}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP431"
NAME = "list-without-pages"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every list that says `page: all`, or whose context says it for all."""
    for operation in index.operations:
        context = index.context(operation.context)
        page = operation.page or (context.page if context else None)
        if operation.verb == "list" and page == "all":
            message = f"{operation.name} answers the whole list"
            help_ = "say page: 100, or name the reason under exceptions"
            yield Finding((*operation.path, "page"), message, help_)
