"""An owner is to be filled in where nobody calls.

## What it means
At `create` and `put` the owner is the caller: it is filled in, and never an input. An operation
that is public, that an event runs, or that runs by itself, has no caller.

## Why it matters
What it makes would belong to nobody; and an owner that clients send is whoever they like.

## Wrong
```yaml
aggregates:
  Order: {owner: clerk_id, fields: {clerk_id: subject immutable, code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, allow: public}  # BP705
```

## Right
```yaml
aggregates:
  Order: {owner: clerk_id, fields: {clerk_id: subject immutable, code: string}}
commands:
  AddOrder: {does: create Order, http: POST /orders, allow: [clerk]}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP705"
NAME = "owner-without-caller"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every plain operation that makes something owned without a caller, or takes the owner."""
    for operation in index.operations:
        subject = index.subject(operation)
        if not isinstance(subject, Aggregate) or operation.verb not in {"create", "put"}:
            continue
        owner = subject.owner
        if owner is None or owner not in subject.fields or owner in operation.sets:
            continue
        if owner in (operation.declared_input or {}):
            message = f"{owner} is the owner: the caller, and no input"
            yield Finding((*operation.path, "input", owner), message, "delete it")
        elif not index.acting(operation) and subject.fields[owner].required:
            message = f"nobody calls {operation.name}, so nobody would own its {subject.name}"
            help_ = f"let a role call it, or write does: custom {subject.name}"
            yield Finding(operation.path, message, help_)
