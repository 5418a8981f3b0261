"""A rate limit per tenant where nobody has one.

## What it means
`per tenant` counts by the tenant in the token, and `security.tokens` does not say where it stands.

## Why it matters
Everybody is counted as one: the first busy client locks all others out.

## Wrong
```yaml
api:
  rate_limit: 100/min per tenant  # BP452
```

## Right
```yaml
api:
  rate_limit: 100/min per token
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP452"
NAME = "rate-of-no-tenant"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every limit that is counted by a tenant that no token names."""
    for context in index.own_contexts:
        if context.rate_per == "tenant" and index.system.tenant_claim is None:
            message = f"no token says its tenant, so {context.name} would count all as one"
            help_ = "write security: {tokens: {tenant: CLAIM}}, or per token"
            yield Finding((*context.path, "api", "rate_limit"), message, help_)
