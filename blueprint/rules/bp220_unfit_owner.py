"""An owner that is nobody.

## What it means
`owner: PATH` leads to a field of type `subject`: of the aggregate, or one step through a reference
within the context.

## Why it matters
`own` compares that field with the caller's `sub`. What is no subject never equals it.

## Wrong
```yaml
aggregates:
  Order: {owner: number, fields: {number: int}}  # BP220
```

## Right
```yaml
aggregates:
  Order: {owner: clerk_id, fields: {number: int, clerk_id: subject immutable}}
```
"""

from collections.abc import Iterator

from blueprint.diagnostics import Severity
from blueprint.nearest import nearest
from blueprint.rules.facts import Aggregate
from blueprint.rules.finding import Finding
from blueprint.rules.index import Index

CODE = "BP220"
NAME = "unfit-owner"
SEVERITY = Severity.ERROR


def check(index: Index) -> Iterator[Finding]:
    """Every owner whose path leads to no subject."""
    for aggregate in index.aggregates:
        if aggregate.owner and (why := _misfit(index, aggregate, aggregate.owner)):
            yield Finding((*aggregate.path, "owner"), why[0], why[1], on_value=True)


def _misfit(index: Index, aggregate: Aggregate, path: str) -> tuple[str, str] | None:
    first, _, rest = path.partition(".")
    field = aggregate.all_fields.get(first)
    if field is None:  # BP206 says so
        return None
    where = aggregate
    if rest:
        target = index.aggregate(field.type.target, aggregate.context)
        if field.type.word != "ref" or (target and target.context != aggregate.context):
            return f"{first} is no reference within {aggregate.context}", "write owner: FIELD"
        if target is None:  # BP202 says so
            return None
        where, field = target, target.all_fields.get(rest)
        if field is None:
            return f"{target.name} has no field {rest}", nearest(rest, target.all_fields)
    if field.type.word == "subject":
        return None
    help_ = f"write {field.name}: subject, or name another field"
    return f"{where.name}.{field.name} is {field.type.text}, and no subject", help_
