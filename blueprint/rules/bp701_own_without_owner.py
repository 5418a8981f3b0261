"""`own` where nobody owns anything.

## What it means
`allow: [ROLE own]` compares the caller with the field that the aggregate names under `owner`.

## Why it matters
Without an owner everybody, or nobody, would be let in.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}", allow: [clerk own]}
```

## Right
```yaml
aggregates:
  Order: {owner: clerk_id, fields: {clerk_id: subject immutable}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}", allow: [clerk own]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP701"
NAME = "own-without-owner"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every `own` on an operation without an aggregate that has an owner."""
    for operation in index.operations:
        subject = index.subject(operation)
        if isinstance(subject, Aggregate) and subject.owner:
            continue
        for permission in operation.allow:
            if permission.own:
                what = f"{subject.name} has no owner" if subject else "there is no aggregate"
                help_ = "add to the aggregate: owner: FIELD, a field of type subject"
                yield Finding(
                    permission.path, f'"own" needs an owner: {what}', help_, on_value=True
                )
