"""Personal data in an answer to everybody.

## What it means
A query is `public`, and what it answers holds a field that is `pii`.

## Why it matters
Whoever can guess an id, or page through a list, copies them all.

## Wrong
```yaml
aggregates:
  Customer: {fields: {code: string, nickname: string pii}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    allow: public  # BP710
```

## Right
```yaml
aggregates:
  Customer: {fields: {code: string, nickname: string pii}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    output: {code: string}
    allow: public
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.told import persons

CODE = "BP710"
NAME = "person-shown-to-all"
SEVERITY = Severity.WARNING


def check(index: Index) -> Iterator[Finding]:
    """Every public query that answers something personal."""
    for operation in index.operations:
        words = {permission.word for permission in operation.allow}
        if operation.is_command or "public" not in words:
            continue
        if shown := persons(index, operation):
            message = f"{operation.name} shows {', '.join(shown)} to everybody"
            help_ = "say who may see it, or name under output: what everybody may"
            yield Finding((*operation.path, "allow"), message, help_)
