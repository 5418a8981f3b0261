"""Tenancy, and no token that says the tenant.

## What it means
A context keeps its rows by tenant, but `security.tokens.tenant` does not say which claim names
it.

## Why it matters
Nobody would belong to a tenant, so nobody would see a row.

## Wrong
```yaml
storage: {engine: sqlite, tenancy: row}  # BP704
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
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP704"
NAME = "tenancy-without-claim"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every context with tenancy where no claim names the tenant."""
    if index.system.tenant_claim:
        return
    for context in index.own_contexts:
        if context.tenancy != "none":
            message = f"{context.name} has tenants, but no token names one"
            help_ = "add to security.tokens: tenant: CLAIM"
            yield Finding((*context.path, "storage", "tenancy"), message, help_)
