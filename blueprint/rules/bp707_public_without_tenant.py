"""An operation for everybody, on rows that belong to tenants.

## What it means
`allow: public` lets in callers without a token, and so without a tenant; with `tenancy: row` each
row belongs to one.

## Why it matters
A row of nobody's could not be stored, and of the rows that are there nobody could say whose to
show.

## Wrong
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, tenant: org_id}
contexts:
  sales:
    about: Sells.
    storage: {engine: sqlite, tenancy: row}
    aggregates:
      Order: {fields: {code: string}}
    commands:
      PlaceOrder: {does: create Order, http: POST /orders, allow: public}  # BP707
```

## Right
```yaml
blueprint: 1
system: {name: shop, about: Sells things.}
security:
  tokens: {issuer: https://id.example.org/, audience: shop, tenant: org_id}
contexts:
  sales:
    about: Sells.
    storage: {engine: sqlite, tenancy: row}
    aggregates:
      Order: {fields: {code: string}}
    commands:
      PlaceOrder: {does: create Order, http: POST /orders, allow: authenticated}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP707"
NAME = "public-without-tenant"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every public operation over rows of tenants."""
    tenanted = {context.name for context in index.own_contexts if context.tenancy != "none"}
    for operation in index.operations:
        if operation.context not in tenanted or index.subject(operation) is None:
            continue
        for permission in operation.allow:
            if permission.word == "public":
                message = f"anybody may call {operation.name}, but whose rows would they see?"
                help_ = "let in who has a token, or keep the rows in a context without tenancy"
                yield Finding(permission.path, message, help_, on_value=True)
