"""A secret in an answer.

## What it means
A field under `output:` is `secret`, or repeats one of the aggregate that is.

## Why it matters
A secret is never returned; an answer that names it says that it is.

## Wrong
```yaml
aggregates:
  Customer: {fields: {code: string, pin: string secret}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    output: {code: string, pin: string}  # BP712
```

## Right
```yaml
aggregates:
  Customer: {fields: {code: string, pin: string secret}}
queries:
  GetCustomer:
    does: get Customer
    http: GET /customers/{id}
    output: {code: string}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index
from blueprint.rules.told import answered

CODE = "BP712"
NAME = "secret-answered"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every field of an answer that is a secret, or repeats one."""
    for operation in index.operations:
        for field, source in answered(index, operation):
            if "secret" in field.words | (source.words if source else frozenset()):
                message = f"{operation.name} would answer {field.name}, which is secret"
                help_ = "leave it out; whether there is one may be a bool"
                yield Finding(field.path, message, help_)
