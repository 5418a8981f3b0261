"""Personal data in an answer to whoever has a token.

## What it means
A query lets in all that are `authenticated`, without a role and without `own`, in a context without
tenancy, and what it answers holds a field that is `pii`.

## Why it matters
Each customer has a token, too; with it they read about all others.

## Wrong
```yaml
aggregates:
  Customer: {fields: {code: string, nickname: string pii}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    allow: authenticated  # BP711
```

## Right
```yaml
aggregates:
  Customer: {fields: {code: string, nickname: string pii}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    allow: [clerk]
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.told import persons

CODE = "BP711"
NAME = "person-shown-to-any-caller"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every query for all callers that answers something personal of all tenants."""
    for context in index.own_contexts:
        if context.tenancy != "none":
            continue
        for operation in context.operations.values():
            if operation.is_command or not _lets_all_in(operation):
                continue
            if shown := persons(index, operation):
                message = f"{operation.name} shows {', '.join(shown)} to whoever has a token"
                help_ = "allow a role, or the owner: authenticated own; or write tenancy: row"
                yield Finding((*operation.path, "allow"), message, help_)


def _lets_all_in(operation: Operation) -> bool:
    """Whether a token is enough, as it is where nobody says anything."""
    words = {permission.word for permission in operation.allow if not permission.own}
    nothing_said = bool(operation.routes) and not operation.allow
    return nothing_said or "authenticated" in words
