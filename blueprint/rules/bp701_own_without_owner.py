"""`own` where nobody owns anything.

## What it means
`allow: [ROLE own]` compares the caller with the field that the aggregate names under `owner`. A
custom operation has an aggregate to compare where its path names the `id`.

## Why it matters
Without an owner everybody, or nobody, would be let in.

## Wrong
```yaml
aggregates:
  Order: {fields: {code: string}}
queries:
  GetOrder: {does: get Order, http: "GET /orders/{id}", allow: [clerk own]}  # BP701
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
from blueprint.rules.facts import Aggregate, Operation
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP701"
NAME = "own-without-owner"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every `own` on an operation without an aggregate that has an owner."""
    for operation in index.operations:
        what, help_ = _unowned(index, operation)
        for permission in operation.allow if what else ():
            if permission.own:
                yield Finding(
                    permission.path, f'"own" needs an owner: {what}', help_, on_value=True
                )


def _unowned(index: Index, operation: Operation) -> tuple[str, str]:
    """Why nothing can be compared with the caller, and what to do; empty where something can."""
    subject = index.subject(operation)
    if subject is None:
        return "there is no aggregate", f"write does: {operation.verb} AGGREGATE, or delete own"
    if not isinstance(subject, Aggregate) or not subject.owner:
        help_ = "add to the aggregate: owner: FIELD, a field of type subject"
        return f"{subject.name} has no owner", help_
    if "." in subject.owner and operation.verb in {"create", "put"}:
        help_ = "delete own: whoever may make one says to whom it belongs"
        return f"a new {subject.name} has it from what the input names", help_
    if operation.verb == "custom" and not index.on_one(operation):
        help_ = "put {id} into its path, or delete own and compare in the code"
        return f"nothing says which {subject.name}", help_
    return "", ""
